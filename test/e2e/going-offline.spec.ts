/** An agent goes offline with a conversation in hand, and the person does not wait for them. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DEMO_SIGN_IN } from "../../src/domain/settings/demo.ts";
import {
  accessibilityFaults,
  arrivedIn,
  CHROMIUM,
  launchChromium,
  type Say,
  wordsOf,
} from "../support/browser/browser.ts";
import { can } from "../support/peers/outside-programs.ts";
import { type Product, startProduct } from "../support/servers/product.ts";

const STEP_MS = 30_000;

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

test.skipIf(!hasBrowser).each([
  ["en", 1280],
  ["fr", 390],
])("in %s, %i px wide: they are offered to give it back, and it waits in the queue", async (tag, width) => {
  const words: Say = wordsOf("workspace", tag);
  const widget: Say = wordsOf("widget", tag);
  const question = `Is anybody there? (${tag})`;
  const context = await browser.newContext({ locale: tag, viewport: { width, height: 860 } });
  context.setDefaultTimeout(STEP_MS);
  const [shop, desk] = [await context.newPage(), await context.newPage()];

  await shop.goto(`${product.url}/demo/${tag}/`);
  await shop.getByRole("button", { name: new RegExp(`^${widget("launcher.label")}`) }).click();
  const composer = shop.getByRole("textbox", { name: widget("composer.label") });
  await composer.fill(question);
  await composer.press("Enter");
  await shop.getByText(arrivedIn(widget)).last().waitFor();

  const from = { "x-ariane-request": "1", origin: product.url };
  await context.request.post(`${product.url}/api/agent/sign-in`, { data: DEMO_SIGN_IN, headers: from });
  await context.request.put(`${product.url}/api/agent/me`, {
    data: { locale: tag, presence: "online" },
    headers: from,
  });
  await desk.goto(`${product.url}/workspace/?view=queue`);
  await desk.getByText(question).first().click();
  await desk
    .getByRole("button", { name: words("accept") })
    .first()
    .click();
  await desk.getByRole("button", { name: new RegExp(words("assignee.you")) }).waitFor();

  await desk.goto(`${product.url}/workspace/?view=mine`);
  await desk.getByText(question).first().waitFor();
  await desk.getByRole("button", { name: new RegExp(words("presence.change")) }).click();
  await desk.getByRole("menuitemradio", { name: new RegExp(`^${words("presence.offline")}`) }).click();
  await desk.getByRole("dialog").waitFor();
  expect(await accessibilityFaults(desk)).toEqual([]);
  await desk.getByRole("button", { name: words("offline.hand-back") }).click();

  await desk.goto(`${product.url}/workspace/?view=queue`);
  await desk.getByText(question).first().waitFor();
  await context.close();
});
