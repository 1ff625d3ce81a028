/** Who of the team is there (product.md §9.7). */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { sitDown } from "../../../test/support/doors/signed-in.ts";
import { addAgent, begin, freshWorld, marie, must, type World, write } from "../../../test/support/world.ts";
import { widgetQueries } from "../../adapters/postgres/queries/conversation/widget-queries.ts";
import { peopleQueries } from "../../adapters/postgres/queries/people-queries.ts";
import { millis } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import { CONNECTION_LIVES_FOR } from "../../domain/sessions/presence.ts";
import { changeMe } from "../people/change-me.ts";
import { until } from "../../../test/support/until.ts";
import { signOut } from "./sign-out.ts";
import { keepDesks, noteDeskLeft } from "./note-desks.ts";
import { noteLapsed } from "./note-presence.ts";

let world: World;
let nora: AgentIdentity;
let count = 0;
beforeAll(async () => {
  world = await freshWorld();
});
afterAll(() => world.dispose());
beforeEach(async () => {
  nora = await addAgent(world, { name: "Nora", email: `nora${(count += 1)}@acme.example` });
  must(await changeMe(world, nora, { presence: "online" }));
});

async function shown(): Promise<string | undefined> {
  const team = await peopleQueries(world.database.pool).team(nora);
  return team.find(({ id }) => id === nora.id)?.presence;
}

/** Time goes by, and a process of ours beats. */
async function passes(ms: number): Promise<void> {
  world.clock.advance(millis(ms));
  await noteLapsed(world);
}

test("whoever has no page open is offline, whatever they chose", async () => {
  expect(await shown()).toBe("offline");
  await sitDown(world, nora.id);
  expect(await shown()).toBe("online");
});

test("what they chose holds while a page is open", async () => {
  await sitDown(world, nora.id);
  must(await changeMe(world, nora, { presence: "away" }));
  expect(await shown()).toBe("away");
});

test("a page that is loaded anew is no leaving; one that stays closed is", async () => {
  const before = await sitDown(world, nora.id);
  await noteDeskLeft(world, before.id);
  await passes(5_000);
  expect(await shown()).toBe("online");
  const after = await sitDown(world, nora.id);
  await passes(20_000);
  expect(await shown()).toBe("online");
  await noteDeskLeft(world, after.id);
  await passes(20_000);
  expect(await shown()).toBe("offline");
});

test("a page that nobody renews ends by itself, and one that is renewed does not", async () => {
  const desk = await sitDown(world, nora.id);
  await passes(CONNECTION_LIVES_FOR - 1);
  await keepDesks(world, [desk]);
  await passes(CONNECTION_LIVES_FOR - 1);
  expect(await shown()).toBe("online");
  await passes(1);
  expect(await shown()).toBe("offline");
});

test("signing out ends it at once, and no renewal brings it back", async () => {
  const desk = await sitDown(world, nora.id);
  await signOut(world, desk.tokenHash);
  expect(await shown()).toBe("offline");
  await keepDesks(world, [desk]);
  expect(await shown()).toBe("offline");
});

test("nobody is away while one of their pages is touched", async () => {
  const [one, other] = [await sitDown(world, nora.id), await sitDown(world, nora.id)];
  await keepDesks(world, [{ ...one, isIdle: true }]);
  expect(await shown()).toBe("online");
  await keepDesks(world, [{ ...other, isIdle: true }]);
  expect(await shown()).toBe("away");
  must(await changeMe(world, nora, { presence: "offline" }));
  expect(await shown()).toBe("offline");
});

test("the team is told when somebody is shown otherwise, and of no renewal", async () => {
  let heard = world.notices.length;
  const told = (): number => {
    const rung = world.notices.slice(heard);
    heard = world.notices.length;
    return rung.filter(({ kind }) => kind === "settings").length;
  };
  const desk = await sitDown(world, nora.id);
  expect(told()).toBe(1);
  await keepDesks(world, [desk]);
  expect(told()).toBe(0);
  await noteDeskLeft(world, desk.id);
  await passes(20_000);
  expect(told()).toBe(1);
});

/** Of the conversation that Marie has begun: how far what she wrote is delivered. */
async function deliveredUpTo(who: WidgetPrincipal): Promise<number | null | undefined> {
  const [conversation] = await widgetQueries(world.database.pool).list(who);
  return conversation?.deliveredUpTo;
}

test("visitors hear of the page that opens while another process takes the desk for closed", async () => {
  await sitDown(world, nora.id);
  const closing = await world.database.pool.connect();
  try {
    await closing.query("begin");
    await closing.query("delete from desk");
    await closing.query("update workspace_open set is_open = false");
    const heard = world.notices.length;
    const opens = sitDown(world, nora.id);
    await until("it waits its turn", async () => {
      const { rows } = await world.database.pool.query(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return rows.length > 0;
    });
    await closing.query("commit");
    await opens;
    expect(world.notices.slice(heard).map(({ kind }) => kind)).toContain("way-out");
  } finally {
    closing.release();
  }
});

/** …who was there in the tests before. */
async function everybodyLeaves(): Promise<void> {
  await passes(CONNECTION_LIVES_FOR);
  world.clock.advance(millis(1_000));
}

test("what a visitor writes is delivered while a page is open, stays so, and is by the next page that opens", async () => {
  const who = await marie(world);
  await everybodyLeaves();
  const id = await begin(world, who);
  expect(await deliveredUpTo(who)).toBe(0);
  const page = await sitDown(world, nora.id);
  expect(await deliveredUpTo(who)).toBeNull();
  await write(world, who, id, { shownUpTo: 1 });
  await noteDeskLeft(world, page.id);
  await passes(20_000);
  expect(await deliveredUpTo(who)).toBe(2);
  world.clock.advance(millis(1_000));
  await write(world, who, id, { shownUpTo: 1 });
  await passes(CONNECTION_LIVES_FOR);
  expect(await deliveredUpTo(who)).toBe(2);
  await sitDown(world, nora.id);
  expect(await deliveredUpTo(who)).toBeNull();
});

test("pages that go with the session of whoever signs out deliver nothing more", async () => {
  const who = await marie(world);
  await sitDown(world, nora.id);
  await world.database.pool.query("delete from agent_session");
  await passes(1_000);
  world.clock.advance(millis(1_000));
  const id = await begin(world, who);
  await write(world, who, id, { shownUpTo: 1 });
  await passes(CONNECTION_LIVES_FOR);
  expect(await deliveredUpTo(who)).toBe(0);
});
