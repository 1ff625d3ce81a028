/** What the form and its acknowledgement say is true at that moment (product.md §6.6). */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { answeredByMail, save, setWorkspace, triggerOf, turnOn, work } from "../../../test/support/switch.ts";
import { begin, freshWorld, marie, must, takeJobs, type World } from "../../../test/support/world.ts";
import { widgetQueries } from "../../adapters/postgres/queries/conversation/widget-queries.ts";
import { type ConversationId, instant, SECOND, seq, triggerId } from "../../domain/ids.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import { runTrigger } from "../triggers/run-trigger.ts";
import { saveTrigger } from "../triggers/save-trigger.ts";
import { askAddress } from "./ask-address.ts";
import { giveAddress } from "./give-address.ts";

let world: World;
let who: WidgetPrincipal;
let id: ConversationId;
beforeEach(async () => {
  world = await freshWorld();
  who = await marie(world);
});
afterEach(() => world.dispose());

/** What stands in the conversation that no person wrote. */
async function said(): Promise<readonly string[]> {
  const found = await world.database.pool.query<{ body: string }>(
    "select body from message where conversation_id = $1 and form is not null order by seq",
    [id],
  );
  return found.rows.map(({ body }) => body);
}

/** Marie writes, and the trigger that the switch made speaks. */
async function asks(): Promise<void> {
  id = await begin(world, who);
  world.clock.advance(6 * SECOND);
  for (const { payload } of await takeJobs(world, "run-trigger")) {
    const event = { at: instant(Number(payload["at"])), seq: seq(Number(payload["seq"])) };
    await runTrigger(world, {
      conversationId: id,
      triggerId: triggerId(String(payload["triggerId"])),
      event: { name: "conversation-requested", ...event },
    });
  }
}

const gives = async (): Promise<void> => {
  const deps = { ...world, mailDomains: { takesMail: () => Promise.resolve("yes" as const) } };
  must(await giveAddress(deps, who, { conversationId: id, address: "marie@example.com", confirmed: true }));
};
const widgetKnows = async (): Promise<boolean | undefined> =>
  (await widgetQueries(world.database.pool, world.hasRelay).list(who))[0]?.mailLeaves;

const PROMISE = "Laissez votre adresse e-mail : notre réponse vous y rejoindra aussi.";
const HERE = "Vous trouverez notre réponse ici.";
const THANKS_PROMISING = "Merci ! Dès que quelqu’un répondra, vous le verrez ici, et par e-mail si vous êtes parti.";
const THANKS = "Merci ! Dès que quelqu’un répondra, vous le verrez ici.";

const trouble = (): Promise<void> =>
  world.store.transaction((tx) => tx.limits.noteRelayTrouble("535 no", world.clock.now()));

test("where mail gets out, the form and its acknowledgement promise it", async () => {
  await turnOn(world);
  await asks();
  expect(await said()).toEqual([expect.stringContaining(PROMISE)]);
  await gives();
  expect(await said()).toEqual([THANKS_PROMISING]);
  expect(await widgetKnows()).toBe(true);
});

test.each<readonly [what: string, happens: () => unknown]>([
  ["the switch was turned off and the trigger left on", () => save(world)],
  ["the relay does not let us in", trouble],
  ["there is no relay", () => (world = { ...world, hasRelay: false })],
  [
    "the switch has lost what it needs",
    async () => {
      await setWorkspace(world, false);
      await work(world);
    },
  ],
])("where %s, neither promises mail, in nobody's words", async (_what, happens) => {
  await turnOn(world);
  const trigger = await triggerOf(world, "request-email");
  if (trigger === null) throw new Error("the switch made no trigger");
  const own = { en: "We shall mail you", fr: "Nous vous écrirons" };
  const actions = trigger.actions.map((action) =>
    action.type === "request-email" ? { ...action, askText: own, acknowledgeText: own } : action,
  );
  must(await saveTrigger(world, trigger.id, { ...trigger, actions }));
  await happens();
  await asks();
  expect(await said()).toEqual([expect.stringContaining(HERE)]);
  await gives();
  expect(await said()).toEqual([THANKS]);
  expect(await widgetKnows()).toBe(false);
});

describe("asked by an agent", () => {
  beforeEach(async () => {
    id = await begin(world, who);
  });

  test("nobody is told that nobody is free", async () => {
    await turnOn(world);
    must(await askAddress(world, world.leo, id));
    expect(await said()).toEqual([expect.stringContaining("nos réponses vous y rejoindront aussi")]);
  });

  test("with the switch off, whoever writes by messaging is promised no mail", async () => {
    must(await askAddress(world, world.leo, id));
    expect(await said()).toEqual(["Vous trouverez nos réponses ici. Vous pouvez aussi laisser votre adresse e-mail."]);
  });

  test("with the switch off, whoever wrote by mail is", async () => {
    await answeredByMail(world, id);
    must(await askAddress(world, world.leo, id));
    expect(await said()).toEqual([expect.stringContaining("nos réponses vous y rejoindront aussi")]);
    expect(await widgetKnows()).toBe(true);
  });
});
