import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { aMail } from "../../../test/support/mail/mail.ts";
import { dedupeKey } from "./dedupe.ts";

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
const keyOf = (change: Parameters<typeof aMail>[0] = {}, recipient = "token") =>
  dedupeKey(aMail(change), recipient, hash);
const dated = { head: { Date: "Thu, 1 Jan 2026 12:00:00 +0000" }, messageId: null };

test("the same mail fetched twice has one key", () => {
  expect(keyOf()).toEqual(keyOf());
  expect(keyOf(dated)).toEqual(keyOf(dated));
});

test("the same mail in two of our mailboxes has two keys", () => {
  expect(keyOf({}, "token-a").key).not.toBe(keyOf({}, "token-b").key);
});

test("the token is case-blind", () => {
  expect(keyOf({}, "ToKen").key).toBe(keyOf({}, "token").key);
});

test("one id with other words keeps its key and shows the difference", () => {
  const other = keyOf({ text: "something else" });
  expect(other.key).toBe(keyOf().key);
  expect(other.bodyHash).not.toBe(keyOf().bodyHash);
});

test("white space changed by a provider makes no difference", () => {
  expect(keyOf({ text: "Thank  you,\n it arrived. " }).bodyHash).toBe(keyOf().bodyHash);
});

test.each([
  ["sender", { ...dated, from: [{ name: "", address: "eve@example.com" }] }],
  ["date", { ...dated, head: { Date: "Thu, 1 Jan 2026 12:00:01 +0000" } }],
  ["words", { ...dated, text: "Something else" }],
])("without an id another %s makes another mail", (_what, change) => {
  expect(keyOf(dated).hasId).toBe(false);
  expect(keyOf(change).key).not.toBe(keyOf(dated).key);
});

test("no id can be made to look like a mail without one", () => {
  const withoutId = keyOf(dated);
  const forged = `without-id\nmarie@example.com\nThu, 1 Jan 2026 12:00:00 +0000\n${withoutId.bodyHash}`;
  expect(keyOf({ ...dated, messageId: forged }).key).not.toBe(withoutId.key);
});
