import { expect, test } from "vitest";
import { newUnsent } from "./outbox.ts";
import { type Row, rowsOf } from "./rows.ts";
import { aMessage, marie } from "../../../../test/support/facts/widget-cast.ts";

const MINUTE = 60_000;
const dayOf = (at: number): string => `${Math.floor(at / (24 * 60 * MINUTE))}`;
const shape = (rows: readonly Row[]) =>
  rows.map((row) => (row.kind === "run" ? row.items.map((item) => item.seq) : row.kind));

const lastKey = (rows: readonly Row[]) => rows.flatMap((row) => (row.kind === "run" ? row.items : [])).at(-1)?.key;

test("one author's messages in quick succession are one run; another author, channel or a pause begins a new one", () => {
  const rows = rowsOf(
    [
      aMessage(1, { author: marie, postedAt: 0 }),
      aMessage(2, { author: marie, postedAt: 1_000 }),
      aMessage(3, { author: marie, postedAt: 2_000, channel: "email" }),
      aMessage(4, { postedAt: 3_000 }),
      aMessage(5, { postedAt: 3_000 + 5 * MINUTE }),
      aMessage(6, { postedAt: 3_000 + 6 * MINUTE, author: { kind: "agent", id: "zoe", name: "Zoé" } }),
    ],
    [],
    0,
    dayOf,
  );
  expect(shape(rows)).toEqual(["day", [1, 2], [3], [4], [5], [6]]);
});

test("the unread line and a new day stand before the first message they concern, and end the run", () => {
  const DAY = 24 * 60 * MINUTE;
  const rows = rowsOf(
    [
      aMessage(1, { postedAt: DAY - 2_000 }),
      aMessage(2, { postedAt: DAY - 1_000 }),
      aMessage(3, { postedAt: DAY + 1 }),
    ],
    [],
    2,
    dayOf,
  );
  expect(shape(rows)).toEqual(["day", [1], "new", [2], "day", [3]]);
});

test("what is still on its way stands last, and keeps its bubble when it has arrived", () => {
  const entry = newUnsent({ text: "Hello", attachments: [] }, null, 0, 2_000);
  const before = rowsOf([aMessage(1, { author: marie })], [entry], 0, dayOf);
  const after = rowsOf(
    [aMessage(1, { author: marie }), aMessage(2, { author: { ...marie, id: null }, clientId: entry.clientId })],
    [],
    0,
    dayOf,
  );
  expect(shape(before)).toEqual(["day", [1, 0]]);
  expect(shape(after)).toEqual(["day", [1, 2]]);
  expect(lastKey(after)).toBe(lastKey(before));
});

test("what was deleted before it was seen leaves no trace; what was seen leaves a place", () => {
  const rows = rowsOf(
    [aMessage(1), aMessage(2, { deletedAt: 9, neverSeen: true }), aMessage(3, { deletedAt: 9 })],
    [],
    0,
    dayOf,
  );
  expect(shape(rows)).toEqual(["day", [1, 3]]);
});
