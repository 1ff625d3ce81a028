/** An agent's own messages: an open edit holds the mail, deleting asks, and what one writes is in view. */
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseMime } from "../../../src/adapters/mail/mime-in.ts";
import { systemClock } from "../../../src/adapters/system/clock.ts";
import type { ConversationId } from "../../../src/domain/ids.ts";
import { AGENT_COOKIE } from "../../../src/transport/edge/cookies.ts";
import { accessibilityFaults, CHROMIUM, launchChromium, wordsOf } from "../../support/browser/browser.ts";
import { desk, visit, type Visitor } from "../../support/doors/doors.ts";
import { liveWorld, type LiveWorld, MAIL_DOMAIN, QUICK_DELAYS, readEverything } from "../../support/live-world.ts";
import { EXAMPLE_SENDS_FROM_HERE } from "../../support/peers/dns.ts";
import { type MailPeer, startMailPeer } from "../../support/peers/mail-peers.ts";
import { can } from "../../support/peers/outside-programs.ts";
import { type ChildServer, startChild } from "../../support/servers/children.ts";
import { until } from "../../support/until.ts";

const hasBrowser = await can(CHROMIUM);

let browser: Browser;
let world: LiveWorld;
let peer: MailPeer;
let server: ChildServer;

beforeAll(async () => {
  [browser, world, peer] = await Promise.all([launchChromium(), liveWorld(), startMailPeer()]);
  server = await startChild({
    connection: world.database.connection,
    smtpUrl: peer.url,
    mailDomain: MAIL_DOMAIN,
    zone: EXAMPLE_SENDS_FROM_HERE,
    httpPort: 0,
  });
  await setDelays(5_000, 60_000);
});
afterAll(async () => {
  await browser.close();
  await server.kill();
  await peer.close();
  await world.dispose();
});

const setDelays = (settleFor: number, settleAtMost: number) =>
  world.database.pool.query("update account set delays = $1", [
    JSON.stringify({ ...QUICK_DELAYS, settleFor, settleAtMost }),
  ]);

/** When the rule is asked again. */
async function askedAgainAt(id: ConversationId): Promise<number> {
  const { rows } = await world.database.pool.query<{ due: string }>(
    "select due_at as due from job where kind = 'check-continuity' and payload->>'conversationId' = $1",
    [id],
  );
  return Number(rows[0]?.due ?? 0);
}

describe.skipIf(!hasBrowser).each(["en", "fr"])("in %s", (tag) => {
  const t = wordsOf("workspace", tag);
  let leo: BrowserContext;

  beforeAll(async () => {
    await world.database.pool.query("update agent set locale = $1", [tag]);
    leo = await browser.newContext({ locale: tag, viewport: { width: 1440, height: 700 } });
    await leo.addCookies([{ name: AGENT_COOKIE, value: world.leo, url: server.url, httpOnly: true }]);
  });

  interface Scene {
    readonly page: Page;
    readonly id: ConversationId;
    readonly visitor: Visitor;
    readonly write: (text: string) => Promise<Locator>;
  }

  async function open(): Promise<Scene> {
    const visitor = await visit(server, world.brandId);
    const id = await visitor.begin(server, { text: "Bonjour ?" });
    const page = await leo.newPage();
    await page.goto(`${server.url}/workspace/c/${id}`);
    const composer = page.getByRole("form", { name: t("composer"), exact: true }).getByRole("textbox");
    const write = async (text: string): Promise<Locator> => {
      await composer.fill(text);
      await composer.press("Control+Enter");
      const message = page.locator(".message", { hasText: text });
      await message.getByRole("button", { name: t("delete"), exact: true }).waitFor();
      return message;
    };
    return { page, id, visitor, write };
  }

  const press = (within: Locator | Page, key: string): Promise<void> =>
    within.getByRole("button", { name: t(key), exact: true }).click();

  test("an open edit holds the mail; saved, it leaves with the new words", async () => {
    const { page, id, visitor, write } = await open();
    await visitor.giveAddress(server, id, `marie-${tag}@example.com`);
    const message = await write("It left on Monday.");
    await press(message, "edit");
    const began = systemClock.now();
    await until("the mail is put off", async () => (await askedAgainAt(id)) > began + 40_000);
    expect(peer.mails).toHaveLength(tag === "en" ? 0 : 1);
    await page.getByRole("textbox", { name: t("edit.label") }).fill("It left on Tuesday.");
    await press(page, "save");
    await until("it has left", () => peer.mails.length === (tag === "en" ? 1 : 2));
    const text = (await parseMime(peer.mails.at(-1)?.raw ?? Buffer.alloc(0))).text ?? "";
    expect(text).toContain("Tuesday");
    expect(text).not.toContain("Monday");
    await page.close();
  });

  test("an edit that is left as it was holds nothing", async () => {
    const { page, id, write } = await open();
    const message = await write("Nothing to change.");
    const since = async (): Promise<unknown> => {
      const { rows } = await world.database.pool.query<{ since: unknown }>(
        "select editing_since as since from message where conversation_id = $1 and body like 'Nothing%'",
        [id],
      );
      return rows[0]?.since ?? null;
    };
    await press(message, "edit");
    await until("it is open", async () => (await since()) !== null);
    await page.keyboard.press("Escape");
    await until("it is closed", async () => (await since()) === null);
    expect(await page.getByText("Nothing to change.").count()).toBe(1);
    await page.close();
  });

  test("deleting asks; who never saw it sees nothing, who saw it sees that it is gone", async () => {
    const { page, id, visitor, write } = await open();
    const unseen = await write("Not for her.");
    await press(unseen, "delete");
    const dialog = page.getByRole("dialog", { name: t("delete.ask") });
    await dialog.waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await press(dialog, "cancel");
    await page.getByText("Not for her.").waitFor();
    await press(unseen, "delete");
    await press(dialog, "delete");
    await page.getByText(t("message.deleted")).waitFor();

    const seen = await write("She has read this.");
    await readEverything(world, visitor.token, id);
    await press(seen, "delete");
    await press(dialog, "delete");
    await page.getByText(t("message.deleted")).nth(1).waitFor();

    const answer = await fetch(`${server.url}/api/widget/conversations/${id}/changes?after=0`, {
      headers: { authorization: `Bearer ${visitor.token}` },
    });
    const shown = JSON.stringify(await answer.json());
    expect(shown.match(/"deletedAt":\d/gu)).toHaveLength(2);
    expect(shown.match(/"neverSeen":true/gu)).toHaveLength(1);
    expect(shown).not.toContain("Not for her.");
    await page.close();
  });

  test("what one writes is in view, wherever one was reading", async () => {
    const { page, id, write } = await open();
    for (let line = 0; line < 12; line += 1) {
      await desk(world.leo).reply(server, id, { text: `Line ${line}\n\n\n` });
    }
    const log = page.getByRole("log");
    await log.getByText("Line 11").waitFor();
    await log.evaluate((box) => box.scrollTo({ top: 0 }));
    await page.getByRole("button", { name: t("to-end") }).waitFor();
    const mine = await write("Down here.");
    const [bottom, edge] = [await mine.boundingBox(), await log.boundingBox()];
    if (bottom === null || edge === null) throw new Error("it has no place");
    expect(bottom.y).toBeGreaterThan(edge.y);
    expect(bottom.y).toBeLessThan(edge.y + edge.height);
    await page.close();
  });
});
