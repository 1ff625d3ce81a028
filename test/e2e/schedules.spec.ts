/** Business hours: set by an admin, and told to pages that carry the widget. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Availability } from "../../contract/people/availability.ts";
import { DEMO_SIGN_IN } from "../../src/domain/settings/demo.ts";
import { accessibilityFaults, CHROMIUM, launchChromium, wordsOf } from "../support/browser/browser.ts";
import { can } from "../support/peers/outside-programs.ts";
import { type Product, startProduct } from "../support/servers/product.ts";
import { until } from "../support/until.ts";

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

/** What a page is told; asked anew until it is this. */
async function untilTold(what: string, is: (told: Availability) => boolean): Promise<void> {
  const [brand] = await product.server.house.store.transaction((tx) => tx.settings.loadBrands());
  await until(what, async () => {
    const answer = await fetch(`${product.url}/api/widget/availability?brand=${brand?.id}`);
    const told: Availability = JSON.parse(await answer.text());
    return is(told);
  });
}

describe.skipIf(!hasBrowser).each([
  ["en", 1280],
  ["fr", 390],
] as const)("an admin in %s, %i px wide,", (tag, width) => {
  const t = wordsOf("workspace", tag);
  let context: BrowserContext;
  let page: Page;
  const named = (key: string, values?: Readonly<Record<string, string>>) => ({ name: t(key, values), exact: true });
  const button = (key: string, values?: Readonly<Record<string, string>>) =>
    page.getByRole("button", named(key, values));
  const opens = (day: string) => page.getByLabel(t("schedule.opens.of", { day: t(`weekday.${day}`) }), { exact: true });
  const closes = (day: string) =>
    page.getByLabel(t("schedule.closes.of", { day: t(`weekday.${day}`) }), { exact: true });
  const focused = () => page.locator(":focus");
  const standing = (words: string) => page.locator(".standing").filter({ hasText: words });

  beforeEach(async () => {
    context = await browser.newContext({ locale: tag, reducedMotion: "reduce", viewport: { width, height: 900 } });
    context.setDefaultTimeout(15_000);
    page = await context.newPage();
    await product.server.house.pool.query("update agent set locale = $1 where email = $2", [tag, DEMO_SIGN_IN.email]);
    await page.goto(`${product.url}/workspace/sign-in`);
    await page.getByLabel(t("email")).fill(DEMO_SIGN_IN.email);
    await page.getByLabel(t("password"), { exact: true }).fill(DEMO_SIGN_IN.password);
    await button("sign-in.button").click();
    await page.locator(".agent-menu").waitFor({ state: "attached" });
    await page.goto(`${product.url}/workspace/admin/schedules`);
    await page.getByRole("heading", { name: t("nav.schedules") }).waitFor();
  });
  afterEach(() => context.close());

  test("makes hours by the keyboard, sees what visitors would read, and visitors' pages are told", async () => {
    await untilTold("it is open at every hour", ({ hours }) => hours === null);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("link", named("schedules.add")).click();
    await page.getByLabel(t("schedule.name"), { exact: true }).first().fill(`Shop ${tag}`);
    await page.getByLabel(t("account.time-zone"), { exact: true }).fill("Europe/Paris");

    // Closed on Saturday; what is added is where the typing goes on, and what is removed leaves the focus on its day.
    const add = button("schedule.add-hours.of", { day: t("weekday.saturday") });
    await add.press("Enter");
    await opens("saturday").and(focused()).waitFor();
    await opens("saturday").fill("10:00");
    await closes("saturday").fill("02:00");
    await page.getByText(t("schedule.fault.backwards")).waitFor();
    expect(await button("save").isEnabled()).toBe(false);
    await page
      .getByRole("button", named("schedule.remove-hours.of", { day: t("weekday.saturday"), from: "10:00" }))
      .press("Enter");
    await add.and(focused()).waitFor();
    await opens("monday").fill("10:00");
    await button("schedule.copy.of", { day: t("weekday.monday") }).press("Enter");
    expect(await opens("friday").inputValue()).toBe("10:00");

    // The seventh of January 2030 is a Monday; on the eighth it is closed.
    await button("schedule.add-holiday").press("Enter");
    await page.keyboard.type("Inventory");
    await page.getByLabel(t("schedule.holiday-from.of", { name: "Inventory" })).fill("2030-01-08");
    await page.getByLabel(t("schedule.reads.day"), { exact: true }).fill("2030-01-07");
    await page.getByLabel(t("schedule.reads.hour"), { exact: true }).fill("12:00");
    await standing(t("schedule.reads.open")).waitFor();
    await page.getByLabel(t("schedule.reads.hour"), { exact: true }).fill("20:00");
    await standing(tag === "fr" ? "mer. 10:00" : "Wed 10:00").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    await button("save").click();

    // All days of this century.
    await button("schedules.use").click();
    await page.getByText(t("schedules.used-by", { names: t("schedules.account") })).waitFor();
    await untilTold("there are hours", ({ hours }) => hours !== null);
    await page.getByLabel(t("schedule.holiday-from.of", { name: "Inventory" })).fill("2020-01-01");
    await page.getByLabel(t("schedule.holiday-to.of", { name: "Inventory" })).fill("2099-12-31");
    await page.locator(".standing").getByText(t("schedule.now.closed"), { exact: true }).waitFor();
    await button("save").click();
    await untilTold("it is closed", ({ status, hours }) => status === "offline" && hours?.isOpen === false);

    await button("schedule.remove-holiday.of", { name: "Inventory" }).click();
    await opens("monday").fill("00:00");
    await closes("monday").fill("00:00");
    await button("schedule.copy.of", { day: t("weekday.monday") }).click();
    for (const day of ["saturday", "sunday"]) {
      await button("schedule.add-hours.of", { day: t(`weekday.${day}`) }).click();
      await opens(day).fill("00:00");
      await closes(day).fill("00:00");
    }
    await page.locator(".standing").getByText(t("schedule.now.open"), { exact: true }).waitFor();
    await button("save").click();
    await untilTold("it is open day and night", ({ hours }) => hours?.isOpen === true && hours.until === null);

    await page.goto(`${product.url}/workspace/admin/schedules`);
    await page.getByLabel(t("schedules.account"), { exact: true }).selectOption("always");
    expect(await accessibilityFaults(page)).toEqual([]);
    await button("save").click();
    await untilTold("it is open at every hour again", ({ hours }) => hours === null);
  });

  test("is told where a colleague has saved meanwhile, and keeps both changes", async () => {
    const { pool } = product.server.house;
    await page.getByRole("link", named("schedules.add")).click();
    await page.getByLabel(t("schedule.name"), { exact: true }).first().fill(`Office ${tag}`);
    await button("save").click();
    await page.getByRole("heading", { name: `Office ${tag}` }).waitFor();
    await button("schedule.add-hours.of", { day: t("weekday.sunday") }).click();
    await pool.query("update schedule set name = $2, version = version + 1 where name = $1", [
      `Office ${tag}`,
      `Bureau ${tag}`,
    ]);
    await button("save").click();
    await page
      .getByRole("note")
      .filter({ hasText: t("refusal.changed-meanwhile") })
      .waitFor();
    expect(await button("save").isEnabled()).toBe(false);
    expect(await accessibilityFaults(page)).toEqual([]);
    await button("schedule.keep-mine").click();
    await button("save").click();
    await until("both are kept", async () => {
      const found = await pool.query("select from schedule where name = $1 and week->'sunday' <> '[]'", [
        `Bureau ${tag}`,
      ]);
      return found.rowCount === 1;
    });
    await button("schedules.remove").click();
    await page.getByRole("heading", { name: t("nav.schedules") }).waitFor();
    expect((await pool.query("select from schedule where name = $1", [`Bureau ${tag}`])).rowCount).toBe(0);
  });
});
