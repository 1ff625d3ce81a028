import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  accountOf,
  answeredByMail,
  PREREQUISITES,
  save,
  setChatAccess,
  setWorkspace,
  triggerOf,
  turnOn,
  work,
} from "../../../test/support/switch.ts";
import {
  addAgent,
  begin,
  fateOf,
  freshWorld,
  jobsOf,
  marie,
  must,
  reply,
  takeJobs,
  type World,
  write,
} from "../../../test/support/world.ts";
import { MINUTE, millis, SECOND, triggerId } from "../../domain/ids.ts";
import { DEFAULT_DELAYS } from "../../domain/settings/settings.ts";
import { changeTeamMember } from "../people/change-team-member.ts";
import { saveTrigger } from "../triggers/save-trigger.ts";

let world: World;
beforeEach(async () => {
  world = await freshWorld();
});
afterEach(() => world.dispose());

describe("turning on", () => {
  test("needs messaging, the agent workspace, an agent with Chat access and a support address", async () => {
    expect(await save(world, { continuityOn: true })).toEqual({ ok: true, value: null });
    expect(await accountOf(world)).toMatchObject({ continuityOn: true, continuityOnSince: world.clock.now() });
  });

  test.each(PREREQUISITES)("refuses without $missing, and says which", async ({ missing, lose }) => {
    await lose(world);
    expect(await save(world, { continuityOn: true, closeAfterDays: 9 })).toMatchObject({
      ok: false,
      error: { code: "prerequisite-missing", details: { missing } },
    });
    expect(await accountOf(world)).toMatchObject({ continuityOn: false, continuityOnSince: null, closeAfterDays: 4 });
    expect(await triggerOf(world, "request-email")).toBeNull();
  });

  test("an agent without Chat access, a light agent or one who has left does not count", async () => {
    await setChatAccess(world, false);
    await addAgent(world, { name: "Nora", email: "nora@acme.example", chatAccess: false });
    await addAgent(world, { name: "Lina", email: "lina@acme.example", role: "light-agent" });
    const gone = await addAgent(world, { name: "Gus", email: "gus@acme.example" });
    must(await changeTeamMember(world, gone.id, { name: "Gus", role: "agent", chatAccess: true, active: false }));
    expect(await save(world, { continuityOn: true })).toMatchObject({ error: { details: { missing: "chat-agent" } } });
  });

  test("creates the active trigger Request email: on a conversation's request, no condition, once", async () => {
    await turnOn(world);
    expect(await triggerOf(world, "request-email")).toMatchObject({
      active: true,
      event: "conversation-requested",
      oncePerConversation: true,
      all: [],
      any: [],
      actions: [
        { type: "wait", for: 5_000 },
        { type: "request-email", askText: null, acknowledgeText: null },
      ],
    });
  });

  test("again revives the same trigger, with the texts and the wait that it had", async () => {
    await turnOn(world);
    const made = await triggerOf(world, "request-email");
    if (made === null) throw new Error("no trigger");
    const edited = {
      name: "Votre e-mail",
      description: null,
      active: true,
      oncePerConversation: true,
      actions: [
        { type: "wait" as const, for: millis(20_000) },
        { type: "request-email" as const, askText: { en: "Where can we write to you?" }, acknowledgeText: null },
      ],
    };
    must(await saveTrigger(world, made.id, edited));
    must(await save(world, { deactivateRequestEmail: true }));
    expect(await triggerOf(world, "request-email")).toMatchObject({ id: made.id, active: false });
    await turnOn(world);
    expect(await triggerOf(world, "request-email")).toMatchObject({ ...edited, id: made.id, active: true });
    const all = await world.database.pool.query("select 1 from trigger where key = 'request-email'");
    expect(all.rowCount).toBe(1);
  });

  test("saving the tab while it is on leaves a trigger that an admin deactivated as it is", async () => {
    await turnOn(world);
    const made = await triggerOf(world, "request-email");
    if (made === null) throw new Error("no trigger");
    must(await saveTrigger(world, made.id, { ...made, active: false }));
    const since = (await accountOf(world)).continuityOnSince;
    must(await save(world, { continuityOn: true, closeAfterDays: 7 }));
    expect(await triggerOf(world, "request-email")).toMatchObject({ active: false });
    expect(await accountOf(world)).toMatchObject({ continuityOnSince: since, closeAfterDays: 7 });
  });

  test("concerns replies written since; older ones say that they were written before", async () => {
    const id = await begin(world);
    const older = await reply(world, id);
    world.clock.advance(MINUTE);
    must(await save(world, { continuityOn: true }));
    const newer = await reply(world, id, { text: "Encore moi." });
    await work(world);
    expect(await fateOf(world, id, older)).toBe("withheld: before-switch");
    expect(await fateOf(world, id, newer)).toBe("waiting");
  });

  test("leaves replies to somebody who answered by e-mail: they go by e-mail, switch on or off", async () => {
    const id = await begin(world);
    await answeredByMail(world, id);
    const sent = await reply(world, id);
    world.clock.advance(MINUTE);
    await turnOn(world);
    expect(await fateOf(world, id, sent)).toBe("waiting");
  });

  test("leaves what was read as it is", async () => {
    const who = await marie(world);
    const id = await begin(world, who);
    const sent = await reply(world, id);
    await write(world, who, id, { shownUpTo: sent });
    world.clock.advance(MINUTE);
    await turnOn(world);
    expect(await fateOf(world, id, sent)).toBe("read");
  });
});

describe("turning off", () => {
  test("cancels what waits, and says so on each reply", async () => {
    await turnOn(world);
    const [one, other] = [await begin(world), await begin(world)];
    const first = await reply(world, one);
    const second = await reply(world, one);
    const elsewhere = await reply(world, other);
    must(await save(world));
    await work(world);
    expect(await accountOf(world)).toMatchObject({ continuityOn: false });
    expect(await fateOf(world, one, first)).toBe("withheld: switched-off");
    expect(await fateOf(world, one, second)).toBe("withheld: switched-off");
    expect(await fateOf(world, other, elsewhere)).toBe("withheld: switched-off");
  });

  test("has the rule asked anew, so that the words under the reply change at once", async () => {
    await turnOn(world);
    const id = await begin(world);
    await reply(world, id);
    await takeJobs(world, "check-continuity");
    must(await save(world));
    await work(world);
    expect(await jobsOf(world, "check-continuity")).toMatchObject([{ key: id }]);
  });

  test("leaves replies to somebody who answered by e-mail", async () => {
    await turnOn(world);
    const id = await begin(world);
    await answeredByMail(world, id);
    const sent = await reply(world, id);
    must(await save(world));
    await work(world);
    expect(await fateOf(world, id, sent)).toBe("waiting");
  });

  test("takes two steps: the trigger stays active unless it is deactivated too", async () => {
    await turnOn(world);
    must(await save(world));
    expect(await triggerOf(world, "request-email")).toMatchObject({ active: true });
    must(await save(world, { deactivateRequestEmail: true }));
    expect(await triggerOf(world, "request-email")).toMatchObject({ active: false });
  });

  test("the trigger stays active where the save that offers to deactivate it turns nothing off", async () => {
    await turnOn(world);
    must(await save(world, { continuityOn: true, deactivateRequestEmail: true }));
    expect(await triggerOf(world, "request-email")).toMatchObject({ active: true });
  });

  test("both steps may be one save", async () => {
    await turnOn(world);
    must(await save(world, { deactivateRequestEmail: true }));
    expect(await accountOf(world)).toMatchObject({ continuityOn: false });
    expect(await triggerOf(world, "request-email")).toMatchObject({ active: false });
  });

  test("what it cancelled stays cancelled when it is turned on again", async () => {
    await turnOn(world);
    const id = await begin(world);
    const sent = await reply(world, id);
    must(await save(world));
    await work(world);
    world.clock.advance(MINUTE);
    await turnOn(world);
    expect(await fateOf(world, id, sent)).toBe("withheld: switched-off");
  });

  test("off and on again before the work was done: what waited when it went off is cancelled all the same", async () => {
    await turnOn(world);
    const id = await begin(world);
    const sent = await reply(world, id);
    world.clock.advance(SECOND);
    must(await save(world));
    world.clock.advance(SECOND);
    must(await save(world, { continuityOn: true }));
    const newer = await reply(world, id);
    await work(world);
    expect(await fateOf(world, id, sent)).toMatch(/^withheld: (switched-off|before-switch)$/);
    expect(await fateOf(world, id, newer)).toBe("waiting");
  });
});

describe("the away message", () => {
  test("is there from the start, inactive, for when all agents are offline", async () => {
    expect(await triggerOf(world, "away-message")).toMatchObject({
      active: false,
      event: "conversation-requested",
      all: [{ field: "account-status", operator: "is", value: "offline" }],
      actions: [{ type: "send-message", text: null }],
    });
  });

  test("is deactivated in the same save where the admin takes the offer, and left where not", async () => {
    const away = await triggerOf(world, "away-message");
    if (away === null) throw new Error("no trigger");
    must(await saveTrigger(world, away.id, { ...away, active: true }));
    must(await save(world, { continuityOn: true }));
    expect(await triggerOf(world, "away-message")).toMatchObject({ active: true });
    must(await save(world, { continuityOn: true, deactivateAwayMessage: true }));
    expect(await triggerOf(world, "away-message")).toMatchObject({ active: false });
  });
});

describe("the delays", () => {
  test("are saved, ours for reconnecting stays, and the rule is asked anew", async () => {
    await turnOn(world);
    const id = await begin(world);
    await reply(world, id);
    await takeJobs(world, "check-continuity");
    const { reconnectWithin, ...delays } = DEFAULT_DELAYS;
    must(await save(world, { continuityOn: true, delays: { ...delays, goneAfter: millis(5_000) } }));
    await work(world);
    expect((await accountOf(world)).delays).toEqual({ ...DEFAULT_DELAYS, goneAfter: 5_000 });
    expect((await accountOf(world)).delays.reconnectWithin).toBe(reconnectWithin);
    expect(await jobsOf(world, "check-continuity")).toMatchObject([{ key: id }]);
  });

  test("may be saved although a prerequisite was lost: only turning on needs them", async () => {
    await turnOn(world);
    await setWorkspace(world, false);
    expect(await save(world, { continuityOn: true, closeAfterDays: 7 })).toMatchObject({ ok: true });
  });
});

describe("a messaging trigger", () => {
  test("that is unknown cannot be saved", async () => {
    const made = await triggerOf(world, "away-message");
    if (made === null) throw new Error("no trigger");
    expect(await saveTrigger(world, triggerId(world.newId()), made)).toMatchObject({ error: { code: "not-found" } });
  });

  test("whose edit would break it stays as it was", async () => {
    const made = await triggerOf(world, "away-message");
    if (made === null) throw new Error("no trigger");
    const broken = { ...made, actions: [{ type: "wait" as const, for: millis(60_001) }] };
    expect(await saveTrigger(world, made.id, broken)).toMatchObject({ error: { code: "trigger-invalid" } });
    expect(await triggerOf(world, "away-message")).toEqual(made);
  });
});
