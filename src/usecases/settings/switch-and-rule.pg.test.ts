import { afterEach, beforeEach, expect, test } from "vitest";
import { save, setWorkspace, triggerOf, turnOn, work } from "../../../test/support/switch.ts";
import { begin, fateOf, freshWorld, marie, must, reply, takeJobs, type World } from "../../../test/support/world.ts";
import { newStoredKey, openTokenKeys } from "../../adapters/system/token-keys.ts";
import { type ConversationId, HOUR, instant, MINUTE, SECOND, seq, triggerId } from "../../domain/ids.ts";
import { checkContinuity } from "../continuity/check-continuity.ts";
import { sendNow } from "../continuity/send-now.ts";
import { giveAddress } from "../conversation/give-address.ts";
import { runTrigger } from "../triggers/run-trigger.ts";
import { saveTrigger } from "../triggers/save-trigger.ts";

let world: World;
beforeEach(async () => {
  world = await freshWorld();
});
afterEach(() => world.dispose());

const keys = openTokenKeys([newStoredKey(1, null)], null);
const ask = (id: ConversationId) => checkContinuity({ ...world, keys, mailDomain: "acme.example" }, id);

/** Marie wrote, left her address and is gone. */
async function beginWithAddress(): Promise<ConversationId> {
  const who = await marie(world);
  const id = await begin(world, who);
  const given = { conversationId: id, address: "marie@example.com", confirmed: true };
  must(await giveAddress({ ...world, mailDomains: { takesMail: () => Promise.resolve("yes" as const) } }, who, given));
  return id;
}

test("with the switch off nothing is mailed, and the reply says why", async () => {
  const id = await beginWithAddress();
  await reply(world, id);
  world.clock.advance(HOUR);
  expect(await ask(id)).toEqual({ kind: "skip", because: "disabled" });
});

test("with the switch on a reply written since is mailed", async () => {
  await turnOn(world);
  const id = await beginWithAddress();
  const sent = await reply(world, id);
  world.clock.advance(2 * MINUTE);
  expect(await ask(id)).toMatchObject({ kind: "send", seqs: [sent] });
});

test("a reply from before the switch stays, and leaves by send now", async () => {
  const id = await beginWithAddress();
  await reply(world, id);
  world.clock.advance(MINUTE);
  await turnOn(world);
  world.clock.advance(HOUR);
  expect(await ask(id)).toEqual({ kind: "skip", because: "nothing-waiting" });
  must(await sendNow({ ...world, keys, mailDomain: "acme.example" }, world.leo, id));
  const mails = await world.database.pool.query("select recipient from delivery where conversation_id = $1", [id]);
  expect(mails.rows).toEqual([{ recipient: "marie@example.com" }]);
});

test("a reply from before the switch is held back before the switch is on: asked at once, the rule finds nothing", async () => {
  const id = await beginWithAddress();
  await reply(world, id);
  world.clock.advance(HOUR);
  must(await save(world, { continuityOn: true }));
  expect(await ask(id)).toEqual({ kind: "skip", because: "nothing-waiting" });
});

test("refused for a prerequisite, the switch holds nothing back", async () => {
  const id = await beginWithAddress();
  const sent = await reply(world, id);
  await setWorkspace(world, false);
  world.clock.advance(HOUR);
  expect(await save(world, { continuityOn: true })).toMatchObject({ error: { code: "prerequisite-missing" } });
  expect(await fateOf(world, id, sent)).toBe("waiting");
});

test("turned off, what waited does not go, not even when it is turned on again", async () => {
  await turnOn(world);
  const id = await beginWithAddress();
  await reply(world, id);
  must(await save(world));
  await work(world);
  world.clock.advance(HOUR);
  await turnOn(world);
  expect(await ask(id)).toEqual({ kind: "skip", because: "nothing-waiting" });
});

test("with a prerequisite lost replies wait and say which; mended the same day, they go", async () => {
  await turnOn(world);
  const id = await beginWithAddress();
  const sent = await reply(world, id);
  await setWorkspace(world, false);
  await work(world);
  world.clock.advance(HOUR);
  expect(await ask(id)).toEqual({ kind: "skip", because: "prerequisite" });
  const notes = await world.database.pool.query("select continuity from conversation where id = $1", [id]);
  expect(notes.rows).toMatchObject([{ continuity: { because: "prerequisite", missing: "agent-workspace" } }]);
  await setWorkspace(world, true);
  await work(world);
  expect(await ask(id)).toMatchObject({ kind: "send", seqs: [sent] });
});

test("mended after more than a day, they ask the agent and leave by send now", async () => {
  await turnOn(world);
  const id = await beginWithAddress();
  const sent = await reply(world, id);
  await setWorkspace(world, false);
  await work(world);
  world.clock.advance(25 * HOUR);
  await setWorkspace(world, true);
  await work(world);
  expect(await ask(id)).toEqual({ kind: "skip", because: "nothing-waiting" });
  expect(await fateOf(world, id, sent)).toBe("withheld: too-old");
  must(await sendNow({ ...world, keys, mailDomain: "acme.example" }, world.leo, id));
});

/** Runs the triggers that the first message woke, six seconds after it. */
async function runTriggers(): Promise<void> {
  world.clock.advance(6 * SECOND);
  for (const { payload } of await takeJobs(world, "run-trigger")) {
    await runTrigger(world, {
      conversationId: (await lastConversation()).id,
      triggerId: triggerId(String(payload["triggerId"])),
      event: { name: "conversation-requested", at: instant(Number(payload["at"])), seq: seq(Number(payload["seq"])) },
    });
  }
}

async function lastConversation(): Promise<{ readonly id: ConversationId }> {
  const found = await world.database.pool.query<{ id: ConversationId }>(
    "select id from conversation order by created_at desc, id desc limit 1",
  );
  const [row] = found.rows;
  if (row === undefined) throw new Error("nobody has written");
  return row;
}

async function activateAwayMessage(): Promise<void> {
  const away = await triggerOf(world, "away-message");
  if (away === null) throw new Error("there is no away message");
  must(await saveTrigger(world, away.id, { ...away, active: true }));
}

const log = async (key: string): Promise<unknown> => {
  const found = await world.database.pool.query(
    `select outcome, trigger_firing.because from trigger_firing join trigger on trigger.id = trigger_id where key = $1`,
    [key],
  );
  return found.rows;
};

test("with both automatic messages active Request email wins: the away message is withheld, and its log says so", async () => {
  await turnOn(world);
  await activateAwayMessage();
  await begin(world);
  await runTriggers();
  expect(await log("request-email")).toEqual([{ outcome: "fired", because: null }]);
  expect(await log("away-message")).toEqual([{ outcome: "withheld", because: "request-email" }]);
});

test("Request email leaves conversations that mail began alone", async () => {
  await turnOn(world);
  await begin(world);
  await world.database.pool.query("update conversation set origin = 'email'");
  await runTriggers();
  expect(await log("request-email")).toEqual([{ outcome: "condition-failed", because: "begun-by-email" }]);
});

test("with the switch off the away message speaks", async () => {
  await activateAwayMessage();
  await begin(world);
  await runTriggers();
  expect(await log("away-message")).toEqual([{ outcome: "fired", because: null }]);
});

test("a trigger left on after turning off goes on asking, which is why it is flagged", async () => {
  await turnOn(world);
  must(await save(world));
  await begin(world);
  await runTriggers();
  expect(await log("request-email")).toEqual([{ outcome: "fired", because: null }]);
});

test("deactivated in the same save, it asks nobody any more", async () => {
  await turnOn(world);
  must(await save(world, { deactivateRequestEmail: true }));
  await begin(world);
  await runTriggers();
  expect(await log("request-email")).toEqual([]);
});
