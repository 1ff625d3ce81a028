/** Files in the agent workspace: those that come are seen and fetched, those that go arrive byte for byte. */
import { truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FILE_LIMITS } from "../../contract/shared.ts";
import { DEMO_SIGN_IN } from "../../src/domain/settings/demo.ts";
import type { BrandId } from "../../src/domain/ids.ts";
import { accessibilityFaults, CHROMIUM, launchChromium, type Say, wordsOf } from "../support/browser/browser.ts";
import { type FileVisitor, fileVisitor } from "../support/browser/file-visitor.ts";
import { can } from "../support/peers/outside-programs.ts";
import { picture } from "../support/png.ts";
import { type Product, startProduct } from "../support/servers/product.ts";

const STEP_MS = 30_000;
const PDF = Buffer.from("%PDF-1.7 an invoice of Marie's\n");

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

async function defaultBrand(): Promise<BrandId> {
  const brands = await product.server.house.store.transaction((tx) => tx.settings.loadBrands());
  const brand = brands.find(({ isDefault }) => isDefault);
  if (brand === undefined) throw new Error("the demo has no brand");
  return brand.id;
}

/** The workspace speaks the agent's own language, whatever the browser's. */
async function speak(tag: string): Promise<void> {
  const ours = { "content-type": "application/json", "x-ariane-request": "1" };
  const signedIn = await fetch(`${product.url}/api/agent/sign-in`, {
    method: "POST",
    headers: ours,
    body: JSON.stringify(DEMO_SIGN_IN),
  });
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
  const headers = { ...ours, cookie };
  await fetch(`${product.url}/api/agent/me`, { method: "PUT", headers, body: JSON.stringify({ locale: tag }) });
}

describe.skipIf(!hasBrowser).each(["en", "fr"])("in %s", (tag) => {
  const words: Say = wordsOf("workspace", tag);
  const question = `Is this scratch covered? (${tag})`;
  const elsewhere = `Do you ship to Spain? (${tag})`;
  const photo = picture(64, 48);
  const detail = picture(30, 60);
  let leo: BrowserContext;
  let desk: Page;
  let marie: FileVisitor;

  beforeAll(async () => {
    await speak(tag);
    const brand = await defaultBrand();
    const zoe = await fileVisitor(product, brand);
    await zoe.write({ text: elsewhere });
    marie = await fileVisitor(product, brand);
    await marie.write({
      text: question,
      files: [
        { name: "Scratch.png", type: "image/png", bytes: photo },
        { name: "Detail.png", type: "image/png", bytes: detail },
        { name: "Invoice.pdf", type: "application/pdf", bytes: PDF },
      ],
    });
    leo = await browser.newContext({ locale: tag, viewport: { width: 1440, height: 900 } });
    leo.setDefaultTimeout(STEP_MS);
    await leo.grantPermissions(["clipboard-read", "clipboard-write"], { origin: product.url });
    desk = await leo.newPage();
    await desk.goto(`${product.url}/workspace/sign-in`);
    await desk.getByLabel(words("email"), { exact: true }).fill(DEMO_SIGN_IN.email);
    await desk.getByLabel(words("password"), { exact: true }).fill(DEMO_SIGN_IN.password);
    await desk.getByRole("button", { name: words("sign-in.button"), exact: true }).click();
    await desk.getByText(question).first().click();
    await composer().waitFor();
  });
  afterAll(async () => {
    await leo.close();
  });

  const composer = (): Locator => desk.getByRole("form", { name: words("composer"), exact: true });
  const area = (): Locator => composer().getByRole("textbox");
  const log = (): Locator => desk.getByRole("log");
  const chips = (): Locator =>
    composer()
      .getByRole("list", { name: words("files.added") })
      .getByRole("listitem");
  const send = (): Promise<void> =>
    composer()
      .getByRole("button", { name: words("send"), exact: true })
      .click();
  const enlarge = (name: string): Locator =>
    log().getByRole("button", { name: labelOf(words("files.open", { name })) });
  const choose = async (files: Chosen): Promise<void> => {
    const asked = desk.waitForEvent("filechooser");
    await composer()
      .getByRole("button", { name: words("files.add") })
      .click();
    await (await asked).setFiles(files);
  };

  test("Marie's pictures are painted in the room that was kept for them, her PDF is a card, and both download whole", async () => {
    const thumbnail = enlarge("Scratch.png").locator("img");
    await thumbnail.waitFor();
    expect([await thumbnail.getAttribute("width"), await thumbnail.getAttribute("height")]).toEqual(["64", "48"]);
    expect(await paintedSize(thumbnail)).toEqual([64, 48]);
    expect(await downloaded(desk, log().getByRole("link", { name: /Invoice\.pdf/ }))).toEqual(PDF);
    expect(await accessibilityFaults(desk)).toEqual([]);
  });

  test("by keyboard a picture is enlarged, the next one follows, and the focus comes back", async () => {
    await enlarge("Scratch.png").focus();
    await desk.keyboard.press("Enter");
    const lightbox = desk.getByRole("dialog", { name: words("lightbox"), exact: true });
    await lightbox.getByText(words("lightbox.at", { at: 1, of: 2 })).waitFor();
    expect(await accessibilityFaults(desk)).toEqual([]);
    await desk.keyboard.press("ArrowRight");
    await lightbox.getByRole("heading", { name: "Detail.png" }).waitFor();
    expect(await paintedSize(lightbox.locator("img"))).toEqual([30, 60]);
    expect(await downloaded(desk, lightbox.getByRole("link"))).toEqual(detail);
    for (let tabs = 0; tabs < 6; tabs += 1) {
      await desk.keyboard.press("Tab");
      expect(await desk.evaluate("document.activeElement.closest('#app')")).toBeNull();
    }
    await lightbox.getByRole("button", { name: words("lightbox.next") }).focus();
    await desk.keyboard.press("ArrowRight");
    await lightbox.getByRole("heading", { name: "Scratch.png" }).waitFor();
    await desk.keyboard.press("Escape");
    await lightbox.waitFor({ state: "detached" });
    expect(await enlarge("Scratch.png").evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
  });

  test("what cannot go along is said before it is sent", async () => {
    const film = join(product.dataDir, "film.mov");
    await writeFile(film, "");
    await truncate(film, FILE_LIMITS.bytes + 1);
    await choose(film);
    await composer().getByRole("alert").getByText("film.mov").waitFor();
    expect(await chips().count()).toBe(0);
    await choose(Array.from({ length: 11 }, (_nothing, index) => textFile(`${index}.txt`)));
    await composer()
      .getByText(words("files.too-many", { most: 10, count: 1 }))
      .waitFor();
    await expectChips(10);
    expect(await accessibilityFaults(desk)).toEqual([]);
    for (let left = 10; left > 0; left -= 1) await chips().first().getByRole("button").click();
    await expectChips(0);
  });

  test("files wait with their conversation while another one is looked at, and come back after a failure", async () => {
    await desk.route("**/api/agent/attachments", (route) => route.abort(), { times: 1 });
    await choose([textFile("plan.txt")]);
    await chips().getByText(words("refusal.offline")).waitFor();
    expect(await accessibilityFaults(desk)).toEqual([]);
    expect(
      await composer()
        .getByRole("button", { name: words("send"), exact: true })
        .isDisabled(),
    ).toBe(true);
    await desk.getByText(elsewhere).first().click();
    await log().getByText(elsewhere).waitFor();
    expect(await chips().count()).toBe(0);
    await desk.getByText(question).first().click();
    await log().getByText(question).waitFor();
    await chips()
      .getByRole("button", { name: labelOf(words("files.retry", { name: "plan.txt" })) })
      .click();
    await ready(1);
    await chips()
      .getByRole("button", { name: labelOf(words("files.remove", { name: "plan.txt" })) })
      .click();
    await expectChips(0);
  });

  test("Léo adds a picture by the button, another from the clipboard, drops a file, and sends them without a word", async () => {
    const chosen = picture(20, 20);
    await choose([{ name: "Réparée.png", mimeType: "image/png", buffer: chosen }]);
    await ready(1);
    await copy(desk, picture(40, 25));
    await area().press("ControlOrMeta+v");
    await ready(2);
    await dropOn(desk, log(), "devis.txt");
    await ready(3);
    expect(await accessibilityFaults(desk)).toEqual([]);
    await send();
    // Until then it stands there from the page's own bytes, on its way.
    await enlarge("Réparée.png").locator('img[src^="/api/"]').waitFor();
    expect(await log().locator(".run.agent .bubble").count()).toBe(0);
    const [first, second, third] = (await marie.files()).slice(-3);
    expect(first).toMatchObject({ name: "Réparée.png", image: { width: 20, height: 20 } });
    expect((await marie.fetch(first?.id ?? "")).bytes).toEqual(chosen);
    expect(second).toMatchObject({ type: "image/png", image: { width: 40, height: 25 } });
    expect(third).toMatchObject({ name: "devis.txt" });
    expect((await marie.fetch(third?.id ?? "")).bytes).toEqual(Buffer.from("dropped"));
    expect(await chips().count()).toBe(0);
  });

  test("a reply that is edited keeps its files", async () => {
    await area().fill("With its plan");
    await choose([textFile("plan-b.txt")]);
    await ready(1);
    await send();
    const run = log().locator(".message", { hasText: "plan-b.txt" });
    await run.getByRole("button", { name: words("edit"), exact: true }).click();
    await run.getByRole("textbox").fill("With its better plan");
    await run.getByRole("button", { name: words("save") }).click();
    const edited = log().locator(".message", { hasText: "With its better plan" });
    // Said of the message itself only, not while it is being changed.
    await edited.locator(".edited").waitFor();
    expect(await edited.getByRole("link", { name: /plan-b\.txt/ }).count()).toBe(1);
  });

  test("a note with a file is the team's alone", async () => {
    await composer()
      .getByRole("button", { name: words("composer.note"), exact: true })
      .click();
    await choose([textFile("margin.txt")]);
    await ready(1);
    await composer()
      .getByRole("button", { name: words("send.note"), exact: true })
      .click();
    const card = log()
      .locator(".run.note")
      .getByRole("link", { name: /margin\.txt/ });
    await card.waitFor();
    expect(await accessibilityFaults(desk)).toEqual([]);
    const id = (await card.getAttribute("href"))?.split("/").at(-1) ?? "";
    expect((await marie.files()).map(({ name }) => name)).not.toContain("margin.txt");
    expect((await marie.fetch(id)).status).toBe(404);
  });

  test("a list names the files of a message that says nothing else", async () => {
    await desk.goto(`${desk.url().split("?")[0]}?view=all`);
    await desk.locator("article.line.open").waitFor();
    await marie.write({ files: [{ name: "Photo.png", type: "image/png", bytes: photo }] });
    const line = (said: string): Locator => desk.locator("article.line.open").getByText(said);
    await line("Photo.png").waitFor();
    const two = [photo, detail].map((bytes, index) => ({ name: `${index}.png`, type: "image/png", bytes }));
    await marie.write({ files: two });
    await line(words("files.count", { count: 2 })).waitFor();
    expect(await accessibilityFaults(desk)).toEqual([]);
  });

  const expectChips = (count: number): Promise<unknown> =>
    desk.waitForFunction(`document.querySelectorAll(".chip").length === ${count}`);
  /** So many files are in the tray, and the server has all of them. */
  const ready = (count: number): Promise<void> =>
    composer()
      .getByText(words("files.progress", { done: count, count }))
      .waitFor({ state: "attached" });
});

interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}
/** A path, or files that are made up. */
type Chosen = string | readonly ChosenFile[];

const textFile = (name: string): ChosenFile => ({ name, mimeType: "text/plain", buffer: Buffer.from(name) });

/** Names stand in their sentences between isolates, which nobody sees. */
function labelOf(sentence: string): RegExp {
  const escaped = sentence.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll(" ", "[\\s\u2068\u2069]+")}[\u2068\u2069]*$`);
}

/** Natural width and height of what the browser has painted; a file that is no picture to it never is. */
async function paintedSize(image: Locator): Promise<readonly number[]> {
  return image.evaluate(async (element) => {
    await element.decode();
    return [element.naturalWidth, element.naturalHeight];
  });
}

async function downloaded(page: Page, link: Locator): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const parts: Buffer[] = [];
  for await (const part of await download.createReadStream()) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** Puts a picture into the clipboard, as *Copy image* does. */
async function copy(page: Page, png: Buffer): Promise<void> {
  await page.evaluate(`(async () => {
    const bytes = Uint8Array.from(atob("${png.toString("base64")}"), (c) => c.charCodeAt(0));
    const blob = new Blob([bytes], { type: "image/png" });
    await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
  })()`);
}

async function dropOn(page: Page, target: Locator, name: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(`(() => {
    const brought = new DataTransfer();
    brought.items.add(new File(["dropped"], ${JSON.stringify(name)}, { type: "text/plain" }));
    return brought;
  })()`);
  await target.dispatchEvent("dragenter", { dataTransfer });
  await target.dispatchEvent("drop", { dataTransfer });
}
