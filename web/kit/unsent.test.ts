import { expect, test } from "vitest";
import { mergeOutboxes, settle, type Unsent } from "./unsent.ts";

const unsent = (clientId: string, change: Partial<Unsent> = {}): Unsent => ({ clientId, writtenAt: 0, ...change });

test("what another tab left is taken up once, in the order of writing", () => {
  const ours = [unsent("a", { writtenAt: 1 }), unsent("c", { writtenAt: 3 })];
  const theirs = [unsent("b", { writtenAt: 2 }), unsent("c", { writtenAt: 3 })];
  expect(mergeOutboxes(ours, theirs).map((entry) => entry.clientId)).toEqual(["a", "b", "c"]);
});

test("what the server confirmed leaves, and nothing else does", () => {
  const entries = [unsent("a"), unsent("b")];
  expect(settle(entries, ["a", null]).map((entry) => entry.clientId)).toEqual(["b"]);
  expect(settle(entries, [null, "z"])).toBe(entries);
});
