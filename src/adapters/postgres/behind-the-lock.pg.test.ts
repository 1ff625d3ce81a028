/** What leaves together is read in the order given: only that order puts a read under the lock before it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { until } from "../../../test/support/until.ts";
import { begin, freshWorld, reply, type World } from "../../../test/support/world.ts";
import {
  blockId,
  type ConversationId,
  deliveryId,
  emailAddress,
  inboundMailId,
  type InboundMailId,
  instant,
} from "../../domain/ids.ts";
import type { Tx } from "../../ports/tx.ts";
import { createJobQueue } from "./job-tx.ts";

const MARIE = emailAddress("marie@example.com");

let world: World;
let id: ConversationId;
beforeEach(async () => {
  world = await freshWorld();
  id = await begin(world);
});
afterEach(() => world.dispose());

/** `second` begins while `first` holds a lock that it wants, and reads when `first` has done what it does meanwhile. */
async function behind<T>(
  first: { readonly holds: (tx: Tx) => Promise<unknown>; readonly meanwhile: (tx: Tx) => Promise<unknown> },
  second: (tx: Tx) => Promise<T>,
): Promise<T> {
  const { store, database } = world;
  const started = await store.transaction(async (tx) => {
    await first.holds(tx);
    const answer = store.transaction(second);
    await until("the second waits for the lock", async () => {
      const waiting = await database.pool.query(
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return waiting.rowCount === 1;
    });
    await first.meanwhile(tx);
    return { answer };
  });
  return started.answer;
}

test("an attempt reads its mail under the lock of the conversation", async () => {
  const delivery = deliveryId(world.newId());
  const seqs = [await reply(world, id)];
  const now = world.clock.now();
  await world.store.transaction(async (tx) => {
    const [conversationId, messageId] = [id, "one@acme.example"];
    const mail = { id: delivery, conversationId, recipient: MARIE, messageId, seqs, wanted: seqs, fingerprint: "" };
    await tx.deliveries.insert({ ...mail, sendNow: false, createdAt: now });
    await tx.jobs.wake({ kind: "deliver-mail", key: delivery, payload: { deliveryId: delivery }, dueAt: now });
  });
  const [job] = await createJobQueue(world.database.pool, world.newId).claim({ house: 0, post: 1 }, now);
  if (job === undefined) throw new Error("the mail has no job");
  const found = await behind(
    {
      holds: (tx) => tx.conversations.lock(id),
      meanwhile: (tx) => tx.deliveries.setState(delivery, "cancelled", "changed", now),
    },
    (tx) => tx.deliveries.lockForAttempt(delivery, job),
  );
  expect(found?.delivery.state).toBe("cancelled");
});

test("an answer sees the mails and the blocks that there are once its conversation is locked", async () => {
  const now = world.clock.now();
  const mail = await stored();
  const found = await behind(
    {
      holds: (tx) => tx.conversations.lock(id),
      async meanwhile(tx) {
        await tx.inbound.decide(mail, { state: "posted", because: null, conversationId: id, deliveryId: null });
        const block = { id: blockId(world.newId()), endUserId: null, sender: MARIE, because: "by-hand" } as const;
        await tx.blocks.insert({ ...block, by: world.leo.id, at: now });
      },
    },
    (tx) => tx.inbound.lockForAnswer(id, MARIE, instant(now - 1)),
  );
  expect(found).toMatchObject({ place: { traffic: { posted: 1 } }, blocked: { sender: true } });
});

test("of two copies of a mail that are read at once, the second knows of the first", async () => {
  const [one, two] = [await stored(), await stored()];
  const nothing = { fromAddress: null, fromName: null, subject: null, messageId: null, copiedTo: [], preview: null };
  const place = {
    state: "ignored",
    because: "unplaced",
    conversationId: null,
    deliveryId: null,
    verdict: null,
  } as const;
  const found = await behind(
    {
      holds: (tx) => tx.inbound.lock(one, "the same"),
      meanwhile: (tx) => tx.inbound.settle(one, { ...nothing, ...place, dedupeKey: "the same" }),
    },
    (tx) => tx.inbound.lock(two, "the same"),
  );
  expect(found).toEqual({ state: "stored", isFirst: false });
});

async function stored(): Promise<InboundMailId> {
  const mail = inboundMailId(world.newId());
  const envelope = { envelopeFrom: MARIE, recipients: [], remoteAddress: null, helo: null };
  await world.store.transaction((tx) =>
    tx.inbound.store({
      ...envelope,
      id: mail,
      receivedAt: world.clock.now(),
      door: "smtp",
      raw: Buffer.from("Subject: x\r\n\r\nx"),
    }),
  );
  return mail;
}
