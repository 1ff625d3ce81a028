/** What a token must be, how long it holds, and what a verified address opens (product.md §5.4, ADR 0027). */
import { generateKeyPairSync, sign } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { settingsQueries } from "../../adapters/postgres/queries/settings-queries.ts";
import { IDENTITY_REFUSALS_AT_MOST } from "../../domain/sessions/signed-identity.ts";
import { brandId, DAY, HOUR, MINUTE } from "../../domain/ids.ts";
import { type BackOffice, backOffice, UNPROVED } from "../../../test/support/back-office.ts";
import { type Browser, openSite, person, signedBy, type Site } from "../../../test/support/identity.ts";
import { begin, must, SUPPORT } from "../../../test/support/world.ts";
import { addIdentityKey, endIdentityKey, makeIdentitySecret } from "./keep-identity-keys.ts";

const CLUB = "0198f000-0000-7000-8000-00000000c10b";

let office: BackOffice;
let site: Site;
let browser: Browser;
/** Of the site's people: new ones for each test. */
let round = 0;
const marie = (more: object = {}) => person(`marie-${round}`, more);
const addressOf = () => `marie-${round}@example.com`;

beforeAll(async () => {
  office = await backOffice();
  site = await openSite(office);
});
afterAll(() => office.dispose());
beforeEach(() => {
  round += 1;
  browser = { token: null };
});

const seconds = () => office.clock.now() / 1_000;
const reasonOf = async (jwt: string) => {
  const answer = await site.ask(browser, jwt);
  return answer.ok ? null : { code: answer.error.code, reason: answer.error.details?.["reason"] };
};
const refused = (reason: string) => ({ code: "identity-refused", reason });

describe("a token", () => {
  test.each([
    ["no token", () => "marie", "shape"],
    ["another key's id", () => signedBy({ ...site.key, kid: "another" }, marie()), "key-unknown"],
    ["no key's id", () => signedBy(site.key, marie(), { kid: undefined }), "key-unknown"],
    ["another secret", () => signedBy({ ...site.key, secret: "guess" }, marie()), "signature"],
    ["no signature, and says so", () => signedBy(site.key, marie(), { alg: "none" }), "algorithm"],
    ["another algorithm than its key has", () => signedBy(site.key, marie(), { alg: "RS256" }), "algorithm"],
    ["another scope", () => signedBy(site.key, marie({ scope: "app" })), "scope"],
    ["nobody", () => signedBy(site.key, { scope: "user" }), "external-id"],
    ["an end that is past", () => signedBy(site.key, marie({ exp: seconds() - 120 })), "expired"],
  ])("with %s signs nobody in", async (_what, jwt, reason) => {
    expect(await reasonOf(jwt())).toEqual(refused(reason));
    expect(browser.token).toBeNull();
  });

  test("that was refused is told an admin by key and reason, and nothing else of it; so many of a brand at most", async () => {
    const queries = settingsQueries(office.database.pool);
    const told = () => queries.identityRefusals(office.leo, office.acme.brandId);
    office.clock.advance(MINUTE);
    await reasonOf(signedBy({ ...site.key, secret: "guess" }, marie()));
    await reasonOf("no token at all");
    office.clock.advance(MINUTE);
    await reasonOf(signedBy({ ...site.key, secret: "another guess" }, marie()));
    const at = office.clock.now();
    expect((await told()).filter((each) => each.at >= at - MINUTE)).toEqual([
      { kid: site.key.kid, reason: "signature", at },
      { kid: null, reason: "shape", at: at - MINUTE },
    ]);
    office.clock.advance(MINUTE);
    for (let key = 0; key <= IDENTITY_REFUSALS_AT_MOST; key += 1)
      await reasonOf(signedBy({ kid: `made-up-${key}`, secret: "" }, marie()));
    await reasonOf(signedBy({ kid: "long".repeat(64), secret: "" }, marie()));
    const all = await told();
    expect(all).toHaveLength(IDENTITY_REFUSALS_AT_MOST);
    // What was made up does not push out what an admin has to know of a key of theirs.
    expect(all).toContainEqual({ kid: site.key.kid, reason: "signature", at });
    expect(all.filter(({ kid }) => kid === null)).toEqual([
      { kid: null, reason: "key-unknown", at: office.clock.now() },
    ]);
  });

  test("names whom the longest id names, once", async () => {
    const id = `${round}${"字".repeat(852)}`;
    await site.identify(browser, person(id));
    const { endUserId } = await site.whoIn(browser);
    const other: Browser = { token: null };
    await site.identify(other, person(id));
    expect((await site.whoIn(other)).endUserId).toBe(endUserId);
  });

  test("that is refused leaves the browser what it had", async () => {
    const id = await begin(office, await site.whoIn(browser));
    await reasonOf(signedBy({ ...site.key, secret: "guess" }, marie()));
    expect(await site.opened(browser)).toEqual([id]);
  });

  test("by a public key of the site's signs in, and by nothing but its own algorithm", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const key = publicKey.export({ type: "spki", format: "pem" }).toString();
    must(await addIdentityKey(office, office.acme.brandId, { key, kid: `ed-${round}` }));
    const [header = "", claims = ""] = signedBy({ kid: `ed-${round}`, secret: "" }, marie(), { alg: "EdDSA" }).split(
      ".",
    );
    const signature = sign(null, Buffer.from(`${header}.${claims}`), privateKey).toString("base64url");
    expect(await reasonOf(`${header}.${claims}.${signature}`)).toBeNull();
    // The classic: the public key, which is no secret, taken for one.
    expect(await reasonOf(signedBy({ kid: `ed-${round}`, secret: key }, marie()))).toEqual(refused("algorithm"));
  });

  test("of another brand's key is not this one's", async () => {
    await office.database.pool.query(
      `insert into brand (id, name, is_default, colour) values ($1, 'Club', false, '#1f2937')`,
      [CLUB],
    );
    const made = must(await makeIdentitySecret(office, brandId(CLUB)));
    expect(await reasonOf(signedBy({ kid: made.key.kid, secret: made.secret }, marie()))).toEqual(
      refused("key-unknown"),
    );
  });
});

describe("what is signed in", () => {
  test("ends when the token does, a minute later at most, however much it is used", async () => {
    expect(await site.identify(browser, marie({ exp: seconds() + 600 }))).toMatchObject({ endsIn: 11 * MINUTE });
    office.clock.advance(11 * MINUTE - 1);
    expect(await site.known(browser.token)).not.toBeNull();
    office.clock.advance(1);
    expect(await site.known(browser.token)).toBeNull();
  });

  test("lives a year where the token does not end", async () => {
    expect(await site.identify(browser, marie())).toMatchObject({ endsIn: null });
    office.clock.advance(364 * DAY);
    expect(await site.known(browser.token)).not.toBeNull();
  });

  test("goes on with the next token, as the same session", async () => {
    await site.identify(browser, marie({ exp: seconds() + 600 }));
    const { token } = browser;
    office.clock.advance(10 * MINUTE);
    await site.identify(browser, marie({ exp: seconds() + 600 }));
    office.clock.advance(5 * MINUTE);
    expect(browser.token).toBe(token);
    expect(await site.known(token)).not.toBeNull();
  });

  test("ends with its key, and a later key signs in again", async () => {
    const [old, next] = [await site.newKey(), await site.newKey()];
    await site.identify(browser, marie(), old);
    const id = await begin(office, await site.whoIn(browser));
    must(await endIdentityKey(office, office.acme.brandId, old.id));
    expect(await site.known(browser.token)).toBeNull();
    expect(await reasonOf(signedBy(old, marie()))).toEqual(refused("key-unknown"));
    await site.identify(browser, marie(), next);
    expect(await site.opened(browser)).toEqual([id]);
    const kept = await office.database.pool.query("select length(material) from identity_key where id = $1", [old.id]);
    expect(kept.rows).toEqual([{ length: 0 }]);
  });

  test("speaks the language that the site names, now and later", async () => {
    await office.database.pool.query("update account set locales = '{en,fr,ar}'");
    expect(await site.identify(browser, marie())).toMatchObject({ locale: "fr" });
    expect(await site.identify(browser, marie({ locale: "ar-EG" }))).toMatchObject({ locale: "ar" });
    expect(await site.identify(browser, marie({ locale: "tlh" }))).toMatchObject({ locale: "ar" });
  });
});

/** A fresh mail of hers to the support address. Answers the conversation that it began. */
const writes = async (proof = {}) => {
  expect(await office.arrives({ from: addressOf(), to: SUPPORT, ...proof })).toBe("posted: new-conversation");
  const found = await office.database.pool.query<{ id: string }>(
    "select id from conversation where lower(address) = $1",
    [addressOf()],
  );
  return found.rows[0]?.id;
};
/** The site has made sure that the address is hers. */
const verified = (more: object = {}) => marie({ email: addressOf().toUpperCase(), email_verified: true, ...more });

describe("a conversation that began by mail", () => {
  test("from the verified address is open to them", async () => {
    const id = await writes();
    await site.identify(browser, verified());
    expect(await site.opened(browser)).toEqual([id]);
  });

  test("opens in the browser that is signed in already", async () => {
    await site.identify(browser, verified());
    const id = await writes();
    expect(await site.opened(browser)).toEqual([id]);
  });

  test("is not, where the site has not verified the address", async () => {
    await writes();
    await site.identify(browser, verified({ email_verified: false }));
    expect(await site.opened(browser)).toEqual([]);
  });

  test("is not, where the mail was not proved to come from there", async () => {
    await writes({ proof: UNPROVED });
    await site.identify(browser, verified());
    expect(await site.opened(browser)).toEqual([]);
  });

  test("closes when the site tells another address, on every device", async () => {
    await writes();
    const phone: Browser = { token: null };
    await site.identify(phone, verified());
    await site.identify(browser, verified({ email: "other@example.com" }));
    expect([await site.opened(browser), await site.opened(phone)]).toEqual([[], []]);
  });
});

test("a key's last use is noted to the minute, for whoever wants to end it", async () => {
  const key = await site.newKey();
  const lastUse = async () => {
    const keys = await office.store.transaction((tx) => tx.identityKeys.loadActive(office.acme.brandId));
    return keys.find(({ id }) => id === key.id)?.lastUsedAt ?? null;
  };
  expect(await lastUse()).toBeNull();
  const first = office.clock.now();
  await site.identify(browser, marie(), key);
  office.clock.advance(MINUTE - 1);
  await site.identify(browser, marie(), key);
  expect(await lastUse()).toBe(first);
  office.clock.advance(HOUR);
  await site.identify(browser, marie(), key);
  expect(await lastUse()).toBe(office.clock.now());
});

test.each([
  [
    { email: "marie@example.com", email_verified: true },
    { address: "marie@example.com", address_state: "proved" },
  ],
  [{ email: "marie@example.com" }, { address: "marie@example.com", address_state: "unproved" }],
  [{}, { address: null, address_state: null }],
])("of whom the site tells %o, a conversation that begins knows %o", async (told, address) => {
  await site.identify(browser, marie(told));
  const id = await begin(office, await site.whoIn(browser));
  const kept = await office.database.pool.query("select address, address_state from conversation where id = $1", [id]);
  expect(kept.rows).toEqual([address]);
});
