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
import {
  begin,
  fateOf,
  freshWorld,
  jobsOf,
  marie,
  must,
  reply,
  takeJobs,
  type World,
} from "../../../test/support/world.ts";
import { settingsQueries } from "../../adapters/postgres/queries/settings-queries.ts";
import { type BrandId, brandId, HOUR, SECOND } from "../../domain/ids.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import { DEFAULT_LOOK } from "../../domain/settings/look.ts";

let world: World;
beforeEach(async () => {
  world = await freshWorld();
});
afterEach(() => world.dispose());

/** A second brand, so that the account always has messaging on somewhere. */
async function addBrand(): Promise<BrandId> {
  const id = brandId(world.newId());
  const look = {
    name: "Acme Pro",
    colour: "#1f4b99",
    greeting: null,
    look: DEFAULT_LOOK,
    privacyUrl: null,
    allowedOrigins: [],
  };
  await world.store.transaction((tx) =>
    tx.settings.saveBrand({ ...look, id, isDefault: false, messagingOn: true, messagingOffSince: null }),
  );
  return id;
}

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
    await addBrand();
    await setMessaging(world, false);
    await work(world);
    expect(await accountOf(world)).toMatchObject({ prerequisiteLostAt: null });
  });
});

/** Marie on the site of the second brand. */
const ofPro = async (): Promise<WidgetPrincipal> => ({ ...(await marie(world)), brandId: await addBrand() });

describe("one brand's messaging, where another has its own", () => {
  test("on again within 24 hours: its replies go", async () => {
    await turnOn(world);
    await addBrand();
    const id = await begin(world);
    const sent = await reply(world, id);
    await setMessaging(world, false);
    world.clock.advance(24 * HOUR);
    await setMessaging(world, true);
    await work(world);
    expect(await fateOf(world, id, sent)).toBe("waiting");
  });

  test("on again later: its replies ask the agent, and the other brand's go on waiting", async () => {
    await turnOn(world);
    const [id, other] = [await begin(world), await begin(world, await ofPro())];
    const [sent, sentByPro] = [await reply(world, id), await reply(world, other)];
    await setMessaging(world, false);
    world.clock.advance(20 * HOUR);
    // Saved again, still off: it is off since the first time.
    await setMessaging(world, false);
    world.clock.advance(4 * HOUR + SECOND);
    await setMessaging(world, true);
    await work(world);
    expect(await fateOf(world, id, sent)).toBe("withheld: too-old");
    expect(await fateOf(world, other, sentByPro)).toBe("waiting");
    expect(await accountOf(world)).toMatchObject({ prerequisiteLostAt: null });
  });

  test("an admin reads until when it is to be mended", async () => {
    await addBrand();
    const mendBy = async () =>
      (await settingsQueries(world.database.pool).brands(world.ada)).find(({ id }) => id === world.acme.brandId)
        ?.mendBy;
    await setMessaging(world, false);
    expect(await mendBy()).toBeNull();
    await turnOn(world);
    const onSince = (await accountOf(world)).continuityOnSince ?? 0;
    expect(await mendBy()).toBe(onSince + 24 * HOUR);
    await setMessaging(world, true);
    expect(await mendBy()).toBeNull();
  });
});
