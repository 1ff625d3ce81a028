/** What can be followed in a message is a link for the visitor, to its last bracket; what recognises it comes when needed. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { arrivedIn, CHROMIUM, launchChromium, wordsOf } from "../support/browser/browser.ts";
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

describe.skipIf(!hasBrowser).each([
  ["en", 1280],
  ["ar", 390],
])("in %s, %i px wide", (tag, width) => {
  const t = wordsOf("widget", tag);

  test("a page, a person and a number can be followed, and nothing is fetched for words", async () => {
    const context = await browser.newContext({ locale: tag, viewport: { width, height: 860 } });
    const shop = await context.newPage();
    const fetched: string[] = [];
    shop.on("request", (request) => fetched.push(new URL(request.url()).pathname));
    await shop.goto(`${product.url}/demo/${tag}/`);
    await shop.getByRole("button", { name: new RegExp(`^${t("launcher.label")}`) }).click();
    const composer = shop.getByRole("textbox", { name: t("composer.label") });
    const write = async (text: string): Promise<void> => {
      await composer.fill(text);
      await composer.press("Enter");
    };
    await write("Hello");
    await shop.getByText(arrivedIn(t)).last().waitFor();
    expect(fetched.filter((path) => path.includes("panel-links-"))).toEqual([]);

    await write("See https://en.wikipedia.org/wiki/Foo_(bar), ask marie@example.com or +33 1 23 45 67 89.");
    const links = shop.locator(".bubble a");
    await links.nth(2).waitFor();
    expect(await links.evaluateAll((found) => found.map((link) => link.getAttribute("href")))).toEqual([
      "https://en.wikipedia.org/wiki/Foo_(bar)",
      "mailto:marie@example.com",
      "tel:+33123456789",
    ]);
    await context.close();
  });
});
