import { expect, test } from "vitest";
import { openKeep } from "./keep.ts";

/** Storage as a browser has it, or one that refuses. */
function storage(limits: { readonly isFull?: boolean } = {}) {
  const items = new Map<string, string>();
  const kept: Storage = {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    key: () => null,
    getItem: (key) => items.get(key) ?? null,
    removeItem: (key) => void items.delete(key),
    setItem: (key, value) => {
      if (limits.isFull === true) throw new Error("QuotaExceededError");
      items.set(key, value);
    },
  };
  return { kept, items };
}

test("what one tab keeps, another reads; neither undoes the other", () => {
  const { kept } = storage();
  const one = openKeep("ariane:b", () => kept);
  const other = openKeep("ariane:b", () => kept);
  one.change(() => ({ token: "t" }));
  other.change(() => ({ muted: true }));
  expect(one.read()).toMatchObject({ token: "t", muted: true });
});

test("with nothing to remember, nothing is stored", () => {
  const { kept, items } = storage();
  const keep = openKeep("ariane:b", () => kept);
  keep.change(() => ({ token: "t", locale: "fr" }));
  expect([...items.keys()]).toEqual(["ariane:b"]);
  keep.change(() => ({ token: null }));
  expect([...items.keys()]).toEqual([]);
});

test.each([
  [
    "denied",
    () => {
      throw new Error("SecurityError");
    },
  ],
  ["full", () => storage({ isFull: true }).kept],
])("where storage is %s, memory serves", (_how, open) => {
  const keep = openKeep("ariane:b", open);
  keep.change(() => ({ token: "t" }));
  keep.change(() => ({ muted: true }));
  expect(keep.read()).toMatchObject({ token: "t", muted: true });
});

test("what somebody else wrote under our key is not taken for ours", () => {
  const { kept } = storage();
  kept.setItem("ariane:b", "{broken");
  expect(openKeep("ariane:b", () => kept).read()).toMatchObject({ token: null, outbox: [] });
});

test("what a page's library has made of it does not stop anything", () => {
  const { kept } = storage();
  kept.setItem("ariane:b", '{"token":"t","outbox":"[]"}');
  expect(openKeep("ariane:b", () => kept).read()).toMatchObject({ token: "t", outbox: [] });
});
