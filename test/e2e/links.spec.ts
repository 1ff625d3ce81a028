/** The link of a mail, pasted into a page on which somebody writes already (product.md §5.3, ADR 0022). */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { clientId, DAY, emailAddress, later } from "../../src/domain/ids.ts";
import { startConversation } from "../../src/usecases/conversation/start-conversation.ts";
import { startSession } from "../../src/usecases/sessions/start-session.ts";
import { accessibilityFaults, arrivedIn, CHROMIUM, launchChromium, wordsOf } from "../support/browser/browser.ts";
import { can } from "../support/peers/outside-programs.ts";
import { type Product, startProduct } from "../support/servers/product.ts";
import { until } from "../support/until.ts";
import { must } from "../support/world.ts";

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

/** A conversation that Eve began, and a link to it such as a mail to her carries. */
async function evesLink(text: string): Promise<string> {
  const { house } = product.server;
  const { store, secrets, clock, newId } = house;
  const [brand] = await store.transaction((tx) => tx.settings.loadBrands());
  if (brand === undefined) throw new Error("the demo has no brand");
  const browserOfHers = { brandId: brand.id, widgetLocale: null, browserLanguages: ["en"], timeZone: null };
  const { token } = must(await startSession(house, browserOfHers));
  const eve = await store.transaction((tx) => tx.people.findSession(secrets.hashToken(token), clock.now()));
  if (eve === null) throw new Error("Eve has no session");
  const conversationId = must(
    await startConversation(house, eve, { clientId: clientId(`eve-${newId()}`), text, pageUrl: null, attachments: [] }),
  );
  const linkToken = secrets.newToken();
  const [now, recipient] = [clock.now(), emailAddress("eve@example.com")];
  await store.transaction((tx) =>
    tx.links.insert({
      tokenHash: secrets.hashToken(linkToken),
      purpose: "resume",
      conversationId,
      recipient,
      now,
      expiresAt: later(now, DAY),
    }),
  );
  return linkToken;
}

describe.skipIf(!hasBrowser).each([
  ["en", 1280],
  ["fr", 390],
])("in %s, %i px wide", (tag, width) => {
  const t = wordsOf("widget", tag);
  const own = `My own question (${tag})`;
  const hers = `Eve was here (${tag})`;
  let context: BrowserContext;
  let shop: Page;
  let token: string;

  const composer = () => shop.getByRole("textbox", { name: t("composer.label") });
  const answer = (key: "link.ask.open" | "link.ask.stay") => shop.getByRole("button", { name: t(key) }).click();
  const paste = (link: string) => shop.evaluate(`location.hash = "#ariane=${link}"`);

  beforeEach(async () => {
    context = await browser.newContext({ locale: tag, viewport: { width, height: 860 } });
    shop = await context.newPage();
    await shop.goto(`${product.url}/demo/${tag}/`);
    await shop.getByRole("button", { name: new RegExp(`^${t("launcher.label")}`) }).click();
    await composer().fill(own);
    await composer().press("Enter");
    await shop.getByText(arrivedIn(t)).last().waitFor();
    await composer().fill("Half a thou");
    token = await evesLink(hers);
    await paste(token);
    await shop.getByText(t("link.ask")).waitFor();
  });
  afterEach(() => context.close());

  test("she is asked, the link has left the address bar, and staying moves nothing", async () => {
    expect(shop.url()).not.toContain(token);
    expect(await accessibilityFaults(shop)).toEqual([]);
    await answer("link.ask.stay");
    await shop.getByText(t("link.ask")).waitFor({ state: "detached" });
    expect(await composer().inputValue()).toBe("Half a thou");
    expect([await shop.getByText(own).count(), await shop.getByText(hers).count()]).toEqual([1, 0]);
  });

  test("opening it shows the other one, and what she was writing stays in hers", async () => {
    await answer("link.ask.open");
    await shop.getByText(hers).waitFor();
    expect(await shop.getByText(own).count()).toBe(0);
    await until("the other one's composer is empty", async () => (await composer().inputValue()) === "");
  });

  test("where it leads to a page of ours the conversation takes the whole of that, and one that has ended says so", async () => {
    const text = `Eve writes on (${tag})`;
    const elsewhere = await browser.newContext({
      locale: tag,
      reducedMotion: "reduce",
      viewport: { width, height: 860 },
    });
    const page = await elsewhere.newPage();
    await page.goto(`${product.url}/conversation#ariane=one-that-has-ended`);
    await page.getByText(t("link.invalid")).waitFor();
    await page.goto(`${product.url}/conversation#ariane=${await evesLink(text)}`);
    await page.getByText(text).waitFor();
    const taken = await page.locator("ariane-widget .panel").boundingBox();
    expect(taken).toMatchObject({ y: 0, width: Math.min(width, 760), height: 860 });
    expect(await page.locator("ariane-widget .launcher").isVisible()).toBe(false);
    expect(page.url()).not.toContain("#");
    expect(await accessibilityFaults(page)).toEqual([]);
    await elsewhere.close();
  });
});
