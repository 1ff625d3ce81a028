/** A widget that is open learns by itself that mail gets out again, or no longer. */
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type Frame,
  type Line,
  openSocketDoors,
  type SocketDoors,
  visitor,
  welcome,
} from "../../../test/support/doors/sockets.ts";
import { accountOf, answeredByMail, PREREQUISITES, save, turnOn, work } from "../../../test/support/switch.ts";
import { until } from "../../../test/support/until.ts";
import { begin, must, reply, type World } from "../../../test/support/world.ts";
import { changeTeamMember } from "../../usecases/people/change-team-member.ts";
import { tryRelayNow } from "../../usecases/continuity/try-relay-now.ts";
import { ALL } from "./turns.ts";

let given: SocketDoors;
let world: World;

beforeEach(async () => {
  given = await openSocketDoors();
  world = given.world;
  await turnOn(world);
});
afterEach(() => given.close());

const loseRelay = (): Promise<void> =>
  world.store.transaction((tx) => tx.limits.noteRelayTrouble("connection refused", world.clock.now()));
const mendRelay = async (): Promise<void> => {
  await world.store.transaction((tx) => tx.limits.endRelayTrouble(world.clock.now()));
};

/** What this page was told of its conversation, one after the other. */
const told = (line: Line): readonly unknown[] =>
  line.frames.filter(({ type }) => type === "welcome").flatMap(({ conversations }) => leavesIn(conversations));
const leavesIn = (conversations: Frame[string]): readonly unknown[] =>
  Array.isArray(conversations) ? conversations.map(({ mailLeaves }) => mailLeaves) : [];

const [messaging] = PREREQUISITES;

test.each<readonly [what: string, lose: () => Promise<unknown>, mend: () => Promise<unknown>]>([
  ["the relay", loseRelay, mendRelay],
  ["the switch", () => save(world, { continuityOn: false }), () => turnOn(world)],
  [
    "what the switch needs",
    async () => {
      await messaging?.lose(world);
      await work(world);
    },
    async () => {
      await messaging?.mend(world);
      await work(world);
    },
  ],
])("%s: lost, and back", async (_what, lose, mend) => {
  const { who, token } = await visitor(given);
  await begin(world, who, "First");
  const lines = [await welcome(given, token), await welcome(given, token)];
  await lose();
  for (const line of lines) await until("it is told that none leaves", () => told(line).join() === "true,false");
  await mend();
  for (const line of lines) await until("it is told that mail leaves", () => told(line).length > 2);
  expect(lines.map(told)).toEqual([
    [true, false, true],
    [true, false, true],
  ]);
});

test("a relay that stays in trouble, and what has nothing to do with mail, is not told of", async () => {
  const { who, token } = await visitor(given);
  const id = await begin(world, who, "First");
  const line = await welcome(given, token);
  await loseRelay();
  await until("it is told", () => told(line).length === 2);
  await loseRelay();
  must(await changeTeamMember(world, world.leo.id, { name: "Léon", role: "agent", chatAccess: true, active: true }));
  await world.store.transaction(async (tx) =>
    tx.settings.updateAccount({ closeAfterDays: (await accountOf(world)).closeAfterDays + 1 }),
  );
  await reply(world, id, { text: "Second" });
  await line.hears(({ type, messages }) => type === "changes" && JSON.stringify(messages).includes("Second"));
  expect(told(line)).toEqual([true, false]);
});

test("what is tried by hand and fails anew is as it was", async () => {
  const { who, token } = await visitor(given);
  await begin(world, who, "First");
  await loseRelay();
  const line = await welcome(given, token);
  must(await tryRelayNow(world));
  await until("it is told again", () => told(line).length === 2);
  expect(told(line)).toEqual([false, false]);
});

test("who answers by mail is told that their mail leaves whatever the switch", async () => {
  const { who, token } = await visitor(given);
  await answeredByMail(world, await begin(world, who, "First"));
  const line = await welcome(given, token);
  must(await save(world, { continuityOn: false }));
  await until("it is told", () => told(line).length === 2);
  await loseRelay();
  await until("it is told", () => told(line).length === 3);
  expect(told(line)).toEqual([true, true, false]);
});

test("a lost notice is made up for at the next look, once", async () => {
  const { who, token } = await visitor(given);
  await begin(world, who, "First");
  const line = await welcome(given, token);
  await world.database.pool.query("insert into relay_trouble (since, last_at, said) values (1, 1, 'refused')");
  given.widgets.catchUpAll(ALL);
  await until("it is told", () => told(line).length === 2);
  given.widgets.catchUpAll(ALL);
  await given.widgets.stop();
  expect(told(line)).toEqual([true, false]);
});

test("a workspace that opened unheard is told of at the next look, once", async () => {
  const { who, token } = await visitor(given);
  await begin(world, who, "First");
  const line = await welcome(given, token);
  await world.database.pool.query("update workspace_open set is_open = not is_open");
  given.widgets.catchUpAll(ALL);
  await until("it is told", () => told(line).length === 2);
  given.widgets.catchUpAll(ALL);
  await given.widgets.stop();
  expect(told(line)).toHaveLength(2);
});

test("whoever has no conversation yet is told nothing", async () => {
  const line = await welcome(given, (await visitor(given)).token);
  const { who, token } = await visitor(given);
  await begin(world, who, "First");
  const next = await welcome(given, token);
  await loseRelay();
  await until("the next one is told", () => told(next).length === 2);
  expect(line.frames.filter(({ type }) => type === "welcome")).toHaveLength(1);
});
