import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conversationOf, messageOf } from "../../../test/support/facts/workspace-cast.ts";
import { type Changes, type Held, hold, mergeChanges } from "./merge-changes.ts";

const mine = { readUpTo: 0, draft: "", draftVisibility: "public" } as const;
const held: Held = hold({
  conversation: conversationOf({ revision: 3, lastSeq: 3 }),
  messages: [messageOf(1), messageOf(2), messageOf(3)],
  mine,
});
const changes = (part: Partial<Changes>): Changes => ({
  after: 3,
  revision: 4,
  conversation: null,
  messages: [],
  ...part,
});
const seqs = (state: Held | null): readonly number[] => state?.messages.map((message) => message.seq) ?? [];

test("a new message is put at the end, and revision and last seq follow", () => {
  const merged = mergeChanges(held, changes({ messages: [messageOf(4)] }));
  expect(seqs(merged)).toEqual([1, 2, 3, 4]);
  expect(merged?.revision).toBe(4);
  expect(merged?.conversation.lastSeq).toBe(4);
});

test("an edited message takes the place of its old form", () => {
  const edited = messageOf(2, { revision: 4, text: "better" });
  expect(mergeChanges(held, changes({ messages: [edited] }))?.messages[1]?.text).toBe("better");
});

test("an old form that comes late does not overwrite a newer one", () => {
  const newer = mergeChanges(held, changes({ messages: [messageOf(2, { revision: 4, text: "newer" })] }));
  expect(newer).not.toBeNull();
  if (newer === null) return;
  const late = mergeChanges(newer, { after: 1, revision: 3, conversation: null, messages: [messageOf(2)] });
  expect(late?.messages[1]?.text).toBe("newer");
  expect(late?.revision).toBe(4);
});

test("changes that begin after what is held leave a gap: ask for what is between", () => {
  expect(mergeChanges(held, changes({ after: 5, revision: 6, messages: [messageOf(5)] }))).toBeNull();
});

test("a missing seq is a gap as well", () => {
  expect(mergeChanges(held, changes({ messages: [messageOf(5)] }))).toBeNull();
});

test("the conversation of an older frame does not take the place of a newer one", () => {
  const solved = mergeChanges(held, changes({ conversation: conversationOf({ status: "solved", revision: 4 }) }));
  expect(solved?.conversation.status).toBe("solved");
  if (solved === null) return;
  const old = changes({ after: 2, revision: 3, conversation: conversationOf({ status: "open", revision: 3 }) });
  expect(mergeChanges(solved, old)?.conversation.status).toBe("solved");
});

describe("whatever comes, in whatever order and however often", () => {
  const frame = fc.integer({ min: 4, max: 12 }).map((revision): Changes => {
    const messages = Array.from({ length: revision - 3 }, (_none, index) => messageOf(index + 4));
    return { after: 3, revision, conversation: conversationOf({ revision }), messages };
  });

  test("the messages are without gaps, and the revision never falls", () => {
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1, maxLength: 12 }), (frames) => {
        let state = held;
        for (const next of frames) {
          const merged = mergeChanges(state, next);
          expect(merged).not.toBeNull();
          if (merged === null) return;
          expect(merged.revision).toBeGreaterThanOrEqual(state.revision);
          state = merged;
        }
        expect(seqs(state)).toEqual(Array.from({ length: state.messages.length }, (_none, index) => index + 1));
        expect(state.revision).toBe(Math.max(...frames.map((each) => each.revision)));
      }),
    );
  });
});
