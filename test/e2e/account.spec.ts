/** *Your account*, the security log, and what a browser keeps after signing out, as whoever works here lives through them. */
import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DEMO_SIGN_IN } from "../../src/domain/settings/demo.ts";
import { brandId } from "../../src/domain/ids.ts";
import { accessibilityFaults, CHROMIUM, launchChromium, wordsOf } from "../support/browser/browser.ts";
import { fileVisitor } from "../support/browser/file-visitor.ts";
import { can } from "../support/peers/outside-programs.ts";
import { type Product, startProduct } from "../support/servers/product.ts";

const hasBrowser = await can(CHROMIUM);

let browser: Browser;
let product: Product;
beforeAll(async () => {
  [browser, product] = await Promise.all([launchChromium(), startProduct()]);
});
afterAll(async () => {
  await browser.close();
  await product.dispose();
});

/** Whether a browser has kept what lies at this address of its page's own. */
const isKept = (url: string): Promise<boolean> =>
  fetch(url, { cache: "only-if-cached", mode: "same-origin" }).then(
    ({ ok }) => ok,
    () => false,
  );

describe.skipIf(!hasBrowser).each([
  ["en", DEMO_SIGN_IN.password, "three lamps on the ceiling"],
  ["fr", "three lamps on the ceiling", "trois lampes au plafond"],
])("in %s", (tag, before, after) => {
  const t = wordsOf("workspace", tag);
  const button = (page: Page, key: string) => page.getByRole("button", { name: t(key), exact: true });

  /** A browser in which somebody signs in; `path` of the workspace. */
  async function signedIn(password: string, path = ""): Promise<Page> {
    await product.server.house.pool.query("update agent set locale = $1 where email = $2", [tag, DEMO_SIGN_IN.email]);
    const context = await browser.newContext({ locale: tag });
    const page = await context.newPage();
    await page.goto(`${product.url}/workspace/sign-in`);
    await page.getByLabel(t("email")).fill(DEMO_SIGN_IN.email);
    await page.getByLabel(t("password"), { exact: true }).fill(password);
    await button(page, "sign-in.button").click();
    await page.locator(".agent-menu").waitFor();
    if (path !== "") await page.goto(`${product.url}/workspace${path}`);
    return page;
  }

  /** Its page has been told that nobody is signed in. */
  const isOut = (page: Page) => button(page, "sign-in.button").waitFor();

  // Neither the demo's own sign-in nor those of the test before.
  beforeEach(async () => {
    await product.server.house.pool.query("delete from agent_session");
  });

  test("one signs out elsewhere, here or everywhere, and changes the password", async () => {
    const page = await signedIn(before, "/account");
    const one = await signedIn(before);
    await page.reload();
    const rows = page.locator("li.member");
    await rows.nth(1).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await rows
      .filter({ hasNotText: t("sessions.this") })
      .getByRole("button")
      .click();
    await isOut(one);
    await page.getByText(t("sessions.ended")).waitFor();

    const [two, three] = [await signedIn(before), await signedIn(before)];
    await page.reload();
    await button(page, "sessions.end-others").click();
    await Promise.all([isOut(two), isOut(three)]);

    const four = await signedIn(before);
    await button(page, "change-password").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(t("change-password.current")).fill("a guess of somebody");
    await dialog.getByLabel(t("new-password.label")).fill(after);
    await button(page, "change-password").last().click();
    await dialog.getByText(t("refusal.password-wrong")).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByLabel(t("change-password.current")).fill(before);
    await button(page, "change-password").last().click();
    await page.getByText(t("change-password.done")).waitFor();
    await isOut(four);
    await page.reload();
    await page.getByText(t("sessions.this")).waitFor();
    for (const each of [page, one, two, three, four]) await each.context().close();
  });

  test("the security log is filtered, and downloaded as it is filtered", async () => {
    const page = await signedIn(after, "/admin/security-log");
    const said = page.locator(".audit-said");
    await said.first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel(t("audit.what")).selectOption("password-changed");
    const sentence = t("audit.said.password-changed", { who: "Léo Martin", what: "Léo Martin" });
    await said.filter({ hasText: sentence }).first().waitFor();
    const signIns = t("audit.said.signed-in", { who: "Léo Martin" });
    await said.filter({ hasText: signIns }).first().waitFor({ state: "detached" });
    expect(new Set(await said.allTextContents())).toEqual(new Set([sentence]));
    const downloading = page.waitForEvent("download");
    await page.getByRole("link", { name: t("audit.download") }).click();
    const table = await readFile(await (await downloading).path(), "utf8");
    expect(table).toContain("password-changed");
    expect(table).not.toContain("signed-in");
    await page.context().close();
  });

  test("after signing out neither Back nor the address of a file shows what was there", async () => {
    const { rows } = await product.server.house.pool.query<{ id: string }>("select id from brand");
    const visitor = await fileVisitor(product, brandId(rows[0]?.id ?? ""));
    await visitor.write({ text: "Here", files: [{ name: "a.txt", type: "text/plain", bytes: Buffer.from("hers") }] });
    const [file] = await visitor.files();
    const address = `${product.url}/api/agent/attachments/${file?.id ?? ""}`;
    const page = await signedIn(after, "/account");
    await page.getByRole("heading", { name: "Léo Martin" }).waitFor();
    // As an image is shown: the browser keeps it.
    const fetched = () => page.evaluate(async (url) => (await fetch(url)).status, address);
    expect(await fetched()).toBe(200);
    await page
      .getByRole("listitem")
      .filter({ hasText: t("sessions.this") })
      .getByRole("button")
      .click();
    await isOut(page);
    expect(await fetched()).toBe(401);
    expect(await page.evaluate(isKept, address)).toBe(false);
    await page.goBack();
    await isOut(page);
    expect(await page.getByText("Léo Martin").count()).toBe(0);
    await page.context().close();
  });
});
