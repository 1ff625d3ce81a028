import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { freshWorld, jobsOf, must, SUPPORT, waitsForAccount, type World } from "../../../test/support/world.ts";
import { type BrandId, brandId, supportAddressId } from "../../domain/ids.ts";
import type { Brand } from "../../domain/settings/brand.ts";
import { DEFAULT_LOOK } from "../../domain/settings/look.ts";
import { saveAccount } from "./save-account.ts";
import { saveBrand } from "./save-brand.ts";
import { deleteSupportAddress, saveSupportAddress } from "./save-support-address.ts";

let world: World;
beforeEach(async () => {
  world = await freshWorld();
});
afterEach(() => world.dispose());

const brands = () => world.store.transaction((tx) => tx.settings.loadBrands());
const addresses = async () => {
  const rows = await world.store.transaction((tx) => tx.settings.loadSupportAddresses());
  return rows.map((row) => `${row.address}${row.isDefault ? " (default)" : ""}`);
};

const ACME: Omit<Brand, "id" | "isDefault"> = {
  name: "Acme",
  messagingOn: true,
  messagingOffSince: null,
  colour: "#1f4b99",
  greeting: "Bonjour !",
  look: DEFAULT_LOOK,
  logo: null,
  privacyUrl: "https://acme.example/privacy",
  allowedOrigins: ["https://Shop.example/", "https://shop.example", "http://localhost:3000"],
};

const save = (part: Partial<Brand> = {}) => saveBrand(world, { id: world.acme.brandId, ...ACME, ...part });
const add = (address: string, brand: BrandId = world.acme.brandId) =>
  saveSupportAddress(world, { id: null, brandId: brand, address });
const account = () => world.store.transaction((tx) => tx.settings.requireAccount());

async function secondBrand(): Promise<BrandId> {
  const id = brandId(world.newId());
  await world.store.transaction((tx) => tx.settings.saveBrand({ ...ACME, id, isDefault: false, allowedOrigins: [] }));
  return id;
}

describe("a brand", () => {
  test("keeps look, greeting, privacy link and each origin once, as browsers send it", async () => {
    must(await save());
    expect(await brands()).toEqual([
      {
        ...ACME,
        id: world.acme.brandId,
        isDefault: true,
        allowedOrigins: ["https://shop.example", "http://localhost:3000"],
      },
    ]);
  });

  test("has what changed of its look told, also a text that is gone", async () => {
    const launcher = { ...DEFAULT_LOOK.launcher, isHidden: true };
    must(await save({ look: { ...DEFAULT_LOOK, greetings: { fr: "Bonjour", en: "Hello" }, launcher } }));
    must(await save({ look: { ...DEFAULT_LOOK, greetings: { en: "Hello" }, launcher } }));
    const events = await world.database.pool.query(
      "select was, became from audit_event order by at desc, id desc limit 1",
    );
    expect(events.rows).toEqual([
      { was: { "look.greetings": "en: Hello, fr: Bonjour" }, became: { "look.greetings": "en: Hello" } },
    ]);
  });

  test("refuses a colour on which neither white nor dark text can be read", async () => {
    expect(await save({ colour: "#7b7b7b" })).toMatchObject({ error: { code: "colour-contrast" } });
    expect(await brands()).toMatchObject([{ greeting: null }]);
  });

  test("refuses what is no origin, and names it", async () => {
    const refused = await save({ allowedOrigins: ["https://shop.example", "https://*.shop.example"] });
    expect(refused).toMatchObject({ error: { code: "origin-shape", details: { origin: "https://*.shop.example" } } });
  });

  test("that is unknown cannot be saved", async () => {
    expect(await save({ id: brandId(world.newId()) })).toMatchObject({ error: { code: "not-found" } });
  });

  test("has the prerequisites looked at anew", async () => {
    must(await save({ messagingOn: false }));
    expect(await jobsOf(world, "check-prerequisites")).toHaveLength(1);
  });
});

describe("support addresses", () => {
  test("are kept in lower case; a brand's first is its default, a second is not", async () => {
    must(await add("Sales@Acme.example"));
    must(await add("club@acme.example", await secondBrand()));
    expect(await addresses()).toEqual(["club@acme.example (default)", `${SUPPORT} (default)`, "sales@acme.example"]);
  });

  test("are there once", async () => {
    expect(await add(SUPPORT.toUpperCase())).toMatchObject({ error: { code: "email-taken" } });
  });

  test.each([
    ["aidé@acme.example", "address-non-ascii"],
    ["help", "address-shape"],
    [`${"x".repeat(65)}@acme.example`, "address-too-long"],
  ])("%s is refused with the reason", async (address, code) => {
    expect(await add(address)).toMatchObject({ error: { code } });
  });

  test("belong to a brand that is there", async () => {
    expect(await add("new@acme.example", brandId(world.newId()))).toMatchObject({ error: { code: "not-found" } });
  });

  test("may be corrected, and stay the default", async () => {
    const [row] = await world.store.transaction((tx) => tx.settings.loadSupportAddresses());
    if (row === undefined) throw new Error("no address");
    must(await saveSupportAddress(world, { id: row.id, brandId: row.brandId, address: "hello@acme.example" }));
    expect(await addresses()).toEqual(["hello@acme.example (default)"]);
  });

  test("that move to another brand leave their place to the next", async () => {
    const [row] = await world.store.transaction((tx) => tx.settings.loadSupportAddresses());
    if (row === undefined) throw new Error("no address");
    must(await add("sales@acme.example"));
    const club = await secondBrand();
    must(await add("club@acme.example", club));
    must(await saveSupportAddress(world, { id: row.id, brandId: club, address: row.address }));
    expect(await addresses()).toEqual(["club@acme.example (default)", "sales@acme.example (default)", SUPPORT]);
  });

  test("that are deleted leave their place to the next; the last one may go too", async () => {
    const sales = must(await add("sales@acme.example"));
    const rows = await world.store.transaction((tx) => tx.settings.loadSupportAddresses());
    const help = rows.find((row) => row.address === SUPPORT);
    must(await deleteSupportAddress(world, help?.id ?? sales));
    expect(await addresses()).toEqual(["sales@acme.example (default)"]);
    must(await deleteSupportAddress(world, sales));
    expect(await addresses()).toEqual([]);
  });

  test("that are unknown can neither be changed nor deleted", async () => {
    const id = supportAddressId(world.newId());
    const saved = { id, brandId: world.acme.brandId, address: "new@acme.example" };
    expect(await saveSupportAddress(world, saved)).toMatchObject({ error: { code: "not-found" } });
    expect(await deleteSupportAddress(world, id)).toMatchObject({ error: { code: "not-found" } });
  });

  test("are saved and deleted one after the other", async () => {
    const id = must(await add("sales@acme.example"));
    expect(await waitsForAccount(world, () => add("new@acme.example"))).toBe(true);
    expect(await waitsForAccount(world, () => deleteSupportAddress(world, id))).toBe(true);
  });

  test("added by two admins at once leave one default", async () => {
    const club = await secondBrand();
    await Promise.all([add("one@acme.example", club), add("two@acme.example", club)]);
    expect((await addresses()).filter((address) => address.endsWith("(default)"))).toHaveLength(2);
    expect(await addresses()).toHaveLength(3);
  });
});

describe("the account", () => {
  const SAVED = {
    name: "Acme SA",
    timeZone: "America/Montreal",
    defaultLocale: "fr_ca",
    locales: ["fr-ca", "en", "EN"],
    agentWorkspaceOn: false,
  };
  test("keeps name, zone and languages in their canonical form, each once", async () => {
    must(await saveAccount(world, SAVED));
    expect(await account()).toMatchObject({
      name: "Acme SA",
      timeZone: "America/Montreal",
      defaultLocale: "fr-CA",
      locales: ["fr-CA", "en"],
      agentWorkspaceOn: false,
    });
  });

  test.each([
    ["a zone that is none", { timeZone: "Mars/Olympus" }, { code: "time-zone-unknown" }],
    ["a language without words", { locales: ["fr", "is"] }, { code: "locale-unknown", details: { locale: "is" } }],
    ["a tag that is none", { locales: ["fr", "no tag"] }, { code: "locale-unknown" }],
    ["a default that is not enabled", { locales: ["en"] }, { code: "locale-unknown", details: { locale: "fr_ca" } }],
  ])("refuses %s", async (_what, part, error) => {
    expect(await saveAccount(world, { ...SAVED, ...part })).toMatchObject({ ok: false, error });
    expect(await account()).toMatchObject({ name: "Acme" });
  });
});
