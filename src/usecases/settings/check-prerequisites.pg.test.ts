import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  accountOf,
  answeredByMail,
  PREREQUISITES,
  save,
  setMessaging,
  setWorkspace,
  turnOn,
  work,
} from "../../../test/support/switch.ts";
import { begin, fateOf, freshWorld, jobsOf, must, reply, takeJobs, type World } from "../../../test/support/world.ts";
import { brandId, HOUR, SECOND } from "../../domain/ids.ts";

let world: World;
beforeEach(async () => {
  world = await freshWorld();
});
afterEach(() => world.dispose());

describe("losing a prerequisite later", () => {
  test.each(PREREQUISITES)("$missing: remembered since when, replies wait and say why", async ({ lose }) => {
    await turnOn(world);
    const id = await begin(world);
    const sent = await reply(world, id);
    await takeJobs(world, "check-continuity");
    await lose(world);
    await work(world);
    expect(await accountOf(world)).toMatchObject({ continuityOn: true, prerequisiteLostAt: world.clock.now() });
    expect(await fateOf(world, id, sent)).toBe("waiting");
    expect(await jobsOf(world, "check-continuity")).toMatchObject([{ key: id }]);
  });

  test.each(PREREQUISITES)("$missing, mended within 24 hours: they go", async ({ lose, mend }) => {
    await turnOn(world);
    const id = await begin(world);
    const sent = await reply(world, id);
    await lose(world);
    await work(world);
    await takeJobs(world, "check-continuity");
    world.clock.advance(24 * HOUR);
    await mend(world);
    await work(world);
    expect(await accountOf(world)).toMatchObject({ prerequisiteLostAt: null });
    expect(await fateOf(world, id, sent)).toBe("waiting");
    expect(await jobsOf(world, "check-continuity")).toMatchObject([{ key: id }]);
  });

  test.each(PREREQUISITES)("$missing, mended later: they ask the agent", async ({ lose, mend }) => {
    await turnOn(world);
    const id = await begin(world);
    const sent = await reply(world, id);
    await lose(world);
    await work(world);
    world.clock.advance(24 * HOUR + SECOND);
    await mend(world);
    await work(world);
    expect(await accountOf(world)).toMatchObject({ prerequisiteLostAt: null });
    expect(await fateOf(world, id, sent)).toBe("withheld: too-old");
  });

  test("a second loss does not move the first one's clock", async () => {
    await turnOn(world);
    await setWorkspace(world, false);
    await work(world);
    const lostAt = world.clock.now();
    world.clock.advance(HOUR);
    await setMessaging(world, false);
    await work(world);
    expect(await accountOf(world)).toMatchObject({ prerequisiteLostAt: lostAt });
    await setMessaging(world, true);
    await work(world);
    expect(await accountOf(world)).toMatchObject({ prerequisiteLostAt: lostAt });
  });

  test("where the end user's last message came by e-mail, nothing asks the agent", async () => {
    await turnOn(world);
    const id = await begin(world);
    await answeredByMail(world, id);
    const sent = await reply(world, id);
    await setWorkspace(world, false);
    await work(world);
    world.clock.advance(48 * HOUR);
    await setWorkspace(world, true);
    await work(world);
    expect(await fateOf(world, id, sent)).toBe("waiting");
  });

  test("is nothing while the switch is off", async () => {
    await setWorkspace(world, false);
    await work(world);
    expect(await accountOf(world)).toMatchObject({ prerequisiteLostAt: null });
  });

  test("turning off and on forgets it", async () => {
    await turnOn(world);
    await setWorkspace(world, false);
    await work(world);
    must(await save(world));
    expect(await accountOf(world)).toMatchObject({ prerequisiteLostAt: null });
  });

  test("one brand of two may have messaging off: the switch has what it needs", async () => {
    await turnOn(world);
    const second = { name: "Acme Pro", isDefault: false, messagingOn: true, colour: "#1f4b99", greeting: null };
    await world.store.transaction((tx) =>
      tx.settings.saveBrand({ ...second, id: brandId(world.newId()), privacyUrl: null, allowedOrigins: [] }),
    );
    await setMessaging(world, false);
    await work(world);
    expect(await accountOf(world)).toMatchObject({ prerequisiteLostAt: null });
  });
});
