/** What engines do differently comes out alike: digits, focus, fields that grow, what Tab stops at. */
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { brandId } from "../../src/domain/ids.ts";
import { DEMO_SIGN_IN } from "../../src/domain/settings/demo.ts";
import { arrivedIn, CHROMIUM, type Engine, FIREFOX, typeInto, wordsOf } from "../support/browser/browser.ts";
import { newClientId, visit } from "../support/doors/doors.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { can } from "../support/peers/outside-programs.ts";
import { type Product, startProduct } from "../support/servers/product.ts";

const ENGINES: readonly (readonly [program: string, engine: Engine, isAble: boolean])[] = [
  [CHROMIUM.program, CHROMIUM, await can(CHROMIUM)],
  [FIREFOX.program, FIREFOX, await can(FIREFOX)],
];

const DESKTOP = { width: 1280, height: 700 };
const PHONE = { width: 390, height: 700 };
const STEP_MS = 20_000;

/** As in an engine that does not know it, whatever this one knows. */
const WITHOUT_FIELD_SIZING = `(() => {
  const { supports } = CSS;
  CSS.supports = (...asked) => !String(asked[0]).includes("field-sizing") && supports.apply(CSS, asked);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("textarea { field-sizing: fixed !important }");
  document.adoptedStyleSheets = [sheet];
})()`;

/** The element with the focus, in shadow trees too: empty where a person may act on it and it has a name, else what it is. */
const NAMELESS_STOP = `(() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (at === null || at === document.body) return "";
  const isNamed = (at.getAttribute("aria-label") ?? at.getAttribute("aria-labelledby")) !== null;
  const isControl = at.matches("a, button, input, textarea, select, summary, iframe");
  return isControl || (isNamed && at.hasAttribute("role")) ? "" : at.outerHTML.slice(0, 120);
})()`;

const heightOf = async (field: Locator): Promise<number> => (await field.boundingBox())?.height ?? 0;

/** Six lines are higher than one, and one again as high as before. */
async function expectToGrow(page: Page, field: Locator): Promise<void> {
  await typeInto(field, "One line");
  const low = await heightOf(field);
  for (let line = 0; line < 5; line += 1) {
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("more");
  }
  expect(await heightOf(field)).toBeGreaterThan(low + 30);
  await typeInto(field, "One line");
  expect(await heightOf(field)).toBe(low);
}

describe.each(ENGINES.filter(([, , isAble]) => isAble))("in %s", (_program, engine) => {
  let browser: Browser;
  let product: Product;
  let leo: Desk;
  beforeAll(async () => {
    [browser, product] = await Promise.all([engine.launch("en"), startProduct()]);
    leo = await openDesk(product);
  });
  afterAll(async () => {
    await browser.close();
    await product.dispose();
  });

  async function open(path: string, tag: string, viewport = DESKTOP): Promise<[Page, BrowserContext]> {
    const context = await browser.newContext({ locale: tag, viewport });
    context.setDefaultTimeout(STEP_MS);
    const page = await context.newPage();
    await page.goto(`${product.url}${path}`);
    return [page, context];
  }

  async function openWidget(tag: string, viewport = DESKTOP): Promise<[Page, Locator, BrowserContext]> {
    const [page, context] = await open(`/demo/${tag}/`, tag, viewport);
    await page.locator("ariane-widget .launcher").click();
    return [page, page.getByRole("textbox", { name: wordsOf("widget", tag)("composer.label") }), context];
  }

  async function openWorkspace(): Promise<[Page, BrowserContext]> {
    const t = wordsOf("workspace", "en");
    const [page, context] = await open("/workspace/sign-in", "en");
    await typeInto(page.getByLabel(t("email"), { exact: true }), DEMO_SIGN_IN.email);
    await typeInto(page.getByLabel(t("password"), { exact: true }), DEMO_SIGN_IN.password);
    await page.getByRole("button", { name: t("sign-in.button"), exact: true }).click();
    await page.locator(".list-pane").waitFor();
    return [page, context];
  }

  test("in Arabic the widget writes the digits of addresses and links", async () => {
    const [page, composer, context] = await openWidget("ar");
    await typeInto(composer, "مرحبا");
    await composer.press("Enter");
    await page.getByText(arrivedIn(wordsOf("widget", "ar"))).waitFor();
    await leo.say("Salut");
    await page.getByText("Salut").waitFor();
    const shown: string = await page.locator("ariane-widget .content").innerText();
    expect(shown.match(/[\u0660-\u0669\u06f0-\u06f9]/gu)).toBeNull();
    expect(shown).toMatch(/\d:\d\d/u);
    await context.close();
  });

  test.each([
    ["a desktop", DESKTOP],
    ["a phone", PHONE],
  ])("on %s the focus stays in the panel when the address is given: Escape closes it", async (_where, viewport) => {
    const say = wordsOf("widget", "en");
    const [page, composer, context] = await openWidget("en", viewport);
    await typeInto(composer, "Is anybody there?");
    await composer.press("Enter");
    const field = page.getByLabel(say("form.label"));
    await field.waitFor();
    await typeInto(field, "marie@example.com");
    await field.press("Enter");
    await page.getByText(say("form.acknowledged", { address: "marie@example.com" })).waitFor();
    await page.keyboard.press("Escape");
    await page.locator("ariane-widget .panel").waitFor({ state: "hidden" });
    await context.close();
  });

  test("the widget's field grows with its words, and shrinks", async () => {
    const [page, composer, context] = await openWidget("en");
    await expectToGrow(page, composer);
    await context.close();
  });

  test("nothing that is only scrolled is a stop on the way of Tab; the workspace's field grows in any engine", async () => {
    // So many that the list is scrolled.
    const marie = await visit(product, brandId(leo.brandId));
    for (let at = 0; at < 14; at += 1) await marie.begin(product, { text: `Question ${at}`, clientId: newClientId() });
    const [page, context] = await openWorkspace();
    await page.locator(".line").nth(13).waitFor();
    await page.locator(".line").first().click();
    const composer = page.locator(".composer textarea");
    await composer.waitFor();
    const list = page.locator(".list-scroll");
    expect(await list.evaluate((box) => box.scrollHeight > box.clientHeight)).toBe(true);
    await page.getByRole("searchbox").focus();
    const nameless: string[] = [];
    // From there through the list and the conversation.
    for (let isBeyond = false; !isBeyond; isBeyond = await composer.evaluate((field) => field.matches(":focus"))) {
      await page.keyboard.press("Tab");
      const what = await page.evaluate<string>(NAMELESS_STOP);
      if (what !== "") nameless.push(what);
    }
    expect(nameless).toEqual([]);
    await expectToGrow(page, composer);
    await page.evaluate(WITHOUT_FIELD_SIZING);
    await expectToGrow(page, composer);
    await context.close();
  });
});
