import { expect, test } from "vitest";
import { roomFor } from "./room.ts";

test.each([
  ["a photograph", { width: 4_000, height: 3_000 }, { width: 240, height: 180 }],
  ["a telephone's screen", { width: 1_170, height: 2_532 }, { width: 168, height: 280 }],
  ["a small picture", { width: 160, height: 120 }, { width: 160, height: 120 }],
  ["an icon, with room for a finger", { width: 16, height: 16 }, { width: 112, height: 112 }],
  ["a ribbon, its ends cut", { width: 9_000, height: 10 }, { width: 240, height: 100 }],
  ["a thread, its ends cut", { width: 10, height: 9_000 }, { width: 112, height: 187 }],
])("%s", (_what, picture, room) => {
  const { width, ratio } = roomFor(picture);
  expect({ width, height: Math.round(width / ratio) }).toEqual(room);
});
