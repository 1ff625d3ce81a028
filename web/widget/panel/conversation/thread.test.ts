import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aConversation, aMessage, marie } from "../../../../test/support/facts/widget-cast.ts";
import { isBehind } from "../../../kit/thread.ts";
import { applyChanges, applyPage, firstHere, newThread, unreadCount, unreadMessages } from "./thread.ts";

const empty = newThread(aConversation());
const three = [1, 2, 3].map((seq) => aMessage(seq));
const whole = applyChanges(empty, {
  after: 0,
  revision: 3,
  conversation: aConversation({ revision: 3, lastSeq: 3 }),
  messages: three,
});

test("an edit replaces the message, and an older form of it that comes late does not", () => {
  const edited = { ...aMessage(2), revision: 4, text: "corrected" };
  const now = applyChanges(whole, { after: 3, revision: 4, conversation: null, messages: [edited] });
  expect(now.messages.map((message) => message.text)).toEqual(["message 1", "corrected", "message 3"]);
  const late = applyChanges(now, { after: 0, revision: 3, conversation: null, messages: three });
  expect(late).toEqual(now);
});

test("a gap is noticed: what lies between is not taken as known", () => {
  const now = applyChanges(whole, { after: 5, revision: 6, conversation: null, messages: [aMessage(6)] });
  expect(now.messages.map((message) => message.seq)).toEqual([1, 2, 3, 6]);
  expect(now.revision).toBe(3);
  expect(isBehind(now)).toBe(true);
  const mended = applyChanges(now, { after: 3, revision: 6, conversation: null, messages: [aMessage(4), aMessage(5)] });
  expect(isBehind(mended)).toBe(false);
  expect(mended.messages.map((message) => message.seq)).toEqual([1, 2, 3, 4, 5, 6]);
});

test("a long one comes by pages; what is said of messages that are not here waits for theirs", () => {
  const conversation = aConversation({ revision: 9, lastSeq: 9 });
  const early = applyChanges(empty, { after: 4, revision: 5, conversation: null, messages: [aMessage(2)] });
  const newest = applyPage(early, { after: 0, revision: 9, conversation, messages: [aMessage(9)] }, ["email"]);
  expect([firstHere(newest), newest.messages.length, isBehind(newest)]).toEqual([9, 1, false]);
  const told = applyChanges(newest, { after: 9, revision: 10, conversation: null, messages: [aMessage(3)] });
  expect([told.revision, told.messages]).toEqual([10, newest.messages]);
  const more = applyPage(told, { after: 0, revision: told.revision, conversation, messages: [aMessage(8)] }, []);
  expect([firstHere(more), more.messages.map(({ seq }) => seq), more.revision]).toEqual([0, [8, 9], 10]);
});

test("the conversation's own facts never go back", () => {
  const read = applyChanges(whole, {
    after: 3,
    revision: 4,
    conversation: aConversation({ revision: 4, readUpTo: 3 }),
    messages: [],
  });
  const late = applyChanges(read, {
    after: 0,
    revision: 3,
    conversation: aConversation({ revision: 3 }),
    messages: three,
  });
  expect(late.conversation.readUpTo).toBe(3);
});

test("one's own and deleted messages are not unread, and what was seen here is read before the server says so", () => {
  const messages = [aMessage(1), aMessage(2, { author: marie }), aMessage(3, { deletedAt: 9 }), aMessage(4)];
  const thread = applyChanges(empty, { after: 0, revision: 4, conversation: aConversation({ revision: 4 }), messages });
  expect(unreadMessages(thread).map((message) => message.seq)).toEqual([1, 4]);
  expect(unreadCount({ ...thread, seenUpTo: 1 })).toBe(1);
  expect(unreadCount({ ...thread, seenUpTo: 4 })).toBe(0);
});

test("where the messages are not here yet, the server's count is shown", () => {
  expect(unreadCount(newThread(aConversation({ revision: 9, unread: 3 })))).toBe(3);
});

describe("whatever the order and repetition of what arrives", () => {
  test("the thread ends in the same messages and the same revision", () => {
    const history = Array.from({ length: 8 }, (_, index) => aMessage(index + 1));
    const frames = history.map((message) => ({
      after: message.revision - 1,
      revision: message.revision,
      conversation: null,
      messages: [message],
    }));
    const everything = { after: 0, revision: 8, conversation: null, messages: history };
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...frames), { maxLength: 20 }), (some) => {
        const thread = [...some, everything].reduce(applyChanges, empty);
        expect(thread.messages).toEqual(history);
        expect(thread.revision).toBe(8);
      }),
    );
  });
});
