/** A conversation that began by mail, as an agent sees it: what it is about, and who else got the mail. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DEMO_SIGN_IN } from "../../src/domain/settings/demo.ts";
import { receiveEmail } from "../../src/usecases/mail/receive-email.ts";
import { accessibilityFaults, CHROMIUM, launchChromium, wordsOf } from "../support/browser/browser.ts";
import { can } from "../support/peers/outside-programs.ts";
import { type Product, startProduct } from "../support/servers/product.ts";

const words = wordsOf("workspace", "en");
const hasBrowser = await can(CHROMIUM);
const SUBJECT = "Invoice 4711 — the second lamp, برقية";

let browser: Browser;
let product: Product;
beforeAll(async () => {
  [browser, product] = await Promise.all([launchChromium(), startProduct()]);
});
afterAll(async () => {
  await browser.close();
  await product.dispose();
});

/** A fresh mail to the support address. */
async function arrives(headers: readonly string[], body: string): Promise<void> {
  const { house } = product.server;
  const found = await house.pool.query<{ address: string }>("select address from support_address limit 1");
  const to = found.rows[0]?.address ?? "";
  const lines = ["From: Marie Curie <marie@mail.example>", `To: <${to}>`, ...headers, "MIME-Version: 1.0"];
  const type = "Content-Type: text/plain; charset=utf-8";
  await receiveEmail(house, {
    door: "smtp",
    envelopeFrom: "marie@mail.example",
    recipients: [to],
    remoteAddress: "192.0.2.7",
    helo: "mail.example",
    raw: Buffer.from([...lines, `Message-ID: <${crypto.randomUUID()}@mail.example>`, type, "", body].join("\r\n")),
  });
}

let context: BrowserContext;
let page: Page;
beforeEach(async () => {
  context = await browser.newContext({ locale: "en", viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(30_000);
  page = await context.newPage();
  await page.goto(`${product.url}/workspace/sign-in`);
  await page.getByLabel(words("email"), { exact: true }).fill(DEMO_SIGN_IN.email);
  await page.getByLabel(words("password"), { exact: true }).fill(DEMO_SIGN_IN.password);
  await page.getByRole("button", { name: words("sign-in.button"), exact: true }).click();
});
afterEach(() => context.close());

describe.skipIf(!hasBrowser)("a mail that begins a conversation", () => {
  test("is listed and headed by its subject, and names who else got it", async () => {
    const cc = 'Cc: "Pierre, Bureau" <pierre@mail.example>, irene@mail.example';
    await arrives([`Subject: ${SUBJECT}`, cc], "Please send it again.");
    const line = page.locator(".line-subject", { hasText: "Invoice 4711" });
    await line.waitFor();
    expect(await line.innerText()).toBe(SUBJECT);
    await line.click();
    await page.locator(".head-subject", { hasText: SUBJECT }).waitFor();
    await page.getByText("Please send it again.").last().waitFor();
    await page.getByText(words("copied-to")).first().waitFor();
    for (const other of ["pierre@mail.example", "irene@mail.example"]) await page.getByText(other).first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test("without a subject, and to nobody else, says neither", async () => {
    await arrives([], "A letter without a title.");
    await page.getByText("A letter without a title.").first().click();
    await page.getByText("A letter without a title.").last().waitFor();
    expect(await page.locator(".head-subject").count()).toBe(0);
    expect(await page.getByText(words("copied-to")).count()).toBe(0);
  });
});
