import { afterEach, beforeEach, expect, test } from "vitest";
import { type EmptyWorld, emptyWorld, must, PASSWORD } from "../../../test/support/world.ts";
import { type FirstRun, setUpAccount } from "./set-up-account.ts";

let world: EmptyWorld;
beforeEach(async () => {
  world = await emptyWorld();
});
afterEach(() => world.dispose());

const RUN: FirstRun = {
  code: null,
  accountName: "Acme",
  timeZone: "Europe/Paris",
  locale: "fr-CA",
  brandName: "Acme Boutique",
  supportAddress: "Aide@Acme.Example",
  admin: { name: "Ada", email: " Ada@Acme.Example ", password: PASSWORD },
};

test("the first run makes account, default brand, support address, first admin and the away message", async () => {
  const made = must(await setUpAccount(world, RUN));
  await world.store.transaction(async (tx) => {
    expect(await tx.settings.requireAccount()).toMatchObject({
      name: "Acme",
      timeZone: "Europe/Paris",
      defaultLocale: "fr",
      locales: ["en", "fr", "ar"],
      agentWorkspaceOn: true,
      continuityOn: false,
      continuityOnSince: null,
    });
    expect(await tx.settings.loadBrands()).toMatchObject([
      { id: made.brandId, name: "Acme Boutique", isDefault: true, messagingOn: true, allowedOrigins: [] },
    ]);
    expect(await tx.settings.loadSupportAddresses()).toMatchObject([
      { brandId: made.brandId, address: "aide@acme.example", isDefault: true },
    ]);
    expect(await tx.people.findAgent({ email: "ada@acme.example" })).toMatchObject({
      id: made.agentId,
      role: "admin",
      chatAccess: true,
      active: true,
      presence: "offline",
      locale: "fr-CA",
    });
    expect(await tx.triggers.find({ key: "away-message" })).toMatchObject({ active: false });
    expect(await tx.triggers.find({ key: "request-email" })).toBeNull();
  });
});

test("support address and brand name may wait: the brand is called as the account", async () => {
  must(await setUpAccount(world, { ...RUN, brandName: null, supportAddress: null }));
  await world.store.transaction(async (tx) => {
    expect(await tx.settings.loadBrands()).toMatchObject([{ name: "Acme" }]);
    expect(await tx.settings.loadSupportAddresses()).toEqual([]);
  });
});

test("a second run is refused and changes nothing", async () => {
  must(await setUpAccount(world, RUN));
  const again = { ...RUN, accountName: "Mallory", admin: { ...RUN.admin, email: "mallory@evil.example" } };
  expect(await setUpAccount(world, again)).toMatchObject({ ok: false, error: { code: "already-set-up" } });
  await world.store.transaction(async (tx) => {
    expect(await tx.settings.requireAccount()).toMatchObject({ name: "Acme" });
    expect(await tx.people.findAgent({ email: "mallory@evil.example" })).toBeNull();
  });
});

test("of two first runs at once one wins and the other is refused", async () => {
  const runs = await Promise.all([setUpAccount(world, RUN), setUpAccount(world, RUN)]);
  expect(runs.filter((run) => run.ok)).toHaveLength(1);
  expect(runs.find((run) => !run.ok)).toMatchObject({ error: { code: "already-set-up" } });
});

test.each([
  ["a time zone that is none", { timeZone: "Europe/Atlantis" }, "time-zone-unknown"],
  ["a support address with accents", { supportAddress: "aidé@acme.example" }, "address-non-ascii"],
  ["an admin without an address", { admin: { ...RUN.admin, email: "ada" } }, "address-shape"],
])("%s is refused, and nothing is made", async (_what, change, code) => {
  expect(await setUpAccount(world, { ...RUN, ...change })).toMatchObject({ ok: false, error: { code } });
  expect(await world.store.transaction((tx) => tx.settings.findAccount())).toBeNull();
});

test("a language that we do not speak falls back to English, and the admin keeps it", async () => {
  must(await setUpAccount(world, { ...RUN, locale: "is" }));
  await world.store.transaction(async (tx) => {
    expect(await tx.settings.requireAccount()).toMatchObject({ defaultLocale: "en" });
    expect(await tx.people.findAgent({ email: "ada@acme.example" })).toMatchObject({ locale: "is" });
  });
});
