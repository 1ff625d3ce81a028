import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { dkimApi } from "../../../contract/mail-settings/dkim.ts";
import { type Doors, inContract, openDoors, SECRET } from "../../../test/support/doors/admin-doors.ts";
import { usualMail } from "../../../test/support/mail/outgoing-mail.ts";
import { ADA, freshWorld, LEO, type World } from "../../../test/support/world.ts";
import { createMailComposer } from "../../adapters/mail/compose-mail.ts";
import { loadSigningDkimKeys } from "../../adapters/postgres/mail-settings/mail-settings-tx.ts";
import { mailSettingsQueries } from "../../adapters/postgres/queries/mail-settings-queries.ts";
import { createDkimRing } from "../../adapters/system/dkim-keys.ts";
import { isPublished } from "../../domain/mail-settings/dkim.ts";

let world: World;
let doors: Doors;
let zone: Record<string, readonly string[]>;
let ada: string;
beforeEach(async () => {
  world = await freshWorld();
  zone = {};
  doors = openDoors(world, zone);
  ada = await doors.signIn(ADA);
});
afterEach(async () => {
  await doors.close();
  await world.dispose();
});

const DOMAIN = "acme.example";
const at = "/api/admin/email/dkim";
const make = (domain = DOMAIN) => {
  world.clock.advance(1);
  return doors.ask("POST", `${at}/keys`, { as: ada, body: { domain } });
};
const sign = (evenUnseen = false) => doors.ask("POST", `${at}/sign`, { as: ada, body: { domain: DOMAIN, evenUnseen } });

async function keys() {
  inContract(dkimApi.list.answer, await doors.ask("GET", at, { as: ada }));
  return (await mailSettingsQueries(world.database.pool).dkim(world.ada)).flatMap((domain) => domain.keys);
}
const states = async () => (await keys()).map(({ selector, state }) => `${selector} ${state}`);
async function publish(): Promise<void> {
  for (const { record } of await keys()) zone[record.name] = [record.value];
}

const resolver = (name: string): Promise<string[][]> => Promise.resolve((zone[name] ?? []).map((text) => [text]));

/** What a receiver says of a mail that leaves now. */
async function verified(): Promise<string> {
  const ring = createDkimRing(() => loadSigningDkimKeys(world.database.pool), SECRET);
  await ring.freshen();
  const { raw } = await createMailComposer({ dkimFor: ring.keyFor }).compose(usualMail);
  const { results } = await dkimVerify(Buffer.from(raw), { resolver });
  const [first] = results;
  return first?.selector === undefined ? "unsigned" : `${first.selector} ${first.status.result}`;
}

test("a key signs once its record is in the DNS, and the signature holds", async () => {
  expect((await make()).statusCode).toBe(204);
  expect(await keys()).toMatchObject([{ selector: "ariane1", state: "prepared" }]);
  expect(await sign()).toMatchObject({ statusCode: 409 });
  expect(await verified()).toBe("unsigned");
  await publish();
  expect((await sign()).statusCode).toBe(204);
  expect(await verified()).toBe("ariane1 pass");
});

test("the next key takes the other selector; the former signs until then, and its record still verifies", async () => {
  await make();
  await publish();
  await sign();
  await make();
  expect(await verified()).toBe("ariane1 pass");
  await publish();
  expect((await sign()).statusCode).toBe(204);
  expect(await verified()).toBe("ariane2 pass");
  expect(await states()).toEqual(["ariane2 active", "ariane1 retired"]);
  await make();
  expect(await states()).toEqual(["ariane1 prepared", "ariane2 active"]);
});

test("another record under the name is not the key's; an admin who knows better may go on", async () => {
  await make();
  zone["ariane1._domainkey.acme.example"] = ["v=DKIM1; k=rsa; p=MIIBother"];
  expect(await sign()).toMatchObject({ statusCode: 409 });
  expect((await sign(true)).statusCode).toBe(204);
  expect(await verified()).not.toContain("pass");
});

test("signing can be stopped", async () => {
  await make();
  await sign(true);
  expect((await doors.ask("DELETE", `${at}/keys`, { as: ada, body: { domain: DOMAIN } })).statusCode).toBe(204);
  expect(await verified()).toBe("unsigned");
});

test("the private key lies wrapped, and is in no answer", async () => {
  await make();
  await sign(true);
  const [sealed] = await loadSigningDkimKeys(world.database.pool);
  expect(sealed?.wrapped).toBe(true);
  // A PKCS 8 key begins with the tag of a sequence and its version.
  expect(
    Buffer.from(sealed?.bytes ?? [])
      .subarray(0, 7)
      .toString("hex"),
  ).not.toBe("308204bd020100");
  const wrong = createDkimRing(() => loadSigningDkimKeys(world.database.pool), "another secret of thirty-two letters");
  await expect(wrong.freshen()).rejects.toThrow("ARIANE_SECRET");
  expect((await doors.ask("GET", at, { as: ada })).body).not.toMatch(/private/i);
});

test("only domains of our addresses get a key, only from an admin", async () => {
  expect(await make("rival.example")).toMatchObject({ statusCode: 404 });
  expect(await sign()).toMatchObject({ statusCode: 404 });
  const leo = await doors.signIn(LEO);
  for (const [method, path] of [
    ["GET", at],
    ["POST", `${at}/keys`],
    ["POST", `${at}/sign`],
    ["DELETE", `${at}/keys`],
  ] as const) {
    const body = path === `${at}/sign` ? { domain: DOMAIN, evenUnseen: true } : { domain: DOMAIN };
    const asked = { as: leo, ...(method === "GET" ? {} : { body }) };
    expect([path, (await doors.ask(method, path, asked)).statusCode]).toEqual([path, 403]);
  }
});

test.each([
  ["v=DKIM1; k=rsa; p=AbC+/=", true],
  ["k=rsa;p= AbC+ /= ; v=DKIM1", true],
  ["v=DKIM1; k=rsa; p=AbC", false],
  ["v=DKIM1; k=rsa; p=", false],
  ["AbC+/=", false],
])("%s publishes the key: %s", (text, expected) => {
  expect(isPublished({ publicKey: "AbC+/=" }, [text])).toBe(expected);
});
