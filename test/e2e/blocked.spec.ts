/** Suspending somebody, as the agent sees it and as the person does not. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

async function openPage(
  tag: string,
  width: number,
): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
  const context = await browser.newContext({ locale: tag, viewport: { width, height: 860 } });
  context.setDefaultTimeout(STEP_MS);
  return { context, page: await context.newPage() };
}

describe.skipIf(!hasBrowser).each([
  ["en", 1280],
  ["fr", 390],
])("in %s, %i px wide", (tag, width) => {
  const words: Say = wordsOf("workspace", tag);
  const widget: Say = wordsOf("widget", tag);
  const question = `Cheap watches here (${tag})`;
  const again = `Nobody interested? (${tag})`;
  let marie: BrowserContext;
  let leo: BrowserContext;
  let shop: Page;
  let desk: Page;

  const says = async (text: string): Promise<void> => {
    const composer = shop.getByRole("textbox", { name: widget("composer.label") });
    await composer.fill(text);
    await composer.press("Enter");
    await shop.getByText(text).last().waitFor();
  };

  beforeAll(async () => {
    ({ context: marie, page: shop } = await openPage(tag, 1280));
    ({ context: leo, page: desk } = await openPage(tag, width));
    await shop.goto(`${product.url}/demo/${tag}/`);
    await shop.getByRole("button", { name: new RegExp(`^${widget("launcher.label")}`) }).click();
    await says(question);
    const from = { "x-ariane-request": "1", origin: product.url };
    await leo.request.post(`${product.url}/api/agent/sign-in`, { data: DEMO_SIGN_IN, headers: from });
    await leo.request.put(`${product.url}/api/agent/me`, { data: { locale: tag }, headers: from });
    await desk.goto(`${product.url}/workspace/?view=all`);
    await desk.getByText(question).first().click();
    await desk.getByRole("button", { name: words("block.menu"), exact: true }).waitFor();
  });
  afterAll(async () => {
    await marie.close();
    await leo.close();
  });

  test("an agent suspends the person, and reads that they are blocked", async () => {
    await desk.getByRole("button", { name: words("block.menu"), exact: true }).click();
    await desk.getByRole("menuitem", { name: words("block.suspended") }).click();
    await desk.getByText(words("block.bar")).waitFor();
    expect(await accessibilityFaults(desk)).toEqual([]);
  });

  test("what they write then looks sent to them, and is not in the conversation", async () => {
    await says(again);
    await shop.getByText(arrivedIn(widget)).last().waitFor();
    await desk.reload();
    await desk.getByText(words("block.bar")).waitFor();
    expect(await desk.getByText(again).count()).toBe(0);
  });

  test("they are listed with what was kept out, and unblocked it is there", async () => {
    await desk.goto(`${product.url}/workspace/admin/people/blocked`);
    await desk.getByRole("button", { name: words("blocked.kept-out", { count: 1 }) }).click();
    await desk.getByRole("dialog").getByText(again).waitFor();
    expect(await accessibilityFaults(desk)).toEqual([]);
    await desk.keyboard.press("Escape");
    await desk.getByRole("button", { name: new RegExp(`^${words("blocked.lift.of", { name: "" })}`) }).click();
    await desk.getByText(words("blocked.none")).waitFor();
    expect(await accessibilityFaults(desk)).toEqual([]);
    await desk.goto(`${product.url}/workspace/?view=all`);
    await desk.getByText(again).first().click();
    await desk.getByText(again).last().waitFor();
    expect(await desk.getByText(words("block.bar")).count()).toBe(0);
  });

  test("a domain is blocked by hand", async () => {
    await desk.goto(`${product.url}/workspace/admin/people/blocked`);
    await desk.getByRole("button", { name: words("blocked.add") }).click();
    await desk.getByLabel(words("blocked.sender"), { exact: true }).fill("Bad.Example");
    expect(await accessibilityFaults(desk)).toEqual([]);
    await desk.getByRole("button", { name: words("blocked.add-button"), exact: true }).click();
    await desk.getByText("@bad.example").waitFor();
    await desk.getByRole("button", { name: words("blocked.lift.of", { name: "@bad.example" }) }).click();
    await desk.getByText(words("blocked.none")).waitFor();
  });
});
