/** Several conversations of one browser: the list of all, a new one, and which of them is shown. */
import { beforeEach, describe, expect, test } from "vitest";
import { accessibilityFaults, CHROMIUM, wordsOf } from "../support/browser/browser.ts";
import { lengthen } from "../support/long-conversation.ts";
import { openShop } from "../support/browser/shop.ts";
import { can } from "../support/peers/outside-programs.ts";
import { until } from "../support/until.ts";

const say = wordsOf("widget", "en");
const hasBrowser = await can(CHROMIUM);

const shop = openShop();
const button = (key: string) => shop.page.getByRole("button", { name: say(key), exact: true });
const line = (text: string) => shop.page.getByRole("listitem").filter({ hasText: text });
const history = () => shop.page.getByRole("log");
const bubbles = () => history().locator(".bubble").count();
const word = (seq: number) => shop.page.getByText(`Word ${seq}`, { exact: true });

beforeEach(open);

/** In the tab that is looked at: the shop, its panel open. */
async function open(): Promise<void> {
  await shop.page.goto(`${shop.product.url}/demo/en/`);
  await shop.launcher().click();
}

async function openInNewTab(): Promise<void> {
  await shop.turnToNewTab();
  await open();
}

/** Writes, makes a conversation of so many of it, and comes back to its end. */
async function comeBackTo(upTo: number): Promise<void> {
  await shop.write("Word 1");
  const { pool } = shop.product.server.house;
  const { rows } = await pool.query("select id from conversation order by created_at desc limit 1");
  await lengthen(pool, rows[0].id, upTo);
  await shop.page.reload();
  await word(upTo).waitFor();
}

/** To the page, its tab is hidden: in a browser without a screen none ever is. */
const seem = (hidden: boolean) =>
  shop.page.evaluate(
    `Object.defineProperty(document, "hidden", { value: ${hidden}, configurable: true });
     Object.defineProperty(document, "visibilityState", { value: "${hidden ? "hidden" : "visible"}", configurable: true });
     document.dispatchEvent(new Event("visibilitychange"))`,
  );

describe.skipIf(!hasBrowser)("a browser", () => {
  test("reads a conversation of thousands from its end; what comes in above does not push it down", async () => {
    await comeBackTo(5_000);
    expect(await bubbles()).toBe(50);
    const { promise: mayCome, resolve: come } = Promise.withResolvers<void>();
    await shop.page.route(/messages\?before=4951/, async (route) => {
      await mayCome;
      await route.continue();
    });
    await history().evaluate((view) => view.scrollTo({ top: 200 }));
    const placeOf = async () => (await word(4_951).boundingBox())?.y ?? Number.NaN;
    const before = await placeOf();
    come();
    await word(4_901).waitFor({ state: "attached" });
    expect(await placeOf()).toBeCloseTo(before, -1);
    expect(await bubbles()).toBe(100);
  });

  test("reads a long conversation back to its beginning, by pages or by a button", async () => {
    await comeBackTo(120);
    await button("panel.earlier").press("Enter");
    await word(21).waitFor({ state: "attached" });
    await history().evaluate((view) => view.scrollTo({ top: 0 }));
    await word(1).waitFor();
    expect(await bubbles()).toBe(120);
    expect(await button("panel.earlier").count()).toBe(0);
  });

  test("without a conversation begins one by writing; who is there stands above", async () => {
    await shop.page.getByText(say("presence.offline")).waitFor();
    await shop.page.getByText(say("presence.by-mail")).waitFor();
    expect(await button("home.begin").count()).toBe(0);
    expect(await button("panel.back").count()).toBe(0);
    expect(await shop.composer().isVisible()).toBe(true);
  });

  test("with several chooses among them, each with its last words and what is unread", async () => {
    await shop.write("Is the lamp waterproof?");
    await button("panel.back").click();
    await button("home.begin").click();
    await shop.write("Where is my order?");
    await button("panel.back").click();
    await shop.desk.say("It left yesterday.");
    await line("It left yesterday.").locator(".count").waitFor();
    expect(await line("Léo Martin").count()).toBe(1);
    expect(await accessibilityFaults(shop.page)).toEqual([]);

    await line("Is the lamp waterproof?").getByRole("button").click();
    await history().getByText("Is the lamp waterproof?").waitFor();
    expect(await history().getByText("Where is my order?").count()).toBe(0);
    await shop.composer().fill("A word that was not sent");
    await button("panel.back").click();
    await line("It left yesterday.").getByRole("button").click();
    await history().getByText("It left yesterday.").waitFor();
    expect(await shop.composer().inputValue()).toBe("");
    await button("panel.back").click();
    await line("Is the lamp waterproof?").getByRole("button").click();
    expect(await shop.composer().inputValue()).toBe("A word that was not sent");
  });

  test("is led to the one conversation that goes on, and where there are more of them to the list", async () => {
    await shop.write("The first");
    await shop.desk.solve();
    await button("panel.back").click();
    await button("home.begin").click();
    await shop.write("The second");
    await shop.page.close();
    await openInNewTab();
    await history().getByText("The second").waitFor();

    await button("panel.back").click();
    await line("The first").getByText(say("home.over")).waitFor();
    await button("home.begin").click();
    await shop.write("The third");
    await shop.page.close();
    await openInNewTab();
    await line("The second").waitFor();
    await line("The third").waitFor();
    expect(await shop.composer().count()).toBe(0);
    await shop.page.reload();
    await line("The third").waitFor();
  });

  test("keeps what was being written, over the end of a tab and into another", async () => {
    await shop.write("Is the lamp waterproof?");
    await shop.composer().fill("I meant the one with");
    await shop.page.close();
    await openInNewTab();
    await history().getByText("Is the lamp waterproof?").waitFor();
    expect(await shop.composer().inputValue()).toBe("I meant the one with");

    // The keyboard leaves the panel.
    await shop.page.mouse.click(5, 5);
    const [first, field] = [shop.page, shop.composer()];
    await openInNewTab();
    await shop.composer().fill("I meant the one with the brass foot");
    await first.bringToFront();
    await until(
      "the other tab's words are here",
      async () => (await field.inputValue()) === "I meant the one with the brass foot",
    );
    await shop.page.bringToFront();
    await shop.composer().press("Enter");
    await until("what was sent is gone", async () => (await field.inputValue()) === "");
  });

  test("whose tab is hidden says in the title how much is unread", async () => {
    await shop.write("Is the lamp waterproof?");
    const other = await shop.context.newPage();
    await other.goto("about:blank");
    await seem(true);
    await shop.desk.say("It is.");
    await until("the title says it", async () => /^\(\d\) /.test(await shop.page.title()));
    await seem(false);
    await until("the title is the page's own", async () => !(await shop.page.title()).startsWith("("));
  });

  test("that writes anew while the server is away finds it in a conversation of its own", async () => {
    await shop.write("Before");
    await button("panel.back").click();
    await shop.context.route("**/api/widget/conversations", (route) => route.abort());
    await button("home.begin").click();
    await shop.composer().fill("Anew");
    await shop.composer().press("Enter");
    await history().getByText("Anew").waitFor();
    await button("panel.back").click();
    await line("Before").getByRole("button").click();
    await history().getByText("Before").waitFor();
    expect(await history().getByText("Anew").count()).toBe(0);
    await button("panel.back").click();
    await shop.context.unroute("**/api/widget/conversations");
    await line("Anew").waitFor();
  });
});
