import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { begin, freshWorld, jobsOf, marie, reply, takeJobs, type World } from "../../../test/support/world.ts";
import { connectionId, type ConnectionId, type ConversationId, DAY, MINUTE } from "../../domain/ids.ts";
import type { WidgetPrincipal } from "../../domain/session.ts";
import { CONNECTION_LEASE_MS } from "../../ports/presence.ts";
import { presenceBook, rateLimiter } from "./presence-book.ts";

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

const book = () => presenceBook(world.database.pool, world.newId);
const presence = () => world.store.transaction((tx) => tx.conversations.loadPresence(id, world.clock.now()));
const asked = async () => (await jobsOf(world, "check-continuity")).some((job) => job.key === id);

async function connects(): Promise<ConnectionId> {
  const connection = connectionId(world.newId());
  await book().open({ id: connection, sessionId: who.sessionId }, world.clock.now());
  return connection;
}

const beat = (process = "00000000-0000-7000-8000-000000000001") => {
  const now = world.clock.now();
  return book().beat(process, { startedAt: now, now, until: world.clock.now() });
};

describe("a live socket", () => {
  test("is a presence until it closes, and its end is when the person left", async () => {
    expect(await presence()).toEqual({ kind: "gone", since: null });
    const connection = await connects();
    expect(await presence()).toEqual({ kind: "connected" });
    world.clock.advance(MINUTE / 2);
    const left = world.clock.now();
    await book().close(connection, left);
    world.clock.advance(MINUTE);
    expect(await presence()).toEqual({ kind: "gone", since: left });
  });

  test("asks the rule as it comes and goes, where a reply waits", async () => {
    await reply(world, id);
    await takeJobs(world, "check-continuity");
    const connection = await connects();
    expect(await asked()).toBe(true);
    await takeJobs(world, "check-continuity");
    expect(await book().close(connection, world.clock.now())).toEqual([id]);
    expect(await asked()).toBe(true);
  });

  test("that nobody renews lapses, and the rule is asked then too", async () => {
    await reply(world, id);
    await connects();
    await takeJobs(world, "check-continuity");
    const lapses = world.clock.now() + CONNECTION_LEASE_MS;
    world.clock.advance(CONNECTION_LEASE_MS + 1_000);
    await beat();
    expect(await presence()).toEqual({ kind: "gone", since: lapses });
    expect(await asked()).toBe(true);
  });

  test("that lapsed while it lived is taken up again; one that closed is not", async () => {
    const [busy, closed] = [await connects(), await connects()];
    await book().close(closed, world.clock.now());
    world.clock.advance(CONNECTION_LEASE_MS + 1_000);
    await beat();
    await book().renew([busy], world.clock.now());
    expect(await presence()).toEqual({ kind: "connected" });
    await book().close(busy, world.clock.now());
    await book().renew([busy, closed], world.clock.now());
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
    book().beat(process, { startedAt: world.clock.now(), now: world.clock.now(), until: laterBy(15_000) });
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

test("a window of requests is used up, opens again, and is forgotten after a day", async () => {
  const limiter = rateLimiter(world.database.pool);
  const take = () => limiter.take("post:someone", { most: 2, within: MINUTE }, world.clock.now());
  expect([await take(), await take(), await take()]).toEqual([true, true, false]);
  world.clock.advance(MINUTE);
  expect(await take()).toBe(true);
  world.clock.advance(2 * DAY);
  await beat();
  const left = await world.database.pool.query("select 1 from rate_window");
  expect(left.rowCount).toBe(0);
});
