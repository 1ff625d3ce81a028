import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Connection, freshDatabase, type TestDatabase } from "../../../test/support/servers/database.ts";
import { type FrozenLine, frozenLine } from "../../../test/support/servers/frozen-line.ts";
import { testTimers } from "../../../test/support/clock.ts";
import { until } from "../../../test/support/until.ts";
import { agentId, conversationId, revision, sessionId } from "../../domain/ids.ts";
import type { Notice } from "../../ports/bus.ts";
import type { Timers } from "../../ports/system.ts";
import { systemTimers } from "../system/timers.ts";
import { createLocalBus } from "./local-bus.ts";
import { type Doorbell, startDoorbell } from "./postgres-doorbell.ts";

let database: TestDatabase;
const open: Doorbell[] = [];

const typing = (by: string): Notice => ({
  kind: "typing",
  id: ID,
  who: { kind: "agent", id: LEO, name: by, mayReply: true },
});

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.dispose());
afterEach(async () => void (await Promise.all(open.splice(0).map((doorbell) => doorbell.stop()))));

interface Way {
  readonly connection: Connection;
  readonly timers: Timers;
}

/** One process with its doorbell, and what it heard. */
async function process(name: string, { connection = database.connection, timers = systemTimers }: Partial<Way> = {}) {
  const heard: Notice[] = [];
  const faults: string[] = [];
  const missed = { times: 0 };
  const doorbell = await startDoorbell({
    connection,
    processId: name,
    timers,
    local: createLocalBus(),
    execute: (sql, values) => database.pool.query(sql, [...values]),
    missed: () => void (missed.times += 1),
    log: (event) => void faults.push(event),
  });
  open.push(doorbell);
  doorbell.subscribe((notice) => void heard.push(notice));
  return { doorbell, heard, faults, missed };
}

const ID = conversationId("00000000-0000-7000-8000-000000000000");
const LEO = agentId("5d0f3a52-3b5e-4a0f-8f0a-2f4f6f0a9b11");
const changed = (at: number): Notice => ({ kind: "conversation", id: ID, revision: revision(at) });

test("what rings in one process is heard in both, once, as it was", async () => {
  const [one, other] = [await process("one"), await process("other")];
  const notices: readonly Notice[] = [
    changed(7),
    { kind: "typing", id: ID, who: { kind: "agent", id: LEO, name: "Léo & 王 😀", mayReply: true } },
    { kind: "typing", id: ID, who: { kind: "agent", id: LEO, name: "a: b", mayReply: false } },
    { kind: "typing", id: ID, who: { kind: "end-user" } },
    { kind: "settings" },
    { kind: "session-ended", id: sessionId(ID) },
    { kind: "access-changed", id: sessionId(ID) },
    { kind: "triage" },
    { kind: "way-out" },
  ];
  one.doorbell.publish(notices);
  await until("all came", () => other.heard.length === notices.length);
  expect(other.heard).toEqual(notices);
  expect(one.heard).toEqual(notices);
});

test("long names and half an emoji lose no notice beside them", async () => {
  const [one, other] = [await process("one"), await process("other")];
  const name = "é".repeat(40);
  one.doorbell.publish(Array.from({ length: 60 }, () => typing(name)));
  one.doorbell.publish([typing("a\ud83d"), changed(8)]);
  // PostgreSQL hands on equal payloads of one transaction once: of the same notice one is enough.
  await until("the last came", () => other.heard.at(-1)?.kind === "conversation");
  expect(other.heard.at(0)).toEqual(typing(name));
  expect(other.heard.at(-1)).toEqual(changed(8));
  expect(one.faults).toEqual([]);
});

test("a listener that was cut off comes back and says that it missed something", async () => {
  const [one, other] = [await process("one"), await process("other")];
  await database.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ariane doorbell' and datname = current_database()",
  );
  await until("both listen again", () => one.missed.times === 1 && other.missed.times === 1);
  one.doorbell.publish([changed(9)]);
  await until("it is heard", () => other.heard.length === 1);
  expect(other.heard).toEqual([changed(9)]);
});

/** PostgreSQL understands the rest, and not what would make it ring. */
const notListening = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.toString("latin1").replace("listen", "hearts"), "latin1");

describe("on a line that may go silent", () => {
  let line: FrozenLine;
  beforeEach(async () => {
    line = await frozenLine(database.connection);
  });
  afterEach(() => line.close());

  test("it is noticed within 30 s without a word from the other end, and what was missed is read", async () => {
    const timers = testTimers();
    const [one, other] = [await process("one"), await process("other", { connection: line.connection, timers })];
    line.freeze();
    one.doorbell.publish([changed(10)]);
    timers.advance(29_000);
    await until("it is given up", () => line.open() === 0 && timers.waiting() === 1);
    expect(other.heard).toEqual([]);
    timers.advance(1_000);
    await until("it listens again", () => other.missed.times === 1);
    one.doorbell.publish([changed(11)]);
    await until("it is heard", () => other.heard.length === 1);
    expect(other.heard).toEqual([changed(11)]);
  });

  test("while it answers it stays, however long nothing rings", async () => {
    const timers = testTimers();
    const [one, other] = [await process("one"), await process("other", { connection: line.connection, timers })];
    for (let minute = 0; minute < 5; minute += 1) {
      timers.advance(10_000);
      const deadline = timers.next();
      await until("it has answered", () => timers.next() !== deadline);
    }
    one.doorbell.publish([changed(12)]);
    await until("it is heard", () => other.heard.length === 1);
    expect([other.missed.times, line.open()]).toEqual([0, 1]);
  });

  test("a way back that is as silent is given up too, and tried again", async () => {
    const timers = testTimers();
    const other = await process("other", { connection: line.connection, timers });
    line.swallowNew(true);
    line.freeze();
    timers.advance(29_000);
    await until("it is given up", () => timers.waiting() === 1 && line.open() === 0);
    timers.advance(500);
    await until("it tries again", () => line.open() === 1);
    timers.advance(10_000);
    await until("that is given up", () => line.open() === 0 && other.faults.at(-1) === "doorbell-not-connected");
    expect(other.missed.times).toBe(0);
    line.swallowNew(false);
    timers.advance(500);
    await until("it listens again", () => other.missed.times === 1);
  });

  test("one that comes up but cannot listen is not left open", async () => {
    const timers = testTimers();
    line.garble(notListening);
    await expect(process("one", { connection: line.connection, timers })).rejects.toThrow(/hearts/);
    await until("it is closed", () => line.open() === 0);
    line.garble((bytes) => bytes);
    const other = await process("other", { connection: line.connection, timers });
    line.garble(notListening);
    line.freeze();
    timers.advance(29_000);
    await until("it is given up", () => line.open() === 0 && timers.waiting() === 1);
    for (const times of [1, 2, 3]) {
      timers.advance(500);
      await until(
        "it was tried",
        () => other.faults.filter((each) => each === "doorbell-not-connected").length === times,
      );
    }
    await until("none is left", () => line.open() === 0);
    expect(timers.waiting()).toBe(1);
  });
});
