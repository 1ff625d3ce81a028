/** Channels › Messaging: an admin gives the site what it signs with, sees it used, and reads why a sign-in failed. */
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { Page } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { DEMO_SIGN_IN } from "../../src/domain/settings/demo.ts";
import { accessibilityFaults, CHROMIUM, wordsOf } from "../support/browser/browser.ts";
import { openShop } from "../support/browser/shop.ts";
import { person, signedBy } from "../support/identity.ts";
import { can } from "../support/peers/outside-programs.ts";

const hasBrowser = await can(CHROMIUM);

const shop = openShop({ viewport: { width: 1280, height: 900 } });

/** A token that this private key signs. */
function signedWith(privateKey: KeyObject, kid: string, claims: object): string {
  const [header = "", said = ""] = signedBy({ kid, secret: "" }, claims, { alg: "EdDSA" }).split(".");
  return `${header}.${said}.${sign(null, Buffer.from(`${header}.${said}`), privateKey).toString("base64url")}`;
}

/** `loginUser` in a tab of the site: null, or why not. */
async function signIn(jwt: string): Promise<unknown> {
  await shop.turnToNewTab();
  await shop.visit(shop.snippet);
  const done = "(error) => resolve(error && error.reason)";
  return shop.page.evaluate(
    `new Promise((resolve) => ariane("loginUser", (give) => give(${JSON.stringify(jwt)}), ${done}))`,
  );
}

describe.skipIf(!hasBrowser).each(["en", "fr"])("an admin, in %s,", (tag) => {
  const t = wordsOf("workspace", tag);
  let admin: Page;
  const button = (key: string) => admin.getByRole("button", { name: t(key), exact: true });
  const row = (kid: string) => admin.getByRole("listitem").filter({ hasText: kid });
  const shown = (key: string) => admin.getByRole("group", { name: t(key) }).locator("code");

  beforeEach(async () => {
    await shop.product.server.house.pool.query("delete from identity_refusal");
    await shop.product.server.house.pool.query("update agent set locale = $1 where email = $2", [
      tag,
      DEMO_SIGN_IN.email,
    ]);
    await shop.context.request.post(`${shop.product.url}/api/agent/sign-in`, {
      data: DEMO_SIGN_IN,
      headers: { "x-ariane-request": "1", origin: shop.product.url },
    });
    admin = shop.page;
    await admin.goto(`${shop.product.url}/workspace/admin/channels/messaging`);
  });

  async function makeSecret(): Promise<{ readonly kid: string; readonly secret: string }> {
    await button("identity.make").click();
    const secret = await shown("identity.secret").innerText();
    const kid = await shown("identity.kid").innerText();
    expect(await accessibilityFaults(admin)).toEqual([]);
    await button("identity.kept").click();
    await row(kid).waitFor();
    expect(await admin.content()).not.toContain(secret);
    return { kid, secret };
  }

  test("makes a secret that is shown once, sees it used, changes it for another, and reads who still has the old", async () => {
    const marie = person(`marie-${tag}`);
    const old = await makeSecret();
    await row(old.kid)
      .filter({ hasText: t("identity.unused") })
      .waitFor();
    expect(await signIn(signedBy(old, marie))).toBeNull();
    await admin.reload();
    await row(old.kid)
      .filter({ hasNotText: t("identity.unused") })
      .waitFor();

    const next = await makeSecret();
    await admin.getByRole("button", { name: t("identity.end.of", { kid: old.kid }) }).click();
    await admin.getByText(t("identity.end-ask")).waitFor();
    await admin.getByRole("button", { name: t("identity.end.of", { kid: old.kid }) }).click();
    await row(old.kid).waitFor({ state: "detached" });
    const stale = signedBy(old, marie);
    expect(await signIn(stale)).toBe("key-unknown");
    expect(await signIn(signedBy({ ...next, secret: "guess" }, marie))).toBe("signature");
    expect(await signIn(signedBy(next, marie))).toBeNull();

    await admin.reload();
    await admin
      .locator("summary")
      .filter({ hasText: t("identity.refused", { count: 2 }) })
      .click();
    const refused = admin.getByRole("list", { name: t("identity.refused-list") }).getByRole("listitem");
    await refused
      .filter({ hasText: old.kid })
      .filter({ hasText: t("identity.why.key-unknown") })
      .waitFor();
    await refused
      .filter({ hasText: next.kid })
      .filter({ hasText: t("identity.why.signature") })
      .waitFor();
    expect(await admin.content()).not.toContain(stale);
    expect(await accessibilityFaults(admin)).toEqual([]);
  });

  test("gives a public key, and is told what is wrong with what is none", async () => {
    const kid = `site-${tag}`;
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const jwk = (key: KeyObject) => JSON.stringify({ ...key.export({ format: "jwk" }), kid });
    await button("identity.add").click();
    const field = admin.getByLabel(t("identity.public"), { exact: true });
    for (const [given, reason] of [
      ["no key at all", "shape"],
      [jwk(privateKey), "private"],
      [jwk(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey), "kind"],
      [jwk(generateKeyPairSync("rsa", { modulusLength: 1_024 }).publicKey), "size"],
    ] as const) {
      await field.fill(given);
      await button("identity.add-it").click();
      await admin.getByText(t("refusal.identity-key-invalid", { reason })).waitFor();
    }
    expect(await accessibilityFaults(admin)).toEqual([]);
    await field.fill(jwk(publicKey));
    await button("identity.add-it").click();
    await row(kid).filter({ hasText: "EdDSA" }).waitFor();
    await button("identity.add").click();
    await field.fill(jwk(publicKey));
    await button("identity.add-it").click();
    await admin.getByText(t("refusal.identity-key-taken", { kid })).waitFor();
    expect(await signIn(signedWith(privateKey, kid, person(`paul-${tag}`)))).toBeNull();
  });
});
