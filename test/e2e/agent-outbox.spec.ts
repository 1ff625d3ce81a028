/** An agent goes on writing while the server is dead: everything arrives in order and once, whatever became of the tab. */
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AGENT_COOKIE } from "../../src/transport/edge/cookies.ts";
import { accessibilityFaults, CHROMIUM, launchChromium, wordsOf } from "../support/browser/browser.ts";
import { visit } from "../support/doors/doors.ts";
import { liveWorld, type LiveWorld, MAIL_DOMAIN, messagesOf } from "../support/live-world.ts";
import { EXAMPLE_SENDS_FROM_HERE } from "../support/peers/dns.ts";
import { can } from "../support/peers/outside-programs.ts";
import { type MailPeer, startMailPeer } from "../support/peers/mail-peers.ts";
import { type ChildServer, startChild } from "../support/servers/children.ts";
import { until } from "../support/until.ts";

const STEP_MS = 30_000;
const words = wordsOf("workspace", "en");
const hasBrowser = await can(CHROMIUM);

let browser: Browser;
let world: LiveWorld;
let peer: MailPeer;
let server: ChildServer;
let leo: BrowserContext;

beforeAll(async () => {
  [browser, world, peer] = await Promise.all([launchChromium(), liveWorld(), startMailPeer()]);
  server = await startServer();
  leo = await browser.newContext({ locale: "en", viewport: { width: 1440, height: 900 } });
  leo.setDefaultTimeout(STEP_MS);
  await leo.addCookies([{ name: AGENT_COOKIE, value: world.leo, url: server.url, httpOnly: true }]);
});
afterAll(async () => {
  await browser.close();
  await server.kill();
  await peer.close();
  await world.dispose();
});

const startServer = (httpPort = 0): Promise<ChildServer> =>
  startChild({
    connection: world.database.connection,
    smtpUrl: peer.url,
    mailDomain: MAIL_DOMAIN,
    zone: EXAMPLE_SENDS_FROM_HERE,
    httpPort,
  });

/** Another process takes the place of the one that died. */
async function comesBack(): Promise<void> {
  server = await startServer(Number(new URL(server.url).port));
}

/** Marie has asked, and Léo has the conversation open. */
async function openDesk(question: string) {
  const marie = await visit(server, world.brandId);
  const id = await marie.begin(server, { text: question });
  const page = await leo.newPage();
  await page.goto(`${server.url}/workspace/c/${id}`);
  await composerOf(page).waitFor();
  const replies = async (): Promise<readonly string[]> =>
    (await messagesOf(world, id)).filter((message) => message.author_kind === "agent").map(({ body }) => body);
  return { id, page, replies };
}

const composerOf = (page: Page): Locator =>
  page.getByRole("form", { name: words("composer"), exact: true }).getByRole("textbox");
const logOf = (page: Page): Locator => page.getByRole("log");

async function write(page: Page, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    await composerOf(page).fill(text);
    await composerOf(page).press("Control+Enter");
    await logOf(page).getByText(text, { exact: true }).waitFor();
  }
}

const FIVE = ["m1", "m2", "m3", "m4", "m5"];

describe.skipIf(!hasBrowser)("while the server is dead", () => {
  test("five replies are kept through a reload, and arrive in order and once when it is back", async () => {
    const { page, replies } = await openDesk("Are you there?");
    await server.kill();
    await write(page, FIVE);
    await logOf(page).getByText(words("pending.waiting")).waitFor();
    expect(await logOf(page).getByText(words("pending.behind")).count()).toBe(4);
    expect(await accessibilityFaults(page)).toEqual([]);
    // Nobody serves the page now: the tab is as good as closed.
    await page.reload().catch(() => undefined);
    await comesBack();
    await page.reload();
    await logOf(page).getByText("m5", { exact: true }).waitFor();
    await until("all five are there", async () => (await replies()).length >= FIVE.length);
    await until("nothing waits", async () => (await page.locator(".run.pending").count()) === 0);
    expect(await replies()).toEqual(FIVE);
    await page.close();
  });

  test("two tabs write by turns: one order, and nothing twice", async () => {
    const { page, replies, id } = await openDesk("And now?");
    const beside = await leo.newPage();
    await beside.goto(`${server.url}/workspace/c/${id}`);
    await composerOf(beside).waitFor();
    await server.kill();
    for (const [index, text] of FIVE.entries()) await write(index % 2 === 0 ? page : beside, [text]);
    await comesBack();
    await until("all five are there", async () => (await replies()).length >= FIVE.length);
    await until("nothing waits in either", async () => {
      const left = await Promise.all([page, beside].map((tab) => tab.locator(".run.pending").count()));
      return left.every((count) => count === 0);
    });
    expect(await replies()).toEqual(FIVE);
    await Promise.all([page.close(), beside.close()]);
  });

  test("signing out says what is not sent; who stays loses nothing, who discards leaves nothing behind", async () => {
    const { page, replies } = await openDesk("One more thing");
    await server.kill();
    await write(page, ["kept"]);
    await logOf(page).getByText(words("pending.waiting")).waitFor();
    const question = page.getByRole("dialog", { name: words("sign-out.unsent", { count: 1 }) });
    const askToLeave = async (): Promise<void> => {
      await page.getByRole("button", { name: words("agent-menu") }).click();
      await page.getByRole("menuitem", { name: words("sign-out") }).click();
      await question.waitFor();
    };
    await askToLeave();
    expect(await accessibilityFaults(page)).toEqual([]);
    await question.getByRole("button", { name: words("sign-out.stay") }).click();
    await askToLeave();
    // The server cannot be told: then nobody is signed out, and nothing is lost.
    await question.getByRole("button", { name: words("sign-out.discard") }).click();
    await page.getByText(words("refusal.offline")).waitFor();
    await comesBack();
    await until("it is there", async () => (await replies()).includes("kept"));
    // A server that answers everything but posts.
    await page.route("**/messages", (route) => route.abort());
    await write(page, ["never sent"]);
    await logOf(page).getByText(words("pending.waiting")).waitFor();
    await askToLeave();
    await question.getByRole("button", { name: words("sign-out.discard") }).click();
    await page.getByLabel(words("password"), { exact: true }).waitFor();
    expect(await page.evaluate("JSON.stringify({ ...localStorage })")).not.toContain("never sent");
    expect(await replies()).toEqual(["kept"]);
  });
});
