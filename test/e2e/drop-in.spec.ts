/** A site that called Zendesk's messaging names another script, and goes on calling `zE`. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CHROMIUM, launchChromium, wordsOf } from "../support/browser/browser.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { can } from "../support/peers/outside-programs.ts";
import { type Product, startProduct } from "../support/servers/product.ts";
import { until } from "../support/until.ts";

const say = wordsOf("widget", "en");
const inFrench = wordsOf("widget", "fr");
const hasBrowser = await can(CHROMIUM);

let browser: Browser;
let product: Product;
let desk: Desk;
beforeAll(async () => {
  [browser, product] = await Promise.all([launchChromium(), startProduct()]);
  desk = await openDesk(product);
});
afterAll(async () => {
  await browser.close();
  await product.dispose();
});

let context: BrowserContext;
let page: Page;
let warnings: string[];
beforeEach(async () => {
  context = await browser.newContext({ locale: "en", reducedMotion: "reduce" });
  context.setDefaultTimeout(20_000);
  page = await context.newPage();
  warnings = [];
  page.on("console", (said) => {
    if (said.type() === "warning") warnings.push(said.text());
  });
});
afterEach(() => context.close());

/** A page of the site: what it runs before the script is there, and after. */
async function visit({
  before = "",
  after = "",
}: {
  readonly before?: string;
  readonly after?: string;
}): Promise<void> {
  const tag = `<script src="/widget/zendesk.js" data-brand="${desk.brandId}"></script>`;
  const body = `<!doctype html><title>Shop</title><body><script>${before}</script>${tag}<script>${after}</script>`;
  await page.route("**/shop", (route) => route.fulfill({ contentType: "text/html", body }));
  await page.goto(`${product.url}/shop`);
}

const composer = (words = say) => page.getByRole("textbox", { name: words("composer.label") });
const heard = (): Promise<unknown> => page.evaluate("heard");

describe.skipIf(!hasBrowser)("zE", () => {
  test("opens, tells what is unread until it is told to stop, and is ready at once", async () => {
    await visit({
      after: `
        heard = [];
        zE(() => heard.push("ready"));
        stop = zE("messenger:on", "unreadMessages", (count) => heard.push(count));
        zE("messenger", "open");`,
    });
    await composer().fill("Is the lamp waterproof?");
    await composer().press("Enter");
    await page.getByText(say("state.sent")).waitFor();
    await page.evaluate('zE("messenger", "close")');
    await page.locator("ariane-widget .panel").waitFor({ state: "hidden" });
    await desk.say("It is.");
    await until("an unread message is told", async () => JSON.stringify(await heard()).includes("1"));
    expect(await heard()).toContain("ready");
    const before = await page.evaluate("stop(); heard.length");
    await page.evaluate('zE("messenger", "open")');
    await page.getByText("It is.").waitFor();
    await page.locator("ariane-widget .badge:empty").waitFor({ state: "attached" });
    expect(await page.evaluate("heard.length")).toBe(before);
  });

  test("sets the language, hides and shows, and warns of what it does not know", async () => {
    await visit({ after: `zE("messenger:set", "locale", "fr"); zE("messenger", "open");` });
    await composer(inFrench).waitFor();
    await page.evaluate('zE("webWidget", "hide")');
    await page.locator("ariane-widget .launcher").waitFor({ state: "hidden" });
    await page.evaluate('zE("webWidget", "show")');
    await page.locator("ariane-widget .launcher").waitFor();
    await page.evaluate('zE("messenger", "startCall"); zE("voice", "call")');
    await until("both are warned of", () => warnings.filter((said) => said.startsWith("ariane:")).length >= 2);
    expect(warnings.join("\n")).toMatch(/startCall[\s\S]*voice call/);
  });

  test("takes up what a stub of the page was told before", async () => {
    await visit({
      before: `window.zE = function () { (zE.q = zE.q || []).push(arguments); }; zE("messenger", "open");`,
    });
    await composer().waitFor();
  });
});
