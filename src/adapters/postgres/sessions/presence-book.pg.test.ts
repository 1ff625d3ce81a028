import { forgetOld } from "../../../usecases/retention/forget-old.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { begin, freshWorld, jobsOf, marie, reply, takeJobs, type World } from "../../../../test/support/world.ts";
import {
  connectionId,
  type ConnectionId,
  type ConversationId,
  DAY,
  deliveryId,
  type DeliveryId,
  type Instant,
  later,
  millis,
  MINUTE,
} from "../../../domain/ids.ts";
import { deliverMailJob } from "../../../domain/continuity/outgoing.ts";
import type { WidgetPrincipal } from "../../../domain/sessions/session.ts";
import { CONNECTION_LIVES_FOR, connectionEnds } from "../../../domain/sessions/presence.ts";
import {
  noteConnected,
  noteLapsed,
  noteLeft,
  noteNoLongerPolled,
  notePolled,
} from "../../../usecases/sessions/note-presence.ts";
import { createJobQueue } from "../job-tx.ts";
import { presenceBook } from "./presence-book.ts";
import { rateLimiter } from "./rate-limiter.ts";

let world: World;
let who: WidgetPrincipal;
let id: ConversationId;

beforeAll(async () => {
  world = await freshWorld();
});
afterAll(() => world.dispose());
beforeEach(async () => {
  who = await marie(world);
  id = await begin(world, who);
});

const book = () => presenceBook(world.database.pool);
const presence = () => world.store.transaction((tx) => tx.conversations.loadPresence(id, world.clock.now()));
const asked = async () => (await jobsOf(world, "check-continuity")).some((job) => job.key === id);

async function connects(): Promise<ConnectionId> {
  const connection = connectionId(world.newId());
  await noteConnected(world, { id: connection, sessionId: who.sessionId });
  return connection;
}

const beat = async (process = "00000000-0000-7000-8000-000000000001") => {
  const now = world.clock.now();
  await book().beat(process, { startedAt: now, lastAt: null, now, until: world.clock.now() });
  await noteLapsed(world);
};

const polls = (known: ConnectionId | null) => notePolled(world, { id: known, sessionId: who.sessionId });

describe("a page that asks by HTTP", () => {
  test("is a presence for as long as it asks, once a minute at least, and the same one", async () => {
    const connection = await polls(null);
    for (let minute = 0; minute < 3; minute += 1) {
      world.clock.advance(MINUTE);
      expect([await polls(connection), await presence()]).toEqual([connection, { kind: "connected" }]);
      await beat();
    }
    const lastAsked = world.clock.now();
    world.clock.advance(2 * MINUTE);
    await beat();
    expect(await presence()).toEqual({ kind: "gone", since: later(lastAsked, millis(75_000)) });
    expect([await polls(connection), await presence()]).toEqual([connection, { kind: "connected" }]);
  });

  test("is gone at once when it says so, and comes back as another", async () => {
    const connection = await polls(null);
    world.clock.advance(MINUTE / 2);
    await noteNoLongerPolled(world, { id: connection, sessionId: who.sessionId });
    expect(await presence()).toEqual({ kind: "gone", since: world.clock.now() });
    expect(await polls(connection)).not.toBe(connection);
  });

  test("speaks for its own session alone", async () => {
    const connection = await polls(null);
    const other = await marie(world);
    await noteNoLongerPolled(world, { id: connection, sessionId: other.sessionId });
    expect(await presence()).toEqual({ kind: "connected" });
    expect(await notePolled(world, { id: connection, sessionId: other.sessionId })).not.toBe(connection);
  });
});

describe("a live socket", () => {
  test("is a presence until it closes, and its end is when the person left", async () => {
    expect(await presence()).toEqual({ kind: "gone", since: null });
    const connection = await connects();
    expect(await presence()).toEqual({ kind: "connected" });
    world.clock.advance(MINUTE / 2);
    const left = world.clock.now();
    await noteLeft(world, connection);
    world.clock.advance(MINUTE);
    expect(await presence()).toEqual({ kind: "gone", since: left });
  });

  test("asks the rule as it comes and goes, where a reply waits", async () => {
    await reply(world, id);
    await takeJobs(world, "check-continuity");
    const connection = await connects();
    expect(await asked()).toBe(true);
    await takeJobs(world, "check-continuity");
    expect(await noteLeft(world, connection)).toEqual([id]);
    expect(await asked()).toBe(true);
  });

  test("that nobody renews lapses, and the rule is asked then too", async () => {
    await reply(world, id);
    await connects();
    await takeJobs(world, "check-continuity");
    const lapses = world.clock.now() + CONNECTION_LIVES_FOR;
    world.clock.advance(CONNECTION_LIVES_FOR + 1_000);
    await beat();
    expect(await presence()).toEqual({ kind: "gone", since: lapses });
    expect(await asked()).toBe(true);
  });

  test("that lapsed while it lived is taken up again; one that closed is not", async () => {
    const [busy, closed] = [await connects(), await connects()];
    await noteLeft(world, closed);
    world.clock.advance(CONNECTION_LIVES_FOR + 1_000);
    await beat();
    await book().renew([busy], connectionEnds(world.clock.now()));
    expect(await presence()).toEqual({ kind: "connected" });
    await noteLeft(world, busy);
    await book().renew([busy, closed], connectionEnds(world.clock.now()));
    expect((await presence()).kind).toBe("gone");
  });

  test("lengthens the session by twelve months from now", async () => {
    world.clock.advance(200 * DAY);
    await connects();
    world.clock.advance(300 * DAY);
    const found = await world.database.pool.query<{ expires_at: number }>(
      "select expires_at from widget_session where id = $1",
      [who.sessionId],
    );
    expect(found.rows[0]?.expires_at).toBe(world.clock.now() + 65 * DAY);
  });
});

test("the first process of an installation begins its uptime, a second one does not", async () => {
  const upSince = () => world.store.transaction((tx) => tx.settings.loadUpSince());
  const says = (process: string) =>
    book().beat(process, {
      startedAt: world.clock.now(),
      lastAt: null,
      now: world.clock.now(),
      until: laterBy(15_000),
    });
  const laterBy = (ms: number) => {
    world.clock.advance(ms);
    const then = world.clock.now();
    world.clock.advance(-ms);
    return then;
  };
  const [one, two] = ["00000000-0000-7000-8000-00000000000a", "00000000-0000-7000-8000-00000000000b"];
  world.clock.advance(DAY);
  const start = world.clock.now();
  await says(one);
  world.clock.advance(10_000);
  await says(two);
  expect(await upSince()).toBe(start);
  await book().leave(one);
  world.clock.advance(MINUTE);
  await says(one);
  expect(await upSince()).toBe(world.clock.now());
});

const DEAD = "00000000-0000-7000-8000-00000000000d";
const ALIVE = "00000000-0000-7000-8000-00000000000e";
const says = (process: string, lastAt: Instant | null) => {
  const now = world.clock.now();
  return book().beat(process, { startedAt: now, lastAt, now, until: later(now, millis(15_000)) });
};

async function aDelivery(state: "queued" | "sending"): Promise<DeliveryId> {
  const delivery = deliveryId(world.newId());
  const conversation = state === "queued" ? id : await begin(world);
  await world.database.pool.query(
    `insert into delivery (id, conversation_id, recipient, message_id, state, seqs, wanted, fingerprint, created_at)
     values ($1, $2, 'marie@example.com', $3, $4, '{2}', '{2}', 'x', $5)`,
    [delivery, conversation, `<${delivery}>`, state, world.clock.now()],
  );
  return delivery;
}

describe("a process that falls silent", () => {
  test("is noticed by each of the others, once", async () => {
    await says(DEAD, null);
    const first = world.clock.now();
    expect(await says(ALIVE, first)).toEqual({ isSomebodyGone: false });
    world.clock.advance(16_000);
    expect(await says(ALIVE, first)).toEqual({ isSomebodyGone: true });
    const second = world.clock.now();
    world.clock.advance(5_000);
    expect(await says(ALIVE, second)).toEqual({ isSomebodyGone: false });
  });

  test("leaves its jobs to the others at once, and a mail that it may be handing over ten seconds later", async () => {
    await world.database.pool.query("delete from job");
    const [queued, sending] = [await aDelivery("queued"), await aDelivery("sending")];
    await world.store.transaction(async (tx) => {
      await tx.jobs.wake({ kind: "close-solved", key: id, payload: { conversationId: id }, dueAt: world.clock.now() });
      await tx.jobs.wake(deliverMailJob({ id: queued, conversationId: id }, world.clock.now()));
      await tx.jobs.wake(deliverMailJob({ id: sending, conversationId: id }, world.clock.now()));
      await tx.jobs.wake({ kind: "self-test", key: "self-test", payload: {}, dueAt: world.clock.now() });
    });
    const { pool } = world.database;
    const claim = (by: string) => createJobQueue(pool, world.newId, by).claim({ house: 9, post: 9 }, world.clock.now());
    await says(DEAD, null);
    expect(await claim(DEAD)).toHaveLength(4);
    world.clock.advance(16_000);
    expect(await claim(ALIVE)).toEqual([]);
    await says(ALIVE, null);
    expect((await claim(ALIVE)).map(({ key }) => key).toSorted()).toEqual([id, queued].toSorted());
    world.clock.advance(9_900);
    expect(await claim(ALIVE)).toEqual([]);
    world.clock.advance(100);
    expect((await claim(ALIVE)).map(({ key }) => key).toSorted()).toEqual([sending, "self-test"].toSorted());
  });
});

test("a window of requests is used up, opens again, and is forgotten after a day", async () => {
  const limiter = rateLimiter(world.database.pool);
  const take = () => limiter.take("post:someone", { most: 2, within: MINUTE }, world.clock.now());
  expect([await take(), await take(), await take()]).toEqual([null, null, later(world.clock.now(), MINUTE)]);
  world.clock.advance(MINUTE);
  expect(await take()).toBeNull();
  world.clock.advance(2 * DAY);
  await forgetOld(world);
  const left = await world.database.pool.query("select 1 from rate_window");
  expect(left.rowCount).toBe(0);
});
