/** Pages of others as they are: frameworks that swap the body, snippets that run twice, old libraries, faulty integrations. */
import { randomUUID } from "node:crypto";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CHROMIUM, launchChromium, wordsOf } from "../support/browser/browser.ts";
import { openHostPage } from "../support/browser/host-page.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { can } from "../support/peers/outside-programs.ts";
import { type Product, startProduct } from "../support/servers/product.ts";
import { until } from "../support/until.ts";

const say = wordsOf("widget", "en");
const hasBrowser = await can(CHROMIUM);

let browser: Browser;
let product: Product;
let leo: Desk;
beforeAll(async () => {
  [browser, product] = await Promise.all([launchChromium(), startProduct()]);
  leo = await openDesk(product);
});
afterAll(async () => {
  await browser.close();
  await product.dispose();
});

let context: BrowserContext;
let page: Page;
let said: string[];
beforeEach(async () => {
  context = await browser.newContext({ locale: "en", reducedMotion: "reduce", viewport: { width: 1280, height: 860 } });
  context.setDefaultTimeout(15_000);
  page = await context.newPage();
  said = [];
  page.on("console", (message) => {
    if (message.type() === "warning") said.push(message.text());
  });
  page.on("pageerror", (error) => said.push(String(error)));
});
afterEach(() => context.close());

const snippet = (attributes: string): string => `<script src="${product.url}/widget/ariane.js" ${attributes}></script>`;
const usual = (): string => snippet(`async data-brand="${leo.brandId}"`);

/** A page of the shop's own, or of another site, that holds this. */
async function visit(html: string, url = `${product.url}/shop/${randomUUID()}`): Promise<void> {
  await context.route(url, (route) =>
    route.fulfill({ contentType: "text/html", body: `<!doctype html><title>Shop</title><body><h1>Shop</h1>${html}` }),
  );
  await page.goto(url);
}

const widgets = () => page.locator("ariane-widget").count();
const launcher = () => page.locator("ariane-widget .launcher");
const panel = () => page.locator("ariane-widget .panel");
const composer = () => page.getByRole("textbox", { name: say("composer.label") });
const call = (...command: readonly string[]) => page.evaluate(`ariane(...${JSON.stringify(command)})`);

async function write(text: string): Promise<void> {
  await composer().fill(text);
  await composer().press("Enter");
  await page.getByText(say("state.sent")).last().waitFor();
}

describe.skipIf(!hasBrowser)("a page that", () => {
  test("swaps what is in its body keeps the widget, open and with its conversation", async () => {
    await visit(usual());
    await launcher().click();
    await write("Before the next page");
    await page.evaluate("document.body.innerHTML = '<h1>Next page</h1>'");
    expect([await widgets(), await panel().isVisible()]).toEqual([1, true]);
    await page.getByText("Before the next page").waitFor();
    await page.evaluate("document.body.replaceWith(document.createElement('body'))");
    expect([await widgets(), await panel().isVisible()]).toEqual([1, true]);
  });

  test("tidies the widget away gets it back", async () => {
    await visit(usual());
    await launcher().waitFor();
    await page.evaluate("document.querySelector('ariane-widget').remove()");
    await launcher().waitFor();
    await call("open");
    await panel().waitFor();
  });

  test("runs the snippet again, at once or after a visit, has one widget", async () => {
    await visit(usual() + usual());
    await launcher().click();
    await write("Only once");
    await page.addScriptTag({ url: `${product.url}/widget/ariane.js?brand=${leo.brandId}` });
    await call("close");
    await panel().waitFor({ state: "hidden" });
    expect([await widgets(), said]).toEqual([1, []]);
  });

  test("names the brand in the script's address, as behind a tag manager, has the widget", async () => {
    await visit(`<script src="${product.url}/widget/ariane.js?brand=${leo.brandId}"></script>`);
    await launcher().waitFor();
    expect(said).toEqual([]);
  });

  test("hides the launcher leaves an open panel alone", async () => {
    await visit(usual());
    await launcher().click();
    await composer().waitFor();
    await call("hide");
    expect([await launcher().isVisible(), await panel().isVisible()]).toEqual([false, true]);
    await call("close");
    await call("show");
    await launcher().waitFor();
  });
});

describe.skipIf(!hasBrowser)("over a reload and from page to page", () => {
  test("the draft and the open panel stay, and what had the focus on the page keeps it", async () => {
    await visit(usual());
    await launcher().click();
    await write("A question");
    await composer().fill("Half a thou");
    await page.reload();
    await panel().waitFor();
    // It comes with the conversation's code, after the first view.
    const isBack = async (): Promise<boolean> => (await composer().inputValue()) === "Half a thou";
    await until("the draft is back after a reload", isBack);
    expect(await page.evaluate("document.activeElement === document.body")).toBe(true);
    await visit(usual());
    await page.getByText("A question").waitFor();
    await until("the draft is back on the next page", isBack);
  });

  test.each(["after a reload", "in another tab"])(
    "what is written %s before the server has said anything goes on with the conversation",
    async (where) => {
      await visit(usual());
      await launcher().click();
      await write("A question");
      const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
      const posted: string[] = [];
      await context.routeWebSocket(/\/api\/widget\//, async (line) => {
        await mayAnswer;
        line.connectToServer();
      });
      await context.route(/\/api\/widget\/conversations(?:$|\?|\/)/, async (route) => {
        const request = route.request();
        if (request.method() === "POST") posted.push(new URL(request.url()).pathname);
        else await mayAnswer;
        await route.continue();
      });
      if (where === "in another tab") {
        page = await context.newPage();
        await visit(usual());
        await launcher().click();
      } else await page.reload();
      await composer().fill("One more thing");
      await composer().press("Enter");
      await page.getByText("One more thing").waitFor();
      answer();
      await page.getByText("A question").waitFor();
      await page.getByText("One more thing").waitFor();
      await until("it is sent", () => Promise.resolve(posted.length > 0));
      expect(posted).toEqual([expect.stringMatching(/\/conversations\/[^/]+\/messages$/)]);
    },
  );

  test("a draft is kept by somebody who has not written yet; a closed panel stays closed, and then nothing is stored", async () => {
    await visit(usual());
    await launcher().click();
    await composer().fill("Shall I");
    await call("close");
    await visit(usual());
    await launcher().waitFor();
    expect(await panel().isVisible()).toBe(false);
    await launcher().click();
    await until("the draft is back", async () => (await composer().inputValue()) === "Shall I");
    await composer().fill("");
    await call("close");
    await until("nothing is stored", () => page.evaluate<boolean>("sessionStorage.length + localStorage.length === 0"));
  });
});

describe.skipIf(!hasBrowser)("the console says what is wrong", () => {
  test.each<readonly [string, () => string, RegExp]>([
    ["an unknown brand", () => snippet(`data-brand="${randomUUID()}"`), /no such brand.*data-brand/],
    ["a module", () => snippet(`type="module" data-brand="${leo.brandId}"`), /type=module/],
    ["no brand", () => snippet(""), /no data-brand/],
    [
      "an unknown call",
      () => `${usual()}<script>ariane = () => {}; ariane.q = [["opne", "now"]]</script>`,
      /unknown opne now/,
    ],
    [
      "a call with something else than it takes",
      () => `${usual()}<script>ariane = () => {}; ariane.q = [["set locale", 5]]</script>`,
      /unknown set locale 5/,
    ],
  ])("%s", async (_what, html, warning) => {
    await visit(html());
    await until(`it says ${String(warning)}`, () => said.some((one) => one.startsWith("ariane:") && warning.test(one)));
    expect(said).toHaveLength(1);
  });
});

test.skipIf(!hasBrowser)("the console names an origin that is not allowed", async () => {
  const elsewhere = await openHostPage(product.url, leo.brandId);
  try {
    await page.goto(elsewhere.url("en"));
    await until("it says so", () => said.some((one) => one.includes(`${elsewhere.origin} is not among the allowed`)));
    expect(await widgets()).toBe(0);
  } finally {
    await elsewhere.close();
  }
});

describe.skipIf(!hasBrowser)("on a page whose library has changed what everybody uses", () => {
  test.each([
    [
      "arrays write themselves",
      "Array.prototype.toJSON = function () { return '[' + this.map((x) => JSON.stringify(x)).join(', ') + ']' }",
    ],
    ["objects write themselves", "Object.prototype.toJSON = function () { return '{}' }"],
    ["every object has more members", "Object.prototype.extend = Object.prototype.each = function () {}"],
    ["every object has a word", "Object.prototype.tag = 'x'"],
    [
      "every object has a list and an object",
      "Object.prototype.parts = [1]; Object.prototype.options = { deep: true }",
    ],
    [
      "every object has what elements are told by that name",
      "Object.assign(Object.prototype, { title: 'x', hidden: true, lang: 'xx', onclick: {}, key: 'x', ref: {}, children: [1] })",
    ],
    [
      "every object has what is said about numbers, days and names",
      "Object.assign(Object.prototype, { style: 'x', numeric: 'x', calendar: 'x', timeZone: 'x', localeMatcher: 'x', type: 'x', currency: 'x', unit: 'x', notation: 'x', hour12: true, dateStyle: 'x', timeStyle: 'x', minimumFractionDigits: 99, granularity: 'x' })",
    ],
    [
      "every object has what requests, listeners and observers are told",
      "Object.assign(Object.prototype, { method: 'x', body: 'x', mode: 'x', cache: 'x', signal: 'x', once: true, passive: 'x', capture: true, root: 'x', threshold: 9, attributes: true, attributeFilter: 'x', behavior: 'x', block: 'x', slotAssignment: 'x', writable: true })",
    ],
    ["JSON has other verbs", "window.JSON = { encode: String, decode: eval }"],
    ["JSON writes something else", "JSON.stringify = () => '{}'; JSON.parse = () => ({})"],
    [
      "arrays are turned by hand",
      "Array.prototype.entries = Array.prototype.slice; Array.from = (one) => [].slice.call(one)",
    ],
  ])("%s: a message arrives, and one is answered", async (_what, script) => {
    await visit(`<script>${script}</script>${usual()}`);
    await launcher().click();
    await write("From an old shop");
    await page.reload();
    await page.getByText("From an old shop").waitFor();
    await write("And once more");
    await leo.say("It is, and costs 1,200.");
    await page.getByText("It is, and costs 1,200.").waitFor();
    const strange =
      "document.querySelector('ariane-widget').shadowRoot.querySelectorAll('[tag],[title=x],[lang=xx]').length";
    expect([said, await page.evaluate(strange)]).toEqual([[], 0]);
  });
});

test.skipIf(!hasBrowser)(
  "a message that comes before somebody's eyes is not announced by the badge, and one behind them is",
  async () => {
    await visit(usual());
    await launcher().click();
    await write("Is it there?");
    await page.getByText(say("state.sent")).waitFor();
    // Each of what the badge shows, in order.
    await page.evaluate(
      "(() => { const badge = document.querySelector('ariane-widget').shadowRoot.querySelector('.badge'); window.shown = [];" +
        " new MutationObserver(() => window.shown.push(badge.textContent)).observe(badge, { childList: true, characterData: true, subtree: true }) })()",
    );
    await page.mouse.move(600, 300);
    await leo.say("It is.");
    await page.getByText("It is.").waitFor();
    await until("it is read", async () => {
      const found = await product.server.house.pool.query(
        "select from message where body = 'It is.' and fate = 'read'",
      );
      return found.rows.length === 1;
    });
    expect((await page.evaluate<string[]>("window.shown")).filter((text) => text !== "")).toEqual([]);
    await call("close");
    await leo.say("And here is more.");
    await until("it is announced", async () => (await page.locator("ariane-widget .badge").textContent()) === "1");
  },
);

test.skipIf(!hasBrowser)("the end of a long unread run is reached, and stays reached when more comes", async () => {
  await visit(usual());
  await launcher().click();
  await write("How does it work?");
  await call("close");
  for (let part = 1; part <= 24; part += 1)
    await leo.say(`Part ${part}: a sentence or two, as long as such answers are.`);
  await until(
    "they are there",
    async () => Number(/\d+/.exec((await launcher().getAttribute("aria-label")) ?? "")) >= 24,
  );
  await launcher().click();
  await page.getByText("Part 1:").waitFor();
  await page.getByRole("button", { name: say("panel.newest") }).click();
  const isAtEnd =
    "(() => { const view = document.querySelector('ariane-widget').shadowRoot.querySelector('.view');" +
    " return view.scrollHeight - view.scrollTop - view.clientHeight < 2 })()";
  await until("the end is there", () => page.evaluate<boolean>(isAtEnd));
  await page.mouse.move(1000, 500);
  await until(
    "everything is seen",
    async () => (await launcher().getAttribute("aria-label")) === say("launcher.label"),
  );
  await leo.say("Part 25, at the very end.");
  await page.getByText("Part 25").waitFor();
  expect(await page.evaluate<boolean>(isAtEnd)).toBe(true);
});
