/** Mail that could not be placed or trusted, and another sender's answer, as an agent and the end user see them. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEMO_SIGN_IN } from "../../src/domain/settings/demo.ts";
import { conversationId, type ConversationId, emailAddress } from "../../src/domain/ids.ts";
import { formatReplyToken } from "../../src/domain/mail/reply-address.ts";
import { receiveEmail } from "../../src/usecases/mail/receive-email.ts";
import { accessibilityFaults, CHROMIUM, launchChromium, type Say, wordsOf } from "../support/browser/browser.ts";
import { can } from "../support/peers/outside-programs.ts";
import { type Product, startProduct } from "../support/servers/product.ts";
import { until } from "../support/until.ts";

const STEP_MS = 30_000;
/** 2 × 1 pixels. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEUlEQVR4nGM4ESDyXyTgxH8AEbsEV+MSX1EAAAAASUVORK5CYII=";
const JSON_FROM_OUR_PAGE = { "content-type": "application/json", "x-ariane-request": "1" };

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

interface Incoming {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly headers?: readonly string[];
  readonly type?: string;
  readonly body: string;
  /** Further parts of the mail, each with its header lines. */
  readonly parts?: readonly string[];
}

/** Handed over by a server that proves nothing about the sender. */
async function arrives({
  to,
  from,
  subject,
  headers = [],
  type = "text/plain",
  body,
  parts = [],
}: Incoming): Promise<void> {
  const { house } = product.server;
  const lines = [
    `From: ${from}`,
    `To: <${to}>`,
    `Subject: ${subject}`,
    `Message-ID: <${crypto.randomUUID()}@mail.example>`,
    "MIME-Version: 1.0",
    ...headers,
    "Content-Type: multipart/related; boundary=b",
    "",
    ...[`Content-Type: ${type}; charset=utf-8\r\n\r\n${body}`, ...parts].flatMap((part) => ["--b", part]),
    "--b--",
  ];
  const id = await receiveEmail(house, {
    door: "smtp",
    envelopeFrom: "someone@mail.example",
    recipients: [to],
    remoteAddress: "192.0.2.7",
    helo: "mail.example",
    raw: Buffer.from(lines.join("\r\n")),
  });
  await until("the mail has been read", async () => {
    const found = await house.pool.query<{ state: string }>("select state from inbound_mail where id = $1", [id]);
    return found.rows[0]?.state !== "stored";
  });
}

async function cookie(): Promise<string> {
  const signedIn = await fetch(`${product.url}/api/agent/sign-in`, {
    method: "POST",
    headers: JSON_FROM_OUR_PAGE,
    body: JSON.stringify(DEMO_SIGN_IN),
  });
  return signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
}

async function newestConversation(): Promise<ConversationId> {
  const found = await product.server.house.pool.query<{ id: string }>(
    "select id from conversation order by created_at desc limit 1",
  );
  return conversationId(found.rows[0]?.id ?? "");
}

describe.skipIf(!hasBrowser).each(["en", "fr"])("in %s", (tag) => {
  const words: Say = wordsOf("workspace", tag);
  const widget: Say = wordsOf("widget", tag);
  const question = `Where is my order? (${tag})`;
  const marieAt = `marie.${tag}@example.com`;
  let marie: BrowserContext;
  let leo: BrowserContext;
  let shop: Page;
  let desk: Page;

  beforeAll(async () => {
    await fetch(`${product.url}/api/agent/me`, {
      method: "PUT",
      headers: { ...JSON_FROM_OUR_PAGE, cookie: await cookie() },
      body: JSON.stringify({ locale: tag }),
    });
    marie = await browser.newContext({ locale: tag, viewport: { width: 1280, height: 860 } });
    marie.setDefaultTimeout(STEP_MS);
    leo = await browser.newContext({ locale: tag, viewport: { width: 1440, height: 900 } });
    leo.setDefaultTimeout(STEP_MS);
    [shop, desk] = await Promise.all([marie.newPage(), leo.newPage()]);
    await shop.goto(`${product.url}/demo/${tag}/`);
    await shop.getByRole("button", { name: new RegExp(`^${widget("launcher.label")}`) }).click();
    const composer = shop.getByRole("textbox", { name: widget("composer.label") });
    await composer.fill(question);
    await composer.press("Enter");
    const field = shop.getByLabel(widget("form.label"));
    await field.fill(marieAt);
    await field.press("Enter");
    await shop.getByText(widget("form.acknowledged", { address: marieAt })).waitFor();
    await desk.goto(`${product.url}/workspace/sign-in`);
    await desk.getByLabel(words("email"), { exact: true }).fill(DEMO_SIGN_IN.email);
    await desk.getByLabel(words("password"), { exact: true }).fill(DEMO_SIGN_IN.password);
    await desk.getByRole("button", { name: words("sign-in.button"), exact: true }).click();
    await desk.getByText(question).first().waitFor();
  });
  afterAll(async () => {
    await marie.close();
    await leo.close();
  });

  const triageLink = () => desk.getByRole("navigation").getByRole("link", { name: new RegExp(`^${words("triage")}`) });

  test("a mail that a machine sent waits in triage; the number beside the view comes by itself", async () => {
    await arrives({
      to: "support@acme.example",
      from: "Réservations <noreply@hotel.example>",
      subject: `Votre séjour (${tag})`,
      headers: ["Auto-Submitted: auto-generated"],
      type: "text/html",
      body: [
        `<h2>Votre séjour</h2><p onclick="document.title='stolen'">Merci de votre <b>réservation</b>.</p>`,
        `<script>document.title='stolen'</script><img src="https://tracker.example/a.gif" alt="logo">`,
        '<img src="cid:lobby@hotel" alt="lobby">',
        '<p><a href="https://hotel.example/">Notre page</a></p><blockquote>Bonjour</blockquote>',
      ].join(""),
      parts: [
        `Content-Type: image/png\r\nContent-ID: <lobby@hotel>\r\nContent-Transfer-Encoding: base64\r\n\r\n${PNG}`,
        'Content-Type: text/html\r\nContent-Disposition: attachment; filename="séjour.html"\r\n\r\n<script>steal()</script>',
      ],
    });
    await triageLink()
      .getByText(words("triage.count", { count: 1 }))
      .waitFor({ state: "attached" });
    await triageLink().click();
    await desk.getByText(words("triage.because.automatic-and-unplaced")).first().waitFor();
    await desk.getByText(`Votre séjour (${tag})`).first().click();
    await desk.getByRole("button", { name: words("triage.begin") }).waitFor();
    const frame = desk.frameLocator("iframe");
    await frame.getByText("réservation").waitFor();
    expect(await frame.getByAltText("logo").getAttribute("src")).toBeNull();
    // Drawn: its own pixels are known.
    await until("the mail's own picture is drawn", async () =>
      frame.getByAltText("lobby").evaluate((image) => "naturalWidth" in image && image.naturalWidth === 2),
    );
    expect(await frame.locator("script").count()).toBe(0);
    expect(await desk.title()).not.toContain("stolen");
    await desk.getByText(words("mail.remote-images", { count: 1 })).waitFor();
    expect(await accessibilityFaults(desk)).toEqual([]);
    await desk.getByText(words("mail.face.headers"), { exact: true }).click();
    await desk.getByText("auto-generated").waitFor();
    await desk.getByText("Réservations <noreply@hotel.example>").waitFor();
    expect(await accessibilityFaults(desk)).toEqual([]);
  });

  test("the frame asks for no picture but those of its own mail", async () => {
    await desk.getByText(words("mail.face.html"), { exact: true }).click();
    const frame = desk.frameLocator("iframe");
    const own = await frame.getByAltText("lobby").getAttribute("src");
    const draws = (source: string) =>
      frame.locator("body").evaluate(async (body, from) => {
        const image = body.ownerDocument.createElement("img");
        image.src = from;
        const drawn = image.decode().then(
          () => true,
          () => false,
        );
        body.append(image);
        return drawn;
      }, source);
    expect(await draws(own ?? "")).toBe(true);
    const other = own?.replace(/[0-9a-f-]{36}/, crypto.randomUUID()) ?? "";
    const answered: string[] = [];
    desk.on("response", (response) => answered.push(new URL(response.url()).pathname));
    expect(await draws(other)).toBe(false);
    expect(await draws(`data:image/png;base64,${PNG}`)).toBe(false);
    expect(answered).not.toContain(other);
  });

  test("its files are downloads, and its pictures can be looked at", async () => {
    const [download] = await Promise.all([
      desk.waitForEvent("download"),
      desk.getByRole("link", { name: /séjour\.html/ }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("séjour.html");
    await desk.getByRole("button", { name: /file\.png/ }).click();
    await desk.getByRole("dialog", { name: words("lightbox") }).waitFor();
    expect(await accessibilityFaults(desk)).toEqual([]);
    await desk.keyboard.press("Escape");
  });

  test("its original is a download", async () => {
    const [download] = await Promise.all([
      desk.waitForEvent("download"),
      desk.getByRole("link", { name: words("mail.download") }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^mail-.+\.eml$/);
  });

  test("attached to a conversation, it stands there as from another address, and goes back to triage", async () => {
    await desk.getByRole("button", { name: words("triage.attach") }).click();
    const dialog = desk.getByRole("dialog");
    await dialog.getByRole("searchbox").fill(question);
    await dialog.getByText(question).waitFor();
    expect(await accessibilityFaults(desk)).toEqual([]);
    await dialog.getByText(question).click();
    const box = desk.getByRole("group", { name: words("sender.title") });
    await box.getByText("noreply@hotel.example").waitFor();
    expect(await accessibilityFaults(desk)).toEqual([]);
    await box.getByRole("button", { name: words("sender.triage"), exact: true }).click();
    await desk.getByText(words("sender.taken-out")).waitFor();
    await triageLink().click();
    await desk.getByText(words("triage.because.taken-out")).first().waitFor();
    await desk.getByText(`Votre séjour (${tag})`).first().click();
    await desk.getByRole("button", { name: words("triage.ignore") }).click();
    await desk.getByText(words("triage.empty")).waitFor();
  });

  test("another sender's answer is shown to Marie as from the address that it came from", async () => {
    const id = await newestConversation();
    const to = `reply+${formatReplyToken(id, emailAddress(marieAt), product.server.house.keys)}@acme.example`;
    await arrives({ to, from: "Pierre <pierre@example.org>", subject: "Re: Acme", body: `I am her husband (${tag}).` });
    await desk.goto(`${product.url}/workspace/c/${id}?view=all`);
    const box = desk.getByRole("group", { name: words("sender.title") });
    await box.waitFor();
    expect(await shop.getByText(`I am her husband (${tag}).`).count()).toBe(0);
    expect(await accessibilityFaults(desk)).toEqual([]);
    await desk
      .getByRole("button", { name: words("mail.view") })
      .last()
      .click();
    await desk.getByRole("dialog").getByText(`I am her husband (${tag}).`).waitFor();
    await desk.keyboard.press("Escape");
    await box.getByRole("button", { name: new RegExp(words("sender.show", { who: "" }).trim()) }).click();
    await box.waitFor({ state: "detached" });
    await shop.getByText(`I am her husband (${tag}).`).waitFor();
    await shop.getByText("pierre@example.org").waitFor();
    expect(await accessibilityFaults(shop)).toEqual([]);
    expect(await accessibilityFaults(desk)).toEqual([]);
  });
});
