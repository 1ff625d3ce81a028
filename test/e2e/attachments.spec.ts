/** Files in the widget, on a host page with a strict policy: by button, drop and paste, both ways, byte for byte. */
import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext, Download, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  accessibilityFaults,
  arrivedIn,
  CHROMIUM,
  launchChromium,
  type Say,
  wordsOf,
} from "../support/browser/browser.ts";
import { type Desk, openDesk, type SentFile } from "../support/desk.ts";
import { type HostPage, openHostPage } from "../support/browser/host-page.ts";
import { can } from "../support/peers/outside-programs.ts";
import { type Colour, colouredPicture } from "../support/png.ts";
import { type Product, startProduct } from "../support/servers/product.ts";
import { until } from "../support/until.ts";

const STEP_MS = 30_000;
const ORANGE: Colour = [240, 120, 20];
const BLUE: Colour = [20, 90, 200];
const UPLOADS = "**/api/widget/attachments";
const MESSAGES = "**/api/widget/conversations{,/*/messages}";

const PHOTO = { name: "lampe d’été.png", mimeType: "image/png", buffer: colouredPicture(320, 200, ORANGE) };
const PDF = { name: "فاتورة.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 eine Rechnung") };

const hasBrowser = await can(CHROMIUM);

let browser: Browser;
let product: Product;
let site: HostPage;
let leo: Desk;

beforeAll(async () => {
  [browser, product] = await Promise.all([launchChromium(), startProduct()]);
  leo = await openDesk(product);
  site = await openHostPage(product.url, leo.brandId);
  await leo.allow(site.origin);
});
afterAll(async () => {
  await browser.close();
  await site.close();
  await product.dispose();
});

let marie: BrowserContext;
let page: Page;
let complaints: string[];
afterEach(() => marie.close());

async function openWidget(tag: string): Promise<void> {
  marie = await browser.newContext({ locale: tag, reducedMotion: "reduce", viewport: { width: 1280, height: 860 } });
  marie.setDefaultTimeout(STEP_MS);
  page = await marie.newPage();
  complaints = [];
  page.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(site.url(tag));
  await page.locator("ariane-widget .launcher").click();
}

describe.skipIf(!hasBrowser).each(["en", "fr", "ar"])("in %s", (tag) => {
  const say = wordsOf("widget", tag);
  beforeEach(() => openWidget(tag));

  test("Marie sends a picture by the button and a document by dropping it; Léo has both, byte for byte", async () => {
    await composer(say).waitFor();
    expect(await stored()).toBeNull();
    await chooseFiles(say, [PHOTO]);
    await uploaded(1);
    expect(await stored()).not.toBeNull();
    await hangOver(PDF);
    await page.getByText(say("files.drop")).waitFor();
    await drop(PDF);
    await uploaded(2);
    expect(await accessibilityFaults(page)).toEqual([]);
    await send(say, `Voilà (${tag})`);
    await state(arrivedIn(say)).waitFor();
    expect(await painted(0)).toEqual(ORANGE);

    const files = await leo.filesOf(`Voilà (${tag})`);
    expect(files.map(({ name }) => name)).toEqual([PHOTO.name, PDF.name]);
    expect(await Promise.all(files.map(({ id }) => leo.download(id)))).toEqual([PHOTO.buffer, PDF.buffer]);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test("Marie sees the picture that Léo sends, opens it in full, and downloads what he sent, byte for byte", async () => {
    await composer(say).waitFor();
    await send(say, `Bonjour (${tag})`);
    await state(arrivedIn(say)).waitFor();
    const picture = { ...PHOTO, name: "réponse.png", buffer: colouredPicture(600, 900, BLUE) };
    await leo.send([picture, PDF]);
    const thumbnail = page.getByRole("button", { name: say("file.open", { name: picture.name }) });
    await thumbnail.waitFor();
    expect(await painted(0)).toEqual(BLUE);

    const [document] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: `${say("file.save")} ${PDF.name}` }).click(),
    ]);
    expect([document.suggestedFilename(), await bytesOf(document)]).toEqual([PDF.name, PDF.buffer]);

    await thumbnail.click();
    const lightbox = page.getByRole("dialog", { name: picture.name });
    await lightbox.waitFor();
    expect(await until("the picture is painted in full", () => pixels(".lightbox canvas"))).toEqual(BLUE);
    expect(await accessibilityFaults(page)).toEqual([]);
    const [original] = await Promise.all([
      page.waitForEvent("download"),
      lightbox.getByRole("button", { name: say("file.save"), exact: true }).click(),
    ]);
    expect(await bytesOf(original)).toEqual(picture.buffer);
    await page.keyboard.press("Escape");
    await lightbox.waitFor({ state: "hidden" });
    expect(await composer(say).isVisible()).toBe(true);
    expect(await thumbnail.evaluate("document.querySelector('ariane-widget').shadowRoot.activeElement.ariaLabel")).toBe(
      say("file.open", { name: picture.name }),
    );
    expect(complaints).toEqual([]);
  });
});

describe.skipIf(!hasBrowser)("a message with files", () => {
  const say = wordsOf("widget", "en");
  beforeEach(() => openWidget("en"));

  test("may be a pasted picture and nothing else", async () => {
    await composer(say).waitFor();
    await paste(PHOTO);
    await uploaded(1);
    await page.getByRole("button", { name: say("composer.send"), exact: true }).click();
    await state(arrivedIn(say)).waitFor();
    const [file] = await leo.filesOf("");
    expect(file).toMatchObject({ name: PHOTO.name, image: { width: 320, height: 200 } });
  });

  test("waits for the files that are still on their way, then goes by itself", async () => {
    const held = Promise.withResolvers<void>();
    await page.route(UPLOADS, async (route) => {
      await held.promise;
      await route.continue();
    });
    await composer(say).waitFor();
    await chooseFiles(say, [PDF]);
    await page.getByRole("progressbar", { name: say("files.uploading", { name: PDF.name }) }).waitFor();
    await send(say, "With the invoice");
    await page.getByText(say("composer.waiting")).waitFor();
    expect(await state(arrivedIn(say)).count()).toBe(0);
    held.resolve();
    await state(arrivedIn(say)).waitFor();
    expect(await leo.filesOf("With the invoice")).toHaveLength(1);
    expect(await composer(say).inputValue()).toBe("");
  });

  test("says what cannot go and why; without a connection a file is uploaded at the next try", async () => {
    await page.route(UPLOADS, (route) => route.abort("internetdisconnected"));
    await composer(say).waitFor();
    await chooseFiles(say, [{ ...PDF, name: "empty.txt", buffer: Buffer.alloc(0) }, PDF]);
    await page.getByText(say("files.empty")).waitFor();
    await page.getByText(say("files.unreachable")).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.unroute(UPLOADS);
    await page.getByRole("button", { name: say("files.again", { name: PDF.name }) }).click();
    await uploaded(1);
    const twelve = Array.from({ length: 12 }, (_, at) => ({ ...PDF, name: `${at}.pdf` }));
    await chooseFiles(say, twelve);
    await page.getByText(say("files.left-out", { most: 10, count: 3 })).waitFor();
    await uploaded(10);
  });

  test("is kept over a reload until it has arrived, and arrives once", async () => {
    await composer(say).waitFor();
    await chooseFiles(say, [PHOTO]);
    await uploaded(1);
    await page.route(MESSAGES, (route) => route.abort("internetdisconnected"));
    await send(say, "Kept");
    await state(say("state.sending")).waitFor();
    // Her panel was open, and is again.
    await page.reload();
    await page.getByText("Kept").waitFor();
    await state(say("state.sending")).waitFor();
    await page.unroute(MESSAGES);
    await state(arrivedIn(say)).waitFor();
    expect(await painted(0)).toEqual(ORANGE);
    expect(await leo.filesOf("Kept")).toHaveLength(1);
  });

  test("whose file was forgotten meanwhile says so, and its words can go alone", async () => {
    await composer(say).waitFor();
    await chooseFiles(say, [PDF]);
    await uploaded(1);
    await product.server.house.pool.query("delete from attachment where conversation_id is null");
    await send(say, "Words alone");
    await page.getByText(say("state.file-unknown")).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: say("state.without-files") }).click();
    await state(arrivedIn(say)).waitFor();
    expect(await leo.filesOf("Words alone")).toEqual([]);
  });

  test("whose picture cannot be fetched offers another try", async () => {
    await composer(say).waitFor();
    await send(say, "Show me");
    await state(arrivedIn(say)).waitFor();
    await page.route(`${UPLOADS}/*`, (route) => route.abort("internetdisconnected"));
    await leo.send([PHOTO]);
    const again = page.getByRole("button", { name: say("file.failed") });
    await again.waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.unroute(`${UPLOADS}/*`);
    await again.click();
    expect(await painted(0)).toEqual(ORANGE);
  });
});

/** What stands under the newest message of Marie's. */
const state = (words: string | RegExp) => page.locator(".state", { hasText: words });

const composer = (say: Say) => page.getByRole("textbox", { name: say("composer.label") });

async function send(say: Say, text: string): Promise<void> {
  await composer(say).fill(text);
  await composer(say).press("Enter");
}

async function chooseFiles(say: Say, files: readonly SentFile[]): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: say("composer.attach") }).click(),
  ]);
  await chooser.setFiles([...files]);
}

const uploaded = (count: number): Promise<void> =>
  page
    .locator(".chip.there")
    .nth(count - 1)
    .waitFor();

const hangOver = (file: SentFile): Promise<void> => hand("dragover", file);
const drop = (file: SentFile): Promise<void> => hand("drop", file);
const paste = (file: SentFile): Promise<void> => hand("paste", file);

/** As the browser does when the person lets go of a file over the panel, or pastes one. */
async function hand(event: "dragover" | "drop" | "paste", { name, mimeType, buffer }: SentFile): Promise<void> {
  await page.evaluate(`{
    const data = new DataTransfer();
    const bytes = Uint8Array.from(atob("${buffer.toString("base64")}"), (c) => c.charCodeAt(0));
    data.items.add(new File([bytes], ${JSON.stringify(name)}, { type: "${mimeType}" }));
    const init = { dataTransfer: data, clipboardData: data, bubbles: true, cancelable: true, composed: true };
    const event = "${event}" === "paste" ? new ClipboardEvent("paste", init) : new DragEvent("${event}", init);
    document.querySelector("ariane-widget").shadowRoot.querySelector(".draft").dispatchEvent(event);
  }`);
}

const stored = (): Promise<unknown> => page.evaluate("localStorage.getItem(Object.keys(localStorage)[0] ?? '')");

/** The colour in the middle of a thumbnail, once it is painted. */
async function painted(index: number): Promise<Colour> {
  await page.locator(".picture-open[aria-busy=false]").nth(index).waitFor();
  return until("the thumbnail is painted", () => pixels(".picture-open canvas"));
}

/** Null: nothing is painted there yet. */
async function pixels(selector: string): Promise<Colour | null> {
  const found: unknown = await page.evaluate(`{
    const canvas = document.querySelector("ariane-widget").shadowRoot.querySelector("${selector}");
    [...canvas.getContext("2d").getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data];
  }`);
  if (!Array.isArray(found) || found[3] !== 255) return null;
  return [Number(found[0]), Number(found[1]), Number(found[2])];
}

const bytesOf = async (download: Download): Promise<Buffer> => readFile(await download.path());
