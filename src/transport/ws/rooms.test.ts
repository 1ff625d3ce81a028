import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { NewMessage } from "../../domain/conversation/conversation.ts";
import { conversationId, messageId, endUserId, instant, revision, seq } from "../../domain/ids.ts";
import { type Audience, createRooms, type Member } from "./rooms.ts";
import { ALL } from "./turns.ts";
import { trackWork } from "../edge/under-way.ts";

const ID = conversationId("c");
const AGAIN_AFTER_MS = 5;
const MESSAGE: NewMessage = {
  id: messageId("m"),
  author: { kind: "end-user", id: endUserId("u"), name: null },
  channel: "messaging",
  visibility: "public",
  text: "Hello",
  attachments: [],
  form: null,
  cut: null,
  clientId: null,
  postedAt: instant(0),
  fate: null,
  fateBecause: null,
  inboundMailId: null,
  anotherSender: null,
};

const member = (at: number): Member & { readonly got: string[] } => {
  const got: string[] = [];
  return { got, send: (frame) => void got.push(frame), revision: revision(at) };
};
const changed = (to: number) => ({ kind: "conversation", id: ID, revision: revision(to) }) as const;
const posted = (to: number) => ({ ...changed(to), post: { message: MESSAGE, seq: seq(to) } });

/** A database at a revision that a test moves; reads answer when the test lets them. */
function given() {
  const state = { revision: 5, isBroken: false, reads: 0 };
  const held: (() => void)[] = [];
  const database = { ...state, isHeld: false, letGo: () => held.splice(0).forEach((go) => go()) };
  const failures: unknown[] = [];
  const audience: Audience = {
    async load() {
      database.reads += 1;
      const read = database.revision;
      if (database.isHeld) await new Promise<void>((resolve) => held.push(resolve));
      if (database.isBroken) throw new Error("the database is away");
      return { revision: revision(read), frame: (after) => `${after}→${read}` };
    },
    frameOfPost: (notice) => `post ${notice.revision}`,
  };
  const work = trackWork((error) => failures.push(error));
  return { database, failures, work, rooms: createRooms(audience, work.begin, AGAIN_AFTER_MS) };
}

/** What has been asked is answered; no time goes by. */
const rest = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("whoever joins behind is caught up from where they are, whoever is level is left alone", async () => {
  const { rooms } = given();
  const [behind, level] = [member(2), member(5)];
  rooms.join(ID, behind);
  rooms.join(ID, level);
  await rest();
  expect(behind.got).toEqual(["2→5"]);
  expect(level.got).toEqual([]);
});

test("the next post of this process is handed on without asking the database", async () => {
  const { rooms, database } = given();
  const level = member(5);
  rooms.join(ID, level);
  await rest();
  const { reads } = database;
  rooms.hear(posted(6));
  expect(level.got).toEqual(["post 6"]);
  expect(database.reads).toBe(reads);
});

test("a post that skips a revision is read, and the one that came late is not sent twice", async () => {
  const { rooms, database } = given();
  const level = member(5);
  rooms.join(ID, level);
  await rest();
  database.revision = 7;
  rooms.hear(posted(7));
  rooms.hear(posted(6));
  await rest();
  expect(level.got).toEqual(["post 6", "6→7"]);
  expect(level.revision).toBe(7);
});

test("a read that gives an older revision moves nobody back, and is not repeated for ever", async () => {
  const { rooms, database } = given();
  const ahead = member(9);
  rooms.join(ID, ahead);
  await rest();
  rooms.hear(changed(6));
  await rest();
  expect(ahead.got).toEqual([]);
  expect(ahead.revision).toBe(9);
  expect(database.reads).toBeLessThanOrEqual(2);
});

test("changes during a read need one more read, not several", async () => {
  const { rooms, database } = given();
  database.isHeld = true;
  const behind = member(0);
  rooms.join(ID, behind);
  database.revision = 8;
  for (const at of [6, 7, 8]) rooms.hear(changed(at));
  database.isHeld = false;
  database.letGo();
  await rest();
  expect(behind.got).toEqual(["0→5", "5→8"]);
  expect(database.reads).toBe(2);
});

test("a read that failed is made again, though nothing more changes", async () => {
  const { rooms, database, failures } = given();
  database.isBroken = true;
  const behind = member(0);
  rooms.join(ID, behind);
  await rest();
  database.isBroken = false;
  await vi.advanceTimersByTimeAsync(AGAIN_AFTER_MS);
  expect(behind.got).toEqual(["0→5"]);
  expect(failures).toHaveLength(1);
});

test("whoever left hears nothing, and an empty room is not read for", async () => {
  const { rooms, database } = given();
  const gone = member(5);
  rooms.join(ID, gone);
  await rest();
  rooms.leave(ID, gone);
  expect(rooms.has(ID)).toBe(false);
  const { reads } = database;
  rooms.hear(changed(6));
  rooms.catchUpAll(ALL);
  await rest();
  expect(gone.got).toEqual([]);
  expect(database.reads).toBe(reads);
});

test("stopping waits for the read under way, and begins none: not of what changed since, nor again what failed", async () => {
  const { database, rooms, work } = given();
  rooms.join(ID, member(2));
  database.isHeld = true;
  rooms.hear(changed(6));
  await rest();
  const reads = database.reads;
  rooms.hear(changed(7));
  rooms.stop();
  let isEnded = false;
  const ended = work.ended().then(() => (isEnded = true));
  await rest();
  expect(isEnded).toBe(false);
  database.isBroken = true;
  database.letGo();
  await ended;
  rooms.catchUpAll(ALL);
  rooms.join(ID, member(1));
  await vi.advanceTimersByTimeAsync(AGAIN_AFTER_MS);
  expect(database.reads).toBe(reads);
});
