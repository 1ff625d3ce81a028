/** Pages of others as they are: frameworks that swap the body, snippets that run twice, old libraries, faulty integrations. */
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { arrivedIn, CHROMIUM, wordsOf } from "../support/browser/browser.ts";
import { openHostPage } from "../support/browser/host-page.ts";
import { openShop } from "../support/browser/shop.ts";
import { can } from "../support/peers/outside-programs.ts";
import { until } from "../support/until.ts";

const say = wordsOf("widget", "en");
const hasBrowser = await can(CHROMIUM);

const shop = openShop({ viewport: { width: 1280, height: 860 } });

const snippet = (attributes: string): string =>
  `<script src="${shop.product.url}/widget/ariane.js" ${attributes}></script>`;

const widgets = () => shop.page.locator("ariane-widget").count();

describe.skipIf(!hasBrowser)("a page that", () => {
  test("swaps what is in its body keeps the widget, open and with its conversation", async () => {
    await shop.visit(shop.snippet);
    await shop.launcher().click();
    await shop.write("Before the next page");
    await shop.page.evaluate("document.body.innerHTML = '<h1>Next page</h1>'");
    expect([await widgets(), await shop.panel().isVisible()]).toEqual([1, true]);
    await shop.page.getByText("Before the next page").waitFor();
    await shop.page.evaluate("document.body.replaceWith(document.createElement('body'))");
    expect([await widgets(), await shop.panel().isVisible()]).toEqual([1, true]);
  });

  test("tidies the widget away gets it back", async () => {
    await shop.visit(shop.snippet);
    await shop.launcher().waitFor();
    await shop.page.evaluate("document.querySelector('ariane-widget').remove()");
    await shop.launcher().waitFor();
    await shop.call("open");
    await shop.panel().waitFor();
  });

  test("runs the snippet again, at once or after a visit, has one widget", async () => {
    await shop.visit(shop.snippet + shop.snippet);
    await shop.launcher().click();
    await shop.write("Only once");
    await shop.page.addScriptTag({ url: `${shop.product.url}/widget/ariane.js?brand=${shop.desk.brandId}` });
    await shop.call("close");
    await shop.panel().waitFor({ state: "hidden" });
    expect([await widgets(), shop.warnings]).toEqual([1, []]);
  });

  test("names the brand in the script's address, as behind a tag manager, has the widget", async () => {
    await shop.visit(`<script src="${shop.product.url}/widget/ariane.js?brand=${shop.desk.brandId}"></script>`);
    await shop.launcher().waitFor();
    expect(shop.warnings).toEqual([]);
  });

  test("hides the launcher leaves an open panel alone", async () => {
    await shop.visit(shop.snippet);
    await shop.launcher().click();
    await shop.composer().waitFor();
    await shop.call("hide");
    expect([await shop.launcher().isVisible(), await shop.panel().isVisible()]).toEqual([false, true]);
    await shop.call("close");
    await shop.call("show");
    await shop.launcher().waitFor();
  });
});

describe.skipIf(!hasBrowser)("the console says what is wrong", () => {
  test.each<readonly [string, () => string, RegExp]>([
    ["an unknown brand", () => snippet(`data-brand="${randomUUID()}"`), /no such brand.*data-brand/],
    ["a module", () => snippet(`type="module" data-brand="${shop.desk.brandId}"`), /type=module/],
    ["no brand", () => snippet(""), /no data-brand/],
    [
      "an unknown call",
      () => `${shop.snippet}<script>ariane = () => {}; ariane.q = [["opne", "now"]]</script>`,
      /unknown opne now/,
    ],
    [
      "a call with something else than it takes",
      () => `${shop.snippet}<script>ariane = () => {}; ariane.q = [["set locale", 5]]</script>`,
      /unknown set locale 5/,
    ],
  ])("%s", async (_what, html, warning) => {
    await shop.visit(html());
    await until(`it says ${String(warning)}`, () =>
      shop.warnings.some((one) => one.startsWith("ariane:") && warning.test(one)),
    );
    expect(shop.warnings).toHaveLength(1);
  });
});

test.skipIf(!hasBrowser)("the console names an origin that is not allowed", async () => {
  const elsewhere = await openHostPage(shop.product.url, shop.desk.brandId);
  try {
    await shop.page.goto(elsewhere.url("en"));
    await until("it says so", () =>
      shop.warnings.some((one) => one.includes(`${elsewhere.origin} is not among the allowed`)),
    );
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
    await shop.visit(`<script>${script}</script>${shop.snippet}`);
    await shop.launcher().click();
    await shop.write("From an old shop");
    await shop.page.reload();
    await shop.page.getByText("From an old shop").waitFor();
    await shop.write("And once more");
    await shop.desk.say("It is, and costs 1,200.");
    await shop.page.getByText("It is, and costs 1,200.").waitFor();
    const strange =
      "document.querySelector('ariane-widget').shadowRoot.querySelectorAll('[tag],[title=x],[lang=xx]').length";
    expect([shop.warnings, await shop.page.evaluate(strange)]).toEqual([[], 0]);
  });
});

test.skipIf(!hasBrowser)(
  "a message that comes before somebody's eyes is not announced by the badge, and one behind them is",
  async () => {
    await shop.visit(shop.snippet);
    await shop.launcher().click();
    await shop.write("Is it there?");
    await shop.page.getByText(arrivedIn(say)).waitFor();
    // Each of what the badge shows, in order.
    await shop.page.evaluate(
      "(() => { const badge = document.querySelector('ariane-widget').shadowRoot.querySelector('.badge'); window.shown = [];" +
        " new MutationObserver(() => window.shown.push(badge.textContent)).observe(badge, { childList: true, characterData: true, subtree: true }) })()",
    );
    await shop.page.mouse.move(600, 300);
    await shop.desk.say("It is.");
    await shop.page.getByText("It is.").waitFor();
    await until("it is read", async () => {
      const found = await shop.product.server.house.pool.query(
        "select from message where body = 'It is.' and fate = 'read'",
      );
      return found.rows.length === 1;
    });
    expect((await shop.page.evaluate<string[]>("window.shown")).filter((text) => text !== "")).toEqual([]);
    await shop.call("close");
    await shop.desk.say("And here is more.");
    await until("it is announced", async () => (await shop.page.locator("ariane-widget .badge").textContent()) === "1");
  },
);

test.skipIf(!hasBrowser)("the end of a long unread run is reached, and stays reached when more comes", async () => {
  await shop.visit(shop.snippet);
  await shop.launcher().click();
  await shop.write("How does it work?");
  await shop.call("close");
  for (let part = 1; part <= 24; part += 1)
    await shop.desk.say(`Part ${part}: a sentence or two, as long as such answers are.`);
  await until(
    "they are there",
    async () => Number(/\d+/.exec((await shop.launcher().getAttribute("aria-label")) ?? "")) >= 24,
  );
  await shop.launcher().click();
  await shop.page.getByText("Part 1:").waitFor();
  await shop.page.getByRole("button", { name: say("panel.newest") }).click();
  const isAtEnd =
    "(() => { const view = document.querySelector('ariane-widget').shadowRoot.querySelector('.view');" +
    " return view.scrollHeight - view.scrollTop - view.clientHeight < 2 })()";
  await until("the end is there", () => shop.page.evaluate<boolean>(isAtEnd));
  await shop.page.mouse.move(1000, 500);
  await until(
    "everything is seen",
    async () => (await shop.launcher().getAttribute("aria-label")) === say("launcher.label"),
  );
  await shop.desk.say("Part 25, at the very end.");
  await shop.page.getByText("Part 25").waitFor();
  expect(await shop.page.evaluate<boolean>(isAtEnd)).toBe(true);
});
