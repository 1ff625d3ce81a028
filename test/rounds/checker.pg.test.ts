/** A checker that says nothing is worth nothing: each kind of loss is made by hand, and it tells it. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ConversationId } from "../../src/domain/ids.ts";
import { desk, newClientId, visit, type Visitor } from "../support/doors/doors.ts";
import { liveWorld, type LiveWorld } from "../support/live-world.ts";
import type { ReceivedMail } from "../support/peers/mail-peers.ts";
import { run, type Running } from "../support/servers/running.ts";
import { check, type Checked } from "./checker.ts";
import { type Ledger, newLedger } from "./ledger.ts";

const NOBODY_TAKES_MAIL = "smtp://127.0.0.1:9";
const QUESTION = "Where is my order?";
const REPLY = "It left yesterday.";

let world: LiveWorld;
let server: Running;
let visitor: Visitor;
let id: ConversationId;
let ledger: Ledger;
let mails: ReceivedMail[];
let deaths: string[];

beforeAll(async () => {
  world = await liveWorld();
  server = await run(world, { smtpUrl: NOBODY_TAKES_MAIL, processJobs: false });
});
afterAll(async () => {
  await server.stop();
  await world.dispose();
});

beforeEach(async () => {
  await world.database.pool.query("delete from job");
  await world.database.pool.query("delete from delivery");
  ledger = newLedger();
  mails = [];
  deaths = [];
  visitor = await visit(server, world.brandId);
  const [first, second] = [newClientId(), newClientId()];
  id = await visitor.begin(server, { text: QUESTION, clientId: first });
  const seq = await desk(world.leo).reply(server, id, { text: REPLY, clientId: second });
  ledger.messages.push(
    { id, clientId: first, seq: 1, text: QUESTION, maybe: null, by: "visitor", file: null },
    { id, clientId: second, seq, text: REPLY, maybe: null, by: "agent", file: null },
  );
});

function told(): Promise<readonly string[]> {
  const { pool } = world.database;
  const at: Checked = { acme: world, pool, peer: { mails }, deaths, doors: () => [server] };
  return check(at, ledger, [id]);
}

const query = (sql: string, values: readonly unknown[] = [id]) => world.database.pool.query(sql, [...values]);

/** A mail that left with the reply. */
async function mailed(messageId: string, firstAttemptAt = Date.now()): Promise<void> {
  await query(
    `insert into delivery (id, conversation_id, recipient, message_id, state, seqs, wanted, fingerprint, created_at,
       first_attempt_at)
     values (gen_random_uuid(), $1, 'marie@example.com', $2, 'accepted', '{2}', '{2}', $2, 1, $3)`,
    [id, messageId, firstAttemptAt],
  );
}

const mailOf = (raw: string): ReceivedMail => ({
  from: "",
  to: ["marie@example.com"],
  commands: [],
  raw: Buffer.from(raw),
});

test("where everything is there once, nothing is told", async () => {
  await mailed("a@acme.example");
  ledger.reads.push({ id, upTo: 2, at: Date.now() + 60_000 });
  mails.push(mailOf("Message-ID: <a>\r\n\r\nhello"), mailOf("Message-ID: <a>\r\n\r\nhello"));
  expect(await told()).toEqual([]);
});

test("a message that is gone", async () => {
  const clientId = newClientId();
  ledger.messages.push({ id, clientId, seq: 3, text: "And?", maybe: null, by: "visitor", file: null });
  expect(await told()).toEqual([expect.stringMatching(/^lost: And\?/)]);
});

test("a message with a hole before it", async () => {
  await query("delete from message where conversation_id = $1 and seq = 1");
  expect(await told()).toEqual([expect.stringMatching(/gap/)]);
});

test("a message that stands elsewhere, or reads otherwise", async () => {
  const [question, reply] = ledger.messages;
  if (question === undefined || reply === undefined) throw new Error("nothing was said");
  ledger.messages.splice(0, 2, { ...question, seq: 2 }, { ...reply, text: "It left today.", maybe: null });
  expect(await told()).toEqual([
    expect.stringMatching(/acknowledged as 2 and is 1/),
    expect.stringMatching(/reads It left yesterday[.]/),
  ]);
});

test("a correction of which nobody knows whether it was made may be there, or not", async () => {
  const reply = ledger.messages[1];
  if (reply === undefined) throw new Error("nothing was said");
  ledger.messages.splice(1, 1, { ...reply, text: "Something else", maybe: REPLY });
  expect(await told()).toEqual([]);
});

test("messages out of order", async () => {
  await visitor.write(server, id, { text: "And?", clientId: "the-third-message" });
  ledger.messages.unshift({
    id,
    clientId: "the-third-message",
    seq: 3,
    text: "And?",
    maybe: null,
    by: "visitor",
    file: null,
  });
  expect(await told()).toEqual([expect.stringMatching(/^out of order: 3 1/)]);
});

test("a mail that was taken and stands nowhere", async () => {
  ledger.mails.push({ id, text: "Thanks!" });
  expect(await told()).toEqual([expect.stringMatching(/is there 0 times: Thanks!/)]);
});

test("a reply that left under two ids", async () => {
  await mailed("a@acme.example");
  await mailed("b@acme.example");
  expect(await told()).toEqual([expect.stringMatching(/^message 2 left as .@acme[.]example and as .@acme[.]example/)]);
});

test("a reply that was read before it was mailed", async () => {
  await mailed("a@acme.example");
  ledger.reads.push({ id, upTo: 2, at: Date.now() - 60_000 });
  expect(await told()).toEqual([expect.stringMatching(/^mailed though read before: 2/)]);
});

test("two mails that share an id and not their bytes", async () => {
  mails.push(mailOf("Message-ID: <a>\r\n\r\nhello"), mailOf("Message-ID: <a>\r\n\r\nhallo"));
  expect(await told()).toEqual([expect.stringMatching(/^two mails that differ/)]);
});

test("somebody who is mailed in front of the page; not who has closed it", async () => {
  ledger.stays.push({ address: "marie@example.com", from: 1, until: null });
  ledger.stays.push({ address: "paul@example.com", from: 1, until: 2 });
  mails.push(mailOf("Message-ID: <a>\r\n\r\n"), { ...mailOf("Message-ID: <b>\r\n\r\n"), to: ["paul@example.com"] });
  expect(await told()).toEqual(["mailed while on the page: marie@example.com"]);
});

test("a file with other bytes", async () => {
  const file = { name: "a.bin", type: "application/octet-stream", bytes: Buffer.from("hello") };
  const attachmentId = await desk(world.leo).upload(server, file);
  const clientId = newClientId();
  const seq = await desk(world.leo).reply(server, id, { text: "Look", clientId, attachments: [attachmentId] });
  const message = { id, clientId, seq, text: "Look", maybe: null, by: "agent" } as const;
  ledger.messages.push({ ...message, file: { attachmentId, bytes: Buffer.from("hello") } });
  expect(await told()).toEqual([]);
  ledger.messages.splice(-1, 1, { ...message, file: { attachmentId, bytes: Buffer.from("hallo") } });
  expect(await told()).toEqual([expect.stringMatching(/^the file of Look/)]);
});

test("jobs that died, or that nobody takes; processes that ended; answers nobody should get", async () => {
  await query("insert into job (id, kind, key, due_at, dead_at) values (gen_random_uuid(), 'forget-old', 'a', $1, 1)", [
    Date.now() + 60_000,
  ]);
  await query("insert into job (id, kind, key, due_at) values (gen_random_uuid(), 'forget-old', 'b', $1)", [1]);
  await query("insert into job (id, kind, key, due_at) values (gen_random_uuid(), 'forget-old', 'c', $1)", [
    Date.now(),
  ]);
  deaths.push("code 1");
  ledger.surprises.add("POST /: 500");
  expect(await told()).toEqual([
    "POST /: 500",
    "a process ended unasked: code 1",
    expect.stringMatching(/^a job is stuck: forget-old [ab] /),
    expect.stringMatching(/^a job is stuck: forget-old [ab] /),
  ]);
});
