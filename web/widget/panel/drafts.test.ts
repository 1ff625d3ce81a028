import { expect, test } from "vitest";
import { draftKeeper, draftsOf, withDrafts } from "./drafts.ts";
import { EMPTY_TRAY } from "./files/tray.ts";
import { openKeep } from "./keep.ts";

const laid = (draft: string) => ({ draft, tray: EMPTY_TRAY });
const written = { currentId: "c1", draft: "to Léo", laidBy: { c2: laid("to Ana"), c3: laid(""), "": laid("anew") } };

test("each conversation has its own, and what is empty is none", () => {
  expect(draftsOf(written)).toEqual({ c1: "to Léo", c2: "to Ana", "": "anew" });
  expect(draftsOf({ currentId: null, draft: "first", laidBy: {} })).toEqual({ "": "first" });
});

test("what lay by before one was turned to is no draft of it any more", () => {
  expect(draftsOf({ currentId: "c1", draft: "", laidBy: { c1: laid("sent long ago") } })).toEqual({});
});

test("another tab holds them as they were kept, whatever it shows", () => {
  const there = { currentId: null, draft: "", laidBy: {} };
  expect(withDrafts(there, draftsOf(written))).toEqual({
    draft: "anew",
    laidBy: { c1: laid("to Léo"), c2: laid("to Ana") },
  });
  expect(withDrafts({ ...there, currentId: "c2" }, draftsOf(written)).draft).toBe("to Ana");
});

test("what was sent in one tab is gone in the other; files that are being added there stay", () => {
  const tray = { ...EMPTY_TRAY, leftOut: 1 };
  const there = { currentId: "c1", draft: "to Léo", laidBy: { c2: { draft: "to Ana", tray } } };
  expect(withDrafts(there, {})).toEqual({ draft: "", laidBy: { c2: { draft: "", tray } } });
});

test("they are written when they change, and only then", () => {
  const keep = openKeep("key", () => {
    throw new Error("denied");
  });
  let writes = 0;
  const counted = {
    ...keep,
    change: (...given: Parameters<typeof keep.change>) => ((writes += 1), keep.change(...given)),
  };
  const told = draftKeeper(counted);
  told({ currentId: null, draft: "", laidBy: {} });
  expect(writes).toBe(0);
  told(written);
  told({ ...written });
  expect([writes, keep.read().drafts]).toEqual([1, draftsOf(written)]);
  told({ currentId: "c1", draft: "", laidBy: {} });
  expect(keep.read().drafts).toEqual({});
});
