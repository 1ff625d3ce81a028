import { expect, test } from "vitest";
import type { Attachment } from "../../../../contract/shared.ts";
import type { Answer } from "../../../kit/answer.ts";
import { openKeep } from "../keep.ts";
import { newUnsent, startAnew } from "./outbox.ts";
import { Sender, type SenderParts } from "./sender.ts";
import { openSession, type SessionParts } from "../session.ts";
import { createStore } from "../state.ts";
import { aConversation, aMessage, marie } from "../../../../test/support/facts/widget-cast.ts";
import { testClock } from "../../../../test/support/facts/test-clock.ts";

const UNREACHABLE = { kind: "unreachable" } as const;
const refusal = (code: string) => ({ kind: "refused", code, details: undefined }) as const;
const done = <T>(value: T) => ({ kind: "done", value }) as const;

interface Taken {
  readonly clientId: string;
  readonly text: string;
  readonly conversationId: string;
  readonly attachments: readonly string[];
}

/** A server of one conversation. `fault` may answer instead, before or (`lost`) after the message was taken. */
function given() {
  const taken: Taken[] = [];
  const faults: (Answer<never> | "lost" | null)[] = [];
  let sessions = 0;
  let conversations = 0;
  const take = (message: Taken): Answer<number> => {
    const fault = faults.shift() ?? null;
    if (fault !== null && fault !== "lost") return fault;
    const known = taken.findIndex((one) => one.clientId === message.clientId);
    const seq = known >= 0 ? known + 1 : taken.push(message);
    return fault === "lost" ? UNREACHABLE : done(seq);
  };
  const api: SenderParts["api"] & SessionParts["api"] = {
    startSession: async () => done({ token: `t${(sessions += 1)}`, endUserId: "u", locale: "fr" }),
    startConversation: async (_token, { clientId, text, attachments = [] }) => {
      const known = taken.find((one) => one.clientId === clientId);
      const id = known?.conversationId ?? `c${(conversations += 1)}`;
      const answer = take({ clientId, text, conversationId: id, attachments });
      if (answer.kind !== "done") return answer;
      const conversation = aConversation({ id, revision: 1, lastSeq: 1 });
      return done({ conversation, messages: [aMessage(1, { author: marie, clientId, text })] });
    },
    post: async (_token, id, { clientId, text, attachments = [] }) => {
      const answer = take({ clientId, text, conversationId: id, attachments });
      return answer.kind === "done" ? done({ seq: answer.value, revision: answer.value, postedAt: 0 }) : answer;
    },
  };
  return { taken, faults, sessions: () => sessions, api };
}

function sender() {
  const server = given();
  const clock = testClock();
  const store = createStore(() => {});
  const keep = openKeep("key", () => {
    throw new Error("denied");
  });
  const session = openSession({
    api: server.api,
    keep,
    profile: () => ({ brandId: "b", locale: null, browserLanguages: ["fr"], timeZone: null }),
    made: () => {},
    lost: () => {
      keep.change((kept) => ({ token: null, outbox: startAnew(kept.outbox, null) }));
      store.set({ threads: [], currentId: null, outbox: keep.read().outbox });
    },
  });
  const { api } = server;
  /** What the list of conversations says when it is asked for; "" where there is none. Null: it cannot be had. */
  const goingOn: (string | null)[] = [];
  const list = async (): Promise<void> => {
    const id = goingOn.shift() ?? null;
    if (id === null) return;
    store.set({ isListed: true });
    subject.decided(id || null);
  };
  const subject = new Sender({ api, keep, clock, store, session, list, pageUrl: () => "https://shop.example/" });
  const write = (text: string, attachments: readonly Attachment[] = [], isUndecided = false): void => {
    const shown = store.get().threads[0]?.conversation ?? null;
    const entry = { ...newUnsent({ text, attachments }, shown, 0, clock.now()), isUndecided };
    keep.change(({ outbox }) => ({ outbox: [...outbox, entry] }));
    store.set({ outbox: [...store.get().outbox, entry] });
    subject.flush();
  };
  /** Lets promises and timers run until nothing more happens. */
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 60; round += 1) {
      // oxlint-disable-next-line no-await-in-loop -- One thing after the other is the point.
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      clock.advance(1_000);
    }
  };
  return { ...server, write, settle, keep, state: store.get, subject, goingOn };
}

test("the first message makes the session and the conversation, and the others follow into it, in order", async () => {
  const { write, settle, taken, sessions, state, keep } = sender();
  write("one");
  write("two");
  write("three");
  await settle();
  expect(taken.map(({ text, conversationId }) => [text, conversationId])).toEqual([
    ["one", "c1"],
    ["two", "c1"],
    ["three", "c1"],
  ]);
  expect(sessions()).toBe(1);
  expect(state().outbox).toEqual([]);
  expect(keep.read().outbox).toEqual([]);
});

test.each([
  ["goes on with the one that is going on", "c9"],
  ["begins one where none is", ""],
])("what is written before the conversations are known waits until they are, and %s", async (_what, known) => {
  const { write, settle, taken, keep, goingOn } = sender();
  goingOn.push(null, null, known);
  write("one", [], true);
  write("two", [], true);
  await settle();
  const id = known || "c1";
  expect(taken.map(({ text, conversationId }) => [text, conversationId])).toEqual([
    ["one", id],
    ["two", id],
  ]);
  expect([keep.read().outbox, goingOn]).toEqual([[], []]);
});

test("an answer that is lost, at the first message and at a later one, loses and doubles nothing", async () => {
  const { write, settle, taken, faults, state } = sender();
  faults.push("lost", null, "lost", UNREACHABLE, null);
  write("one");
  write("two");
  await settle();
  expect(taken.map(({ text }) => text)).toEqual(["one", "two"]);
  expect(state().threads[0]?.messages.map((message) => message.text)).toEqual(["one", "two"]);
});

test("a session that the server forgot is replaced, and the words are not lost", async () => {
  const { write, settle, taken, faults, sessions } = sender();
  write("one");
  await settle();
  faults.push(refusal("session-unknown"));
  write("two");
  await settle();
  expect(sessions()).toBe(2);
  expect(taken.at(-1)).toMatchObject({ text: "two", conversationId: "c2" });
});

test("a conversation that closed meanwhile is followed by a new one", async () => {
  const { write, settle, taken, faults } = sender();
  write("one");
  await settle();
  faults.push(refusal("conversation-closed"));
  write("two");
  await settle();
  expect(taken.at(-1)).toMatchObject({ text: "two", conversationId: "c2" });
});

test("what is refused stays to be seen, and does not hold up the next", async () => {
  const { write, settle, taken, faults, state, subject } = sender();
  write("one");
  await settle();
  faults.push(refusal("messaging-off"));
  write("two");
  write("three");
  await settle();
  expect(taken.map(({ text }) => text)).toEqual(["one", "three"]);
  const [refused] = state().outbox;
  expect(refused).toMatchObject({ text: "two", refused: "messaging-off" });
  subject.again(refused?.clientId ?? "");
  await settle();
  expect(taken.map(({ text }) => text)).toEqual(["one", "three", "two"]);
});

const file = { id: "file-1", name: "a.pdf", type: "application/pdf", size: 5, image: null };

test("files go with their message, the first as well as later ones, and are shown with it at once", async () => {
  const { write, settle, taken, state } = sender();
  write("one", [file]);
  await settle();
  write("", [{ ...file, id: "file-2" }]);
  await settle();
  expect(taken.map(({ text, attachments }) => [text, attachments])).toEqual([
    ["one", ["file-1"]],
    ["", ["file-2"]],
  ]);
  expect(
    state()
      .threads[0]?.messages.at(-1)
      ?.attachments.map(({ id }) => id),
  ).toEqual(["file-2"]);
});

test("a message whose answer was lost names the same files again, and is there once", async () => {
  const { write, settle, taken, faults } = sender();
  faults.push("lost", UNREACHABLE);
  write("one", [file]);
  await settle();
  expect(taken.map(({ attachments }) => attachments)).toEqual([["file-1"]]);
});

test("where a file is gone, the words can be sent without it", async () => {
  const { write, settle, taken, faults, state, keep, subject } = sender();
  write("one");
  await settle();
  faults.push(refusal("file-unknown"));
  write("two", [file]);
  await settle();
  expect(keep.read().outbox).toMatchObject([{ text: "two", refused: "file-unknown", attachments: [file] }]);
  subject.withoutFiles(state().outbox[0]?.clientId ?? "");
  await settle();
  expect(taken.at(-1)).toMatchObject({ text: "two", attachments: [] });
  expect(state().outbox).toEqual([]);
});
