import { expect, test } from "vitest";
import { newUnsent, nextToSend, startAnew, startedAs, type Unsent } from "./outbox.ts";

const unsent = (clientId: string, change: Partial<Unsent> = {}): Unsent => ({
  clientId,
  text: clientId,
  attachments: [],
  conversationId: "c1",
  shownUpTo: 2,
  writtenAt: 0,
  refused: null,
  ...change,
});

const hello = { text: "Hello", attachments: [] };

test("what is written goes to the conversation shown, unless that is closed or there is none", () => {
  expect(newUnsent(hello, { id: "c1", status: "solved" }, 4, 0)).toMatchObject({
    conversationId: "c1",
    shownUpTo: 4,
  });
  expect(newUnsent(hello, { id: "c1", status: "closed" }, 4, 0)).toMatchObject({
    conversationId: null,
    shownUpTo: 0,
  });
  expect(newUnsent(hello, null, 0, 0)).toMatchObject({ conversationId: null });
});

test("client ids differ, and are such as the contract takes", () => {
  const ids = Array.from({ length: 100 }, () => newUnsent(hello, null, 0, 0).clientId);
  expect(new Set(ids).size).toBe(100);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{8,64}$/);
});

test("a refused message does not hold up the next", () => {
  expect(nextToSend([unsent("a", { refused: "messaging-off" }), unsent("b")])?.clientId).toBe("b");
  expect(nextToSend([unsent("a", { refused: "messaging-off" })])).toBeNull();
});

test("messages written before the conversation existed go to the one that the first of them made", () => {
  const entries = startedAs([unsent("a", { conversationId: null }), unsent("b", { conversationId: "old" })], "new");
  expect(entries.map((entry) => entry.conversationId)).toEqual(["new", "old"]);
});

test("what was meant for a conversation that closed meanwhile starts a new one", () => {
  const entries = startAnew(
    [unsent("a", { conversationId: "closed" }), unsent("b", { conversationId: "other" })],
    "closed",
  );
  expect(entries.map((entry) => [entry.conversationId, entry.shownUpTo])).toEqual([
    [null, 0],
    ["other", 2],
  ]);
});
