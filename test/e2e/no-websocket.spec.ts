/** Networks that let no WebSocket through: the same goes by HTTP (product.md §10.5). */
import { createServer, type Socket } from "node:net";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { agentId, conversationId } from "../../src/domain/ids.ts";
import { arrivedIn, CHROMIUM, launchChromium, wordsOf } from "../support/browser/browser.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { can } from "../support/peers/outside-programs.ts";
import { type Product, startProduct } from "../support/servers/product.ts";
import { until } from "../support/until.ts";

const say = wordsOf("widget", "en");
const hasBrowser = await can(CHROMIUM);
/** A reply is there within five seconds; the rest is for a busy machine. */
const REPLY_WITHIN_MS = 5_000 + 2_000;

let browser: Browser;
let product: Product;
let leo: Desk;
/** Takes connections and never answers, as a proxy that waits for the end of a request. */
const silent = createServer();
const held = new Set<Socket>();
beforeAll(async () => {
  [browser, product] = await Promise.all([launchChromium(), startProduct()]);
  leo = await openDesk(product);
  silent.on("connection", (socket) => held.add(socket));
  await new Promise<void>((resolve) => {
    silent.listen(0, "localhost", resolve);
  });
});
afterAll(async () => {
  await browser.close();
  for (const socket of held) socket.destroy();
  silent.close();
  await product.dispose();
});

const silentPort = (): number => {
  const address = silent.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

/** Ways to be without a socket, as a script that runs before the page's own. */
const elsewhere = (url: string): string => `{
  const Real = WebSocket;
  window.WebSocket = class extends Real { constructor() { super(${JSON.stringify(url)}) } };
}`;

const sql = async (query: string): Promise<unknown> => {
  const { rows } = await product.server.house.pool.query<Record<string, unknown>>(query);
  return Object.values(rows[0] ?? {})[0];
};
const newest = "(select id from conversation order by created_at desc limit 1)";

describe.skipIf(!hasBrowser).each<readonly [string, () => string]>([
  ["refused", () => elsewhere("ws://localhost:1/")],
  ["held up on their way", () => elsewhere(`ws://localhost:${silentPort()}/`)],
  ["forbidden", () => "window.WebSocket = class { constructor() { throw new Error('SecurityError') } }"],
])("where sockets are %s", (_how, script) => {
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    context = await browser.newContext({ locale: "en", reducedMotion: "reduce" });
    context.setDefaultTimeout(15_000);
    page = await context.newPage();
    await page.addInitScript(script());
    // Everything that was ever said of the line.
    await page.addInitScript(`window.bars = new Set(); setInterval(() => {
      const bar = document.querySelector("ariane-widget")?.shadowRoot.querySelector(".bar");
      if (bar?.textContent) window.bars.add(bar.textContent);
    }, 20)`);
    await page.goto(`${product.url}/demo/en/`);
    await page.locator("ariane-widget .launcher").click();
    const composer = page.getByRole("textbox", { name: say("composer.label") });
    await composer.fill("Does it get through?");
    await composer.press("Enter");
    await page.getByText(arrivedIn(say)).last().waitFor();
  });
  afterAll(() => context.close());

  test("replies come within five seconds, and what was seen is read and not mailed", async () => {
    await until(
      "they are there",
      async () => (await sql("select count(*)::int from connection where closed_at is null")) === 1,
    );
    // What the page says brings news at once; once the last of it is said, it has to ask by itself.
    for (const reply of ["It does.", "Still.", "And now as well."]) {
      const began = performance.now();
      await leo.say(reply);
      await page.getByText(reply).waitFor();
      expect(performance.now() - began).toBeLessThan(REPLY_WITHIN_MS);
      await page.mouse.move(400, 400);
      const fate = `select fate from message where conversation_id = ${newest} and body = '${reply}'`;
      await until("it is read", async () => (await sql(fate)) === "read");
    }
    expect(await sql(`select count(*)::int from delivery where conversation_id = ${newest}`)).toBe(0);
  });

  test("attention counts, and typing is seen both ways", async () => {
    await page.mouse.move(300, 300);
    await leo.say("Look elsewhere.");
    await page.mouse.move(310, 310);
    await until(
      "attention is noted",
      async () => (await sql(`select attention_at from conversation where id = ${newest}`)) !== null,
    );
    const { bus } = product.server.house;
    const typed: string[] = [];
    const stop = bus.subscribe(({ kind, ...rest }) => kind === "typing" && "who" in rest && typed.push(rest.who.kind));
    await page.getByRole("textbox", { name: say("composer.label") }).pressSequentially("And");
    await until("they are seen writing", () => typed.includes("end-user"));
    stop();
    const id = conversationId(String(await sql(newest)));
    const [typist, name] = [await sql("select id from agent limit 1"), await sql("select name from agent limit 1")].map(
      String,
    );
    const who = { kind: "agent", id: agentId(typist ?? ""), name: name ?? "", mayReply: true } as const;
    bus.publish([{ kind: "typing", id, who }]);
    await page.getByText(say("typing.name", { name: who.name })).waitFor({ state: "attached" });
  });

  test("nobody is told of a lost connection, and a page that is closed has left", async () => {
    expect(await page.evaluate("[...window.bars]")).toEqual([]);
    await page.goto("about:blank");
    await until(
      "they have left",
      async () => (await sql("select count(*)::int from connection where closed_at is null")) === 0,
    );
  });
});
