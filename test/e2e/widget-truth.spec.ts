/** What the widget says of mail and of trying again is true at that moment. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { arrivedIn, CHROMIUM, launchChromium, wordsOf } from "../support/browser/browser.ts";
import { can } from "../support/peers/outside-programs.ts";
import { type Product, startProduct } from "../support/servers/product.ts";

const say = wordsOf("widget", "en");
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

let context: BrowserContext;
let page: Page;
const composer = () => page.getByRole("textbox", { name: say("composer.label") });
const field = () => page.getByRole("textbox", { name: say("form.label") });
const card = () => page.locator("ariane-widget .settled");
const button = (key: string) => page.getByRole("button", { name: say(key), exact: true });

beforeEach(async () => {
  context = await browser.newContext({ locale: "en", reducedMotion: "reduce" });
  context.setDefaultTimeout(20_000);
  page = await context.newPage();
  await page.goto(`${product.url}/demo/en/`);
  await page.locator("ariane-widget .launcher").click();
});
afterEach(() => context.close());

async function write(text: string): Promise<void> {
  await composer().fill(text);
  await composer().press("Enter");
}

describe.skipIf(!hasBrowser)("an address", () => {
  beforeEach(async () => {
    await write("Is it waterproof?");
    await field().waitFor();
  });

  test.each(["marie@example,com", "Marie Müller <marie@example.com>", "mailto:marie@example.com"])(
    "that was nearly one (%s) is mended, shown and, confirmed, taken; the panel keeps the focus",
    async (typed) => {
      await field().fill(typed);
      await button("form.submit").click();
      await page.getByText(say("form.suggestion", { address: "marie@example.com" })).waitFor();
      await button("form.accept").click();
      await page.getByText(say("form.acknowledged", { address: "marie@example.com" })).waitFor();
      await page.keyboard.press("Escape");
      await page.locator("ariane-widget .panel").waitFor({ state: "hidden" });
    },
  );

  test("to which nothing is mailed any more is no longer promised anything, and can be changed", async () => {
    await field().fill("pierre@example.com");
    await button("form.submit").click();
    await page.getByText(say("form.acknowledged", { address: "pierre@example.com" })).waitFor();
    await product.server.house.pool.query(
      "update conversation set address_state = 'bounced', stopped_at = 1 where address = 'pierre@example.com'",
    );
    await page.reload();
    await page.getByText(say("form.no-mail", { address: "pierre@example.com" })).waitFor();
    expect(await page.getByText(say("note.stopped")).count()).toBe(0);
    await card()
      .getByRole("button", { name: say("form.change") })
      .click();
    await field().fill("pierre@example.net");
    await button("form.submit").click();
    await page.getByText(say("form.acknowledged", { address: "pierre@example.net" })).waitFor();
  });

  test("is promised no mail while none gets out, whatever was said before", async () => {
    const { pool } = product.server.house;
    await page.getByText("Leave your e-mail address and our reply will reach you there too.").waitFor();
    const troubled = async (happens: string, mended: string, then: () => Promise<void>): Promise<void> => {
      await pool.query(happens);
      await page.reload();
      await then();
      await pool.query(mended);
    };
    const BROKEN = "insert into relay_trouble (since, last_at, said) values (1, 1, '535 no')";
    await troubled(BROKEN, "delete from relay_trouble", async () => {
      await page.getByText(say("form.ask-here")).waitFor();
      expect(await page.getByText("will reach you there").count()).toBe(0);
    });
    await field().fill("jeanne@example.com");
    await button("form.submit").click();
    await page.getByText(say("form.acknowledged", { address: "jeanne@example.com" })).waitFor();
    await troubled("update account set continuity_on = false", "update account set continuity_on = true", async () => {
      await page.getByText(say("form.noted", { address: "jeanne@example.com" })).waitFor();
      expect(await page.getByText("by e-mail if you have left").count()).toBe(0);
      await card()
        .getByRole("button", { name: say("form.change") })
        .click();
      await page.getByText(say("form.ask-here")).waitFor();
    });
  });

  test("stays in view with the way to change it, to stop its mail and to begin that again", async () => {
    const line = (email: string) => page.locator(".note", { hasText: say("note.mailed", { address: email }) });
    await field().fill("louise@example.com");
    await button("form.submit").click();
    await line("louise@example.com")
      .getByRole("button", { name: say("note.stop") })
      .click();
    await page.locator(".note", { hasText: say("note.stopped") }).waitFor();
    await page.getByText(say("form.no-mail", { address: "louise@example.com" })).waitFor();
    await button("note.start-again").click();
    await line("louise@example.com")
      .getByRole("button", { name: say("form.change") })
      .click();
    expect(await field().inputValue()).toBe("louise@example.com");
    await field().fill("louise@example.net");
    await field().press("Enter");
    await line("louise@example.net").waitFor();
    // What has the focus after the form is the panel, so that Esc still closes.
    await page.keyboard.press("Escape");
    await page.locator("ariane-widget .panel").waitFor({ state: "hidden" });
    // Where it came back, that is said in its place.
    await product.server.house.pool.query(
      "update conversation set address_state = 'bounced' where address = 'louise@example.net'",
    );
    await page.reload();
    await page.locator("ariane-widget .launcher").click();
    await page.locator(".note", { hasText: say("form.bounced", { address: "louise@example.net" }) }).waitFor();
    expect(await line("louise@example.net").count()).toBe(0);
  });

  test("in an open panel is promised mail as soon as it gets out, and no longer than that", async () => {
    const { store, clock } = product.server.house;
    await page.getByText("will reach you there too").waitFor();
    await store.transaction((tx) => tx.limits.noteRelayTrouble("535 no", clock.now()));
    await page.getByText(say("form.ask-here")).waitFor();
    expect(await page.getByText("will reach you there").count()).toBe(0);
    await composer().fill("half a sentence");
    await store.transaction((tx) => tx.limits.endRelayTrouble(clock.now()));
    await page.getByText("will reach you there too").waitFor();
    expect(await composer().inputValue()).toBe("half a sentence");
  });

  test("given too often says when it may be tried again", async () => {
    await context.route("**/address", (route) =>
      route.fulfill({
        status: 429,
        headers: { "access-control-allow-origin": product.url },
        json: { code: "rate-limited", message: "later", details: { retryAfterSeconds: 3_600 } },
      }),
    );
    await field().fill("marie@example.com");
    await button("form.submit").click();
    await page.getByText(/Too many tries\. Try again at \d+:\d\d/).waitFor();
  });
});

describe.skipIf(!hasBrowser)("a message", () => {
  test("that is held up says until when, and goes by itself", async () => {
    let isHeld = true;
    await context.route("**/api/widget/conversations", (route) =>
      isHeld
        ? route.fulfill({
            status: 429,
            json: { code: "rate-limited", message: "later", details: { retryAfterSeconds: 600 } },
          })
        : route.continue(),
    );
    await write("Too much at once");
    await page.getByText(/This one goes at \d+:\d\d/).waitFor();
    isHeld = false;
    await page.getByText(arrivedIn(say)).waitFor();
  });

  test("of nothing but invisible characters is none: it cannot be sent", async () => {
    const send = page.getByRole("button", { name: say("composer.send") });
    await write("\u200b\u2060 \u3164\u2800");
    expect(await composer().inputValue()).not.toBe("");
    expect(await send.getAttribute("aria-disabled")).toBe("true");
    await write("\u200bIt is here");
    await page.getByText(arrivedIn(say)).waitFor();
    expect(await page.getByText(say("state.refused")).count()).toBe(0);
  });

  test("leaves behind the files that never go", async () => {
    const files = [{ name: "nothing.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) }];
    await page.locator("ariane-widget input[type=file]").setInputFiles(files);
    await page.getByText(say("files.empty")).waitFor();
    await write("Without the empty one");
    await page.getByText(arrivedIn(say)).waitFor();
    expect(await page.getByText(say("files.empty")).count()).toBe(0);
  });
});
