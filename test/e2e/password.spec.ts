/** A forgotten password, as whoever forgot it lives through it: the page, the mail, a new one, and in. */
import { readdir, readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEMO_SIGN_IN } from "../../src/domain/settings/demo.ts";
import { accessibilityFaults, CHROMIUM, launchChromium, wordsOf } from "../support/browser/browser.ts";
import { can } from "../support/peers/outside-programs.ts";
import { type Product, startProduct } from "../support/servers/product.ts";
import { until } from "../support/until.ts";

const hasBrowser = await can(CHROMIUM);
const LETTERS = /\/workspace\/new-password#([\w-]{43})/g;

let browser: Browser;
let product: Product;
beforeAll(async () => {
  [browser, product] = await Promise.all([launchChromium(), startProduct()]);
});
afterAll(async () => {
  await browser.close();
  await product.dispose();
});

async function open(tag: string, path: string): Promise<Page> {
  const context = await browser.newContext({ locale: tag });
  const page = await context.newPage();
  await page.goto(`${product.url}/workspace${path}`);
  return page;
}

describe.skipIf(!hasBrowser).each([
  ["en", DEMO_SIGN_IN.password, "three lamps on the ceiling"],
  ["fr", "three lamps on the ceiling", "trois lampes au plafond"],
])("in %s", (tag, before, after) => {
  const t = wordsOf("workspace", tag);

  async function signIn(page: Page, password: string): Promise<void> {
    await page.getByLabel(t("email")).fill(DEMO_SIGN_IN.email);
    await page.getByLabel(t("password"), { exact: true }).fill(password);
    await page.getByRole("button", { name: t("sign-in.button"), exact: true }).click();
  }

  test("a forgotten password is chosen anew by the link of a mail, and ends every other session", async () => {
    await product.server.house.pool.query("update agent set locale = $1 where email = $2", [tag, DEMO_SIGN_IN.email]);
    const other = await open(tag, "/sign-in");
    await signIn(other, before);
    await other.locator(".agent-menu").waitFor();

    const page = await open(tag, "/sign-in");
    await page.getByRole("link", { name: t("sign-in.forgot") }).click();
    await page.getByLabel(t("email")).fill(DEMO_SIGN_IN.email);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: t("forgot.button") }).click();
    await page.getByRole("heading", { name: t("forgot.sent") }).waitFor();

    const token = await until("the mail has come", () => newestToken());
    await page.goto(`${product.url}/workspace/new-password#${token}`);
    await page.getByText(DEMO_SIGN_IN.email).waitFor();
    expect(page.url()).not.toContain(token);
    expect(await accessibilityFaults(page)).toEqual([]);
    const field = page.getByLabel(t("new-password.label"));
    await field.fill("password1234");
    await page.getByRole("button", { name: t("new-password.button") }).click();
    await page.getByText(t("refusal.password-common")).waitFor();
    await field.fill(after);
    await page.getByRole("button", { name: t("new-password.button") }).click();
    await page.locator(".agent-menu").waitFor();

    await other.getByRole("button", { name: t("sign-in.button"), exact: true }).waitFor();
    await signIn(other, after);
    await other.locator(".agent-menu").waitFor();
    await page.context().close();
    await other.context().close();
  });
});

const seen = new Set<string>();
/** Of a mail that was not read before; null: none has come. */
async function newestToken(): Promise<string | null> {
  const mailDir = `${product.dataDir}/demo-mail`;
  for (const name of await readdir(mailDir, { recursive: true })) {
    if (!name.endsWith(".mail")) continue;
    const raw = (await readFile(`${mailDir}/${name}`, "utf8")).replaceAll("=\r\n", "").replaceAll("=3D", "=");
    for (const [, token] of raw.matchAll(LETTERS)) {
      if (token !== undefined && !seen.has(token)) {
        seen.add(token);
        return token;
      }
    }
  }
  return null;
}
