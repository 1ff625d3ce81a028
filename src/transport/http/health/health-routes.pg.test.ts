import { Decode } from "typebox/value";
import { afterEach, beforeEach, expect, test } from "vitest";
import { healthApi } from "../../../../contract/health/health.ts";
import { type Doors, inContract, openDoors } from "../../../../test/support/doors/admin-doors.ts";
import { ADA, begin, freshWorld, reply, type World } from "../../../../test/support/world.ts";
import { type ConversationId, DAY, emailAddress, HOUR, instant } from "../../../domain/ids.ts";

let world: World;
let doors: Doors;
let as: string;
beforeEach(async () => {
  world = await freshWorld();
  doors = openDoors(world);
  as = await doors.signIn(ADA);
});
afterEach(async () => {
  await doors.close();
  await world.dispose();
});

const health = async () => inContract(healthApi.read.answer, await doors.ask("GET", "/api/admin/health", { as }));
const tell = (path: string, body: object) => doors.ask("POST", `/api/admin/health/${path}`, { as, body });
const suppressed = async (find = "") =>
  inContract(healthApi.findSuppressions.answer, await tell("suppressions/find", { find }));
const suppress = (address: string, because: "bounced" | "complained", agoMs: number, detail: string | null = null) =>
  world.store.transaction((tx) =>
    tx.suppressions.suppress(emailAddress(address), because, detail, instant(world.clock.now() - agoMs)),
  );

/** A mail in a conversation of its own; answers that. */
async function aMail(to: string, state: string, { agoMs = 0, reply: said = "" } = {}): Promise<ConversationId> {
  const id = await begin(world);
  const delivery = world.newId();
  await world.database.pool.query(
    `insert into delivery (id, conversation_id, recipient, message_id, state, seqs, wanted, fingerprint, created_at)
     values ($1::uuid, $2, $3, $1::uuid::text, $4, '{1}', '{1}', '', $5)`,
    [delivery, id, to, state, world.clock.now() - agoMs],
  );
  if (said !== "") {
    await world.database.pool.query(
      "insert into delivery_attempt (delivery_id, number, started_at, reply) values ($1, 1, 1, $2)",
      [delivery, said],
    );
  }
  return id;
}

test("counts the week's replies by what became of them", async () => {
  const fates = ["waiting", "read", "read", "mailed", "answered", "bounced"];
  for (const [index, fate] of fates.entries()) {
    const id = await begin(world);
    await reply(world, id);
    await world.database.pool.query(
      "update message set fate = $2, mailed_at = case when $3 then fate_at end where conversation_id = $1 and fate is not null",
      [id, fate, index >= 2],
    );
  }
  expect(await health()).toMatchObject({
    week: { waited: 6, readOnSite: 2, mailed: 4, answeredByMail: 1, bounced: 1 },
  });
  world.clock.advance(7 * 86_400_000);
  // The session has been idle for longer than it may.
  as = await doors.signIn(ADA);
  expect(await health()).toMatchObject({ week: { waited: 0, mailed: 0 } });
});

test("shows jobs that died, and gives them another life", async () => {
  const dead = world.newId();
  await world.database.pool.query(
    `insert into job (id, kind, key, due_at, attempts, dead_at, last_error)
     values ($1, 'deliver-mail', 'x', 1, 7, 2, 'the relay said no')`,
    [dead],
  );
  expect(await health()).toMatchObject({
    deadJobs: [{ id: dead, kind: "deliver-mail", diedAt: 2, error: "the relay said no", attempts: 7 }],
  });
  expect((await doors.ask("POST", `/api/admin/health/jobs/${dead}/retry`, { as, body: {} })).statusCode).toBe(204);
  expect((await doors.ask("POST", `/api/admin/health/jobs/${dead}/retry`, { as, body: {} })).statusCode).toBe(404);
  const rows = await world.database.pool.query("select due_at, attempts, dead_at from job where id = $1", [dead]);
  expect(rows.rows).toEqual([{ due_at: world.clock.now(), attempts: 0, dead_at: null }]);
});

test("shows the domains that asked for a pause, why, until when and how much waits", async () => {
  const now = world.clock.now();
  await world.database.pool.query(
    `insert into domain_pace (domain, not_before, step, because) values
       ('slow.example', $1, 3, '421 4.7.0 too many'), ('over.example', $2, 1, '421 busy')`,
    [now + HOUR, now],
  );
  await aMail("marie@slow.example", "deferred");
  await aMail("paul@slow.example", "queued");
  await aMail("zoe@slow.example", "accepted");
  await aMail("tom@notslow.example", "queued");
  expect(await health()).toMatchObject({
    slowed: [{ domain: "slow.example", until: now + HOUR, step: 3, said: "421 4.7.0 too many", waiting: 2 }],
  });
  expect((await tell("slowed/try", { domain: "slow.example" })).statusCode).toBe(204);
  expect((await tell("slowed/try", { domain: "slow.example" })).statusCode).toBe(404);
  expect(await health()).toMatchObject({ slowed: [] });
  expect(doors.logged.filter((line) => line.includes("slowed-domain-tried"))).toEqual([
    JSON.stringify({
      level: "info",
      event: "slowed-domain-tried",
      by: world.ada.id,
      domain: "slow.example",
      waiting: 2,
    }),
  ]);
});

test("shows the mails of the last day by state, and whatever is still under way", async () => {
  const id = await aMail("marie@example.com", "refused", { reply: "550 5.1.1 nobody" });
  await aMail("old@example.com", "accepted", { agoMs: DAY + 1 });
  await aMail("stuck@example.com", "deferred", { agoMs: DAY + 1 });
  for (let i = 0; i < 52; i += 1) await aMail(`many${i}@example.com`, "accepted", { agoMs: 1_000 + i });
  const shown: unknown = await health();
  expect(shown).toMatchObject({
    dayByState: [
      { state: "refused", count: 1 },
      { state: "accepted", count: 52 },
      { state: "deferred", count: 1 },
    ],
  });
  const { deliveries } = Decode(healthApi.read.answer, shown);
  expect(deliveries).toHaveLength(52);
  expect(deliveries[0]).toMatchObject({ conversationId: id, to: "marie@example.com", lastReply: "550 5.1.1 nobody" });
  expect(deliveries.at(-1)).toMatchObject({ to: "stuck@example.com" });
});

test("shows the addresses that are mailed no more, the newest first, and finds one by a part of it", async () => {
  await suppress("marie@example.com", "bounced", 2_000, "550 5.1.1 nobody");
  await suppress("paul_x@example.com", "complained", 1_000);
  const [marie, paul] = [
    { address: "marie@example.com", because: "bounced", detail: "550 5.1.1 nobody", at: world.clock.now() - 2_000 },
    { address: "paul_x@example.com", because: "complained", detail: null, at: world.clock.now() - 1_000 },
  ];
  expect(await suppressed()).toEqual({ total: 2, suppressions: [paul, marie] });
  expect(await suppressed(" MARIE@")).toEqual({ total: 1, suppressions: [marie] });
  // Nothing in it is a pattern.
  expect(await suppressed("l_x")).toMatchObject({ total: 1 });
  expect(await suppressed("%")).toEqual({ total: 0, suppressions: [] });
});

test("an admin lifts one, and the log says who and which, without the address", async () => {
  await suppress("marie@example.com", "bounced", 2_000);
  expect((await tell("suppressions/lift", { address: "marie@example.com" })).statusCode).toBe(204);
  expect(await suppressed()).toMatchObject({ total: 0 });
  expect((await tell("suppressions/lift", { address: "marie@example.com" })).statusCode).toBe(404);
  const event = { level: "info", event: "suppression-lifted", by: world.ada.id, because: "bounced" };
  expect(doors.logged.filter((line) => line.includes("suppression"))).toEqual([
    JSON.stringify({ ...event, suppressedAt: world.clock.now() - 2_000 }),
  ]);
});
