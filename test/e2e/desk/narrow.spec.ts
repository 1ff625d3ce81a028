/** The workspace where there is little room: everything can still be reached, read and pressed. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AGENT_COOKIE } from "../../../src/transport/edge/cookies.ts";
import { accessibilityFaults, CHROMIUM, launchChromium, wordsOf } from "../../support/browser/browser.ts";
import { visit } from "../../support/doors/doors.ts";
import { liveWorld, type LiveWorld, MAIL_DOMAIN } from "../../support/live-world.ts";
import { EXAMPLE_SENDS_FROM_HERE } from "../../support/peers/dns.ts";
import { type MailPeer, startMailPeer } from "../../support/peers/mail-peers.ts";
import { can } from "../../support/peers/outside-programs.ts";
import { type ChildServer, startChild } from "../../support/servers/children.ts";

const hasBrowser = await can(CHROMIUM);

let browser: Browser;
let world: LiveWorld;
let peer: MailPeer;
let server: ChildServer;
let conversation: string;

beforeAll(async () => {
  [browser, world, peer] = await Promise.all([launchChromium(), liveWorld(), startMailPeer()]);
  server = await startChild({
    connection: world.database.connection,
    smtpUrl: peer.url,
    mailDomain: MAIL_DOMAIN,
    zone: EXAMPLE_SENDS_FROM_HERE,
    httpPort: 0,
  });
  conversation = await (await visit(server, world.brandId)).begin(server, { text: "Is anybody there?" });
});
afterAll(async () => {
  await browser.close();
  await server.kill();
  await peer.close();
  await world.dispose();
});

/** A laptop, one at 200 % (1440 × 900), a tablet's half, a phone, the smallest. */
const SIZES = [
  [1199, 800],
  [1024, 768],
  [720, 450],
  [390, 844],
  [320, 640],
] as const;

async function openDesk(tag: string, width: number, height: number): Promise<Page> {
  const context = await browser.newContext({ locale: tag, viewport: { width, height } });
  await context.addCookies([{ name: AGENT_COOKIE, value: world.leo, url: server.url, httpOnly: true }]);
  const page = await context.newPage();
  await page.goto(`${server.url}/workspace/c/${conversation}`);
  await page.locator(".conversation-head h1").waitFor();
  return page;
}

/** What of it the window does not show, in px; 0: it stands there whole. */
const outside = async (page: Page, selector: string): Promise<number> => {
  const box = await page.locator(selector).boundingBox();
  const size = page.viewportSize();
  if (box === null || size === null) throw new Error(`${selector} has no place`);
  return Math.max(0, -box.x, -box.y, box.x + box.width - size.width, box.y + box.height - size.height);
};

describe.skipIf(!hasBrowser).each(["en", "fr"])("in %s", (tag) => {
  const t = wordsOf("workspace", tag);

  test.each(SIZES)(
    "%i × %i: the side panel comes over the messages, and the focus goes back",
    async (width, height) => {
      await world.database.pool.query("update agent set locale = $1", [tag]);
      const page = await openDesk(tag, width, height);
      const toggle = page.getByRole("button", { name: t("side-panel"), exact: true });
      expect(await page.locator(".side-panel").count()).toBe(0);
      await toggle.focus();
      await page.keyboard.press("Enter");
      const panel = page.getByRole("dialog", { name: t("side-panel") });
      await panel.waitFor();
      const box = await panel.boundingBox();
      expect(box?.width).toBeGreaterThanOrEqual(300);
      expect(box?.height).toBe(height);
      expect(await outside(page, ".panel-drawer")).toBe(0);
      expect(await page.locator(".panel-drawer :focus").count()).toBe(1);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await panel.waitFor({ state: "detached" });
      expect(await page.locator(":focus").getAttribute("aria-label")).toBe(t("side-panel"));
      await page.context().close();
    },
  );

  test.each(SIZES)(
    "%i × %i: every menu stands whole on the screen, and the name is readable",
    async (width, height) => {
      await world.database.pool.query("update agent set locale = $1", [tag]);
      const page = await openDesk(tag, width, height);
      const name = await page.locator(".conversation-head h1").boundingBox();
      expect(name?.width).toBeGreaterThanOrEqual(100);
      const buttons = page.locator("button[aria-haspopup=menu]:visible");
      const count = await buttons.count();
      expect(count).toBeGreaterThanOrEqual(3);
      for (let at = 0; at < count; at += 1) {
        if (await buttons.nth(at).isDisabled()) continue;
        await buttons.nth(at).click();
        await page.locator(".menu-list").waitFor();
        expect(await outside(page, ".menu-list")).toBe(0);
        // Nothing lies over its first choice.
        await page.locator(".menu-list > button").first().click({ trial: true });
        await page.keyboard.press("Escape");
      }
      await page.context().close();
    },
  );
});

describe.skipIf(!hasBrowser).each(["en", "fr"])("with little room, in %s", (tag) => {
  test("at 200 % most of the stage is messages, and where a reply goes can be read whole", async () => {
    await world.database.pool.query("update agent set locale = $1", [tag]);
    const page = await openDesk(tag, 720, 450);
    const log = await page.getByRole("log").boundingBox();
    expect(log?.height).toBeGreaterThan(450 * 0.55);
    expect(log?.width).toBeGreaterThan(720 * 0.5);
    for (const part of [".destination", ".composer-text", ".composer .send", ".composer .clip", ".modes"]) {
      expect(await outside(page, part)).toBe(0);
    }
    const cut = await page.locator(".destination").evaluate((line) => line.scrollHeight - line.clientHeight);
    expect(cut).toBeLessThanOrEqual(1);
    await page.locator("input[type=file]").setInputFiles([
      { name: "lamp.txt", mimeType: "text/plain", buffer: Buffer.from("lamp") },
      { name: "nothing.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) },
    ]);
    await page.locator(".tray-problems").waitFor();
    const tops = await page
      .locator(".composer > .tray, .composer > .tray-problems, .destination")
      .evaluateAll((parts) =>
        parts.map((part) => part.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom]),
      );
    const [tray = [], problems = [], goes = []] = tops;
    expect(problems[0]).toBeGreaterThanOrEqual(tray[1] ?? Infinity);
    expect(goes[0]).toBeGreaterThanOrEqual(problems[1] ?? Infinity);
    await page.context().close();
  });

  test.each([
    [1024, 768],
    [720, 450],
  ])("%i × %i: the admin center names its pages", async (width, height) => {
    await world.database.pool.query("update agent set locale = $1", [tag]);
    const page = await openDesk(tag, width, height);
    await page.goto(`${server.url}/workspace/admin/health`);
    const names = page.locator(".admin-nav .rail-link > span");
    await names.first().waitFor();
    const widths = await names.evaluateAll((spans) => spans.map((span) => span.getBoundingClientRect().width));
    expect(Math.min(...widths)).toBeGreaterThan(20);
    await page.context().close();
  });
});

describe.skipIf(!hasBrowser)("the rail of a laptop", () => {
  test("a count stands under its icon, not over it", async () => {
    const page = await openDesk("en", 1024, 768);
    const covered = await page.locator(".rail-link:has(.count)").evaluateAll((links) =>
      links.filter((link) => {
        const icon = link.querySelector(".icon")?.getBoundingClientRect();
        const count = link.querySelector(".count")?.getBoundingClientRect();
        return icon === undefined || count === undefined || count.top < icon.bottom;
      }),
    );
    expect(await page.locator(".rail-link:has(.count)").count()).toBeGreaterThan(0);
    expect(covered).toEqual([]);
    await page.context().close();
  });
});

describe.skipIf(!hasBrowser)("a browser that does not know field-sizing", () => {
  test("the composer grows with its words all the same, and no further than it may", async () => {
    const page = await openDesk("en", 1440, 800);
    const area = page.locator(".composer-text");
    const height = async (text: string): Promise<number> => {
      await area.fill(text);
      return (await area.boundingBox())?.height ?? 0;
    };
    await page.evaluate("CSS.supports = () => false");
    await area.evaluate((field) => field.style.setProperty("field-sizing", "fixed", "important"));
    const [low, high, most] = [await height("a"), await height("a\n".repeat(9)), await height("a\n".repeat(99))];
    expect(high).toBeGreaterThan(low + 80);
    expect(most).toBeLessThanOrEqual(0.38 * 800 + 1);
    expect(await height("a")).toBe(low);
    await page.context().close();
  });
});
