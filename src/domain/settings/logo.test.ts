import { describe, expect, test } from "vitest";
import { picture } from "../../../test/support/png.ts";
import { decideLogo, fitted, MAX_LOGO_BYTES, MAX_LOGO_PIXELS } from "./logo.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
const padded = (start: Uint8Array, size: number): Uint8Array => {
  const all = new Uint8Array(size);
  all.set(start);
  return all;
};

describe("what a logo may be, by its bytes", () => {
  test.each([
    ["a PNG", picture(160, 48), { type: "image/png", width: 160, height: 48 }],
    ["a GIF", bytes("GIF89a\x20\0\x10\0\xf0\0\0"), { type: "image/gif", width: 32, height: 16 }],
    [
      "a JPEG",
      bytes("\xff\xd8\xff\xe0\0\x06JFIF\xff\xc4\0\x04\0\0\xff\xc2\0\x0b\x08\0\x10\0\x20\x01\x11\0"),
      { type: "image/jpeg", width: 32, height: 16 },
    ],
    [
      "a WebP",
      bytes("RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x1f\0\0\x0f\0\0"),
      { type: "image/webp", width: 32, height: 16 },
    ],
    ["as heavy as allowed", padded(picture(8, 8), MAX_LOGO_BYTES), { type: "image/png", width: 8, height: 8 }],
    ["as wide as allowed", picture(MAX_LOGO_PIXELS, 1), { type: "image/png", width: MAX_LOGO_PIXELS, height: 1 }],
  ])("%s", (_what, content, facts) => {
    expect(decideLogo(content)).toEqual({ ok: true, value: { ...facts, bytes: content } });
  });

  test.each([
    ["nothing", bytes(""), "file-empty"],
    ["one octet too many", padded(picture(8, 8), MAX_LOGO_BYTES + 1), "logo-size"],
    ["one pixel too wide", picture(MAX_LOGO_PIXELS + 1, 1), "logo-size"],
    ["one pixel too high", picture(1, MAX_LOGO_PIXELS + 1), "logo-size"],
    ["a drawing", bytes('<svg xmlns="http://www.w3.org/2000/svg" onload="steal()">'), "logo-drawing"],
    ["a drawing behind a declaration", bytes('\n<?xml version="1.0"?><svg>'), "logo-drawing"],
    ["a page", bytes("<!doctype html><script>"), "logo-type"],
    ["a page called a picture", bytes("PNG<html>"), "logo-type"],
    ["a picture that few browsers draw", bytes("II*\0aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), "logo-type"],
    ["the beginning of a picture", picture(8, 8).subarray(0, 12), "logo-type"],
    ["no pixels", padded(picture(8, 8).subarray(0, 16), 40), "logo-type"],
  ])("not %s", (_what, content, code) => {
    expect(decideLogo(content)).toMatchObject({ ok: false, error: { code } });
  });
});

test.each([
  ["a wide one by its width", { width: 640, height: 80 }, { width: 160, height: 20 }],
  ["a high one by its height", { width: 100, height: 400 }, { width: 10, height: 40 }],
  ["a small one as it is", { width: 20, height: 10 }, { width: 20, height: 10 }],
  ["a hair by one pixel", { width: 1_000, height: 1 }, { width: 160, height: 1 }],
])("into a box of 160 by 40 fits %s", (_what, size, shown) => {
  expect(fitted(size, { width: 160, height: 40 })).toEqual(shown);
});
