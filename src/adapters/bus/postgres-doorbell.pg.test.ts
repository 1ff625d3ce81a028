import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../../../test/support/servers/database.ts";
import { until } from "../../../test/support/until.ts";
import { agentId, conversationId, revision, sessionId } from "../../domain/ids.ts";
import type { Notice } from "../../ports/bus.ts";
import { createLocalBus } from "./local-bus.ts";
import { type Doorbell, startDoorbell } from "./postgres-doorbell.ts";

let database: TestDatabase;
const open: Doorbell[] = [];

const typing = (by: string): Notice => ({ kind: "typing", id: ID, who: { kind: "agent", id: LEO, name: by } });

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.dispose());
afterEach(async () => void (await Promise.all(open.splice(0).map((doorbell) => doorbell.stop()))));

/** One process with its doorbell, and what it heard. */
async function process(name: string) {
  const heard: Notice[] = [];
  const faults: string[] = [];
  const missed = { times: 0 };
  const doorbell = await startDoorbell({
    connection: database.connection,
    processId: name,
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
    { kind: "typing", id: ID, who: { kind: "agent", id: LEO, name: "Léo & 王 😀" } },
    { kind: "typing", id: ID, who: { kind: "end-user" } },
    { kind: "settings" },
    { kind: "session-ended", id: sessionId(ID) },
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
