/** A photo: put up by whoever answers, seen by colleagues, by the widget and in the mail that is delivered. */
import { createHash } from "node:crypto";
import PostalMime from "postal-mime";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { DEMO_SIGN_IN } from "../../src/domain/settings/demo.ts";
import { imageSize } from "../../src/domain/attachments/image-size.ts";
import { MAX_PHOTO_BYTES, PHOTO_PIXELS } from "../../src/domain/people/photo.ts";
import { accessibilityFaults, CHROMIUM, launchChromium, wordsOf } from "../support/browser/browser.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { can } from "../support/peers/outside-programs.ts";
import { colouredPicture } from "../support/png.ts";
import { type Product, startProduct } from "../support/servers/product.ts";
import { until } from "../support/until.ts";

const hasBrowser = await can(CHROMIUM);
/** Wider than high: its middle is taken. */
const PORTRAIT = colouredPicture(400, 300, [30, 120, 200]);
const JSON_BODY = { "content-type": "application/json" };

let browser: Browser;
let product: Product;
let desk: Desk;
beforeAll(async () => {
  [browser, product] = await Promise.all([launchChromium(), startProduct()]);
  desk = await openDesk(product);
});
afterAll(async () => {
  await browser.close();
  await product.dispose();
});

let context: BrowserContext;
let page: Page;
afterEach(() => context.close());

/** The visitor's side, as a site's page asks for it. */
async function visitor() {
  const start = { brandId: desk.brandId, locale: "en", browserLanguages: ["en"], timeZone: null };
  const said = { method: "POST", headers: JSON_BODY, body: JSON.stringify(start) };
  const { token }: { token: string } = JSON.parse(
    await (await fetch(`${product.url}/api/widget/sessions`, said)).text(),
  );
  return async (method: "GET" | "POST" | "PUT", path: string, body?: object) => {
    const answer = await fetch(`${product.url}/api/widget/${path}`, {
      method,
      headers: { ...JSON_BODY, authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  };
}

const mailbox = async (path: string): Promise<string> =>
  (await fetch(`${product.url}/demo/mailbox/mails${path}`)).text();

/** The mail in the demo's mailbox, as it came; null: none is there yet. */
async function delivered(address: string): Promise<string | null> {
  const { mails }: { mails: readonly { id: string; recipient: string }[] } = JSON.parse(await mailbox(""));
  const found = mails.find(({ recipient }) => recipient === address);
  if (found === undefined) return null;
  const { raw }: { raw: string } = JSON.parse(await mailbox(`/${found.id}`));
  return raw;
}

describe.skipIf(!hasBrowser).each(["en", "fr"])("in %s", (tag) => {
  const t = wordsOf("workspace", tag);
  const button = (key: string) => page.getByRole("button", { name: t(key), exact: true });

  async function signIn(): Promise<void> {
    await product.server.house.pool.query("update agent set locale = $1, photo = null, public_name = null", [tag]);
    await product.server.house.pool.query(`update brand set look = look || '{"faces":"names-and-photos"}'`);
    context = await browser.newContext({ locale: tag, viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(20_000);
    page = await context.newPage();
    await page.goto(`${product.url}/workspace/sign-in`);
    await page.getByLabel(t("email")).fill(DEMO_SIGN_IN.email);
    await page.getByLabel(t("password"), { exact: true }).fill(DEMO_SIGN_IN.password);
    await button("sign-in.button").click();
    await page.locator(".agent-menu").waitFor();
  }

  async function putUp(): Promise<string> {
    await page.goto(`${product.url}/workspace/account`);
    const chooser = page.locator('input[type="file"]');
    await chooser.setInputFiles({ name: "me.png", mimeType: "image/png", buffer: PORTRAIT });
    const face = page.getByRole("group", { name: t("photo") }).locator("img");
    await face.waitFor();
    return (await face.getAttribute("src")) ?? "";
  }

  test("a photo goes from one's account to colleagues, the widget and the mail", async () => {
    await signIn();
    const path = await putUp();
    expect(path).toMatch(/^\/widget\/photo\/[0-9a-f]{64}$/);
    expect(await accessibilityFaults(page)).toEqual([]);
    const kept = Buffer.from(await (await fetch(product.url + path)).arrayBuffer());
    expect(kept.length).toBeLessThanOrEqual(MAX_PHOTO_BYTES);
    expect(imageSize(kept, "image/jpeg")).toEqual({ width: PHOTO_PIXELS, height: PHOTO_PIXELS });

    await page.getByLabel(t("public-name"), { exact: true }).fill(`Zoé ${tag}`);
    await button("public-name.save").click();
    await button("public-name.save").waitFor({ state: "detached" });

    const ask = await visitor();
    const begun = await ask("POST", "conversations", { clientId: crypto.randomUUID(), text: "Hello?", pageUrl: null });
    const { id } = begun.conversation;
    const address = `marie.${tag}@example.com`;
    await ask("PUT", `conversations/${id}/address`, { address, confirmed: true });
    await desk.say("Here I am.");
    const { messages } = await ask("GET", `conversations/${id}/messages?before=0`);
    expect(messages.at(-1).author).toMatchObject({ kind: "agent", name: `Zoé ${tag}`, photo: path });

    await page.goto(`${product.url}/workspace/c/${id}`);
    await page.locator(`.run.agent img[src="${path}"]`).waitFor();
    await page.locator(`.agent-menu img[src="${path}"]`).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.goto(`${product.url}/workspace/admin/people/team-members`);
    await page.locator(`li.member img[src="${path}"]`).waitFor();

    const mail = await until("the mail is delivered", () => delivered(address));
    const { from, html = "", attachments } = await PostalMime.parse(mail);
    expect(from?.name).toContain(`Zoé ${tag}`);
    expect(html).toMatch(/<img class="ariane-face" src="cid:photo\./);
    const hashes = attachments.map(({ content }) =>
      createHash("sha256")
        .update(typeof content === "string" ? content : new Uint8Array(content))
        .digest("hex"),
    );
    expect(hashes).toContain(path.replace("/widget/photo/", ""));

    await page.goto(`${product.url}/workspace/account`);
    await button("photo.remove").click();
    await button("photo.choose").waitFor();
    expect((await fetch(product.url + path)).status).toBe(404);
  });

  test("an admin sees, before anything is saved, how they would be shown", async () => {
    await signIn();
    const path = await putUp();
    await page.goto(`${product.url}/workspace/admin/channels/messaging`);
    const faces = page.getByLabel(t("look.faces"), { exact: true });
    const preview = page.locator(".faces-preview");
    await preview.locator(`img[src="${path}"]`).waitFor();
    await faces.selectOption("first-names");
    await preview.locator("img").waitFor({ state: "detached" });
    expect(await preview.locator("strong").textContent()).not.toContain(" ");
    await faces.selectOption("nobody");
    await page.getByText(t("look.faces.nobody-hint")).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await button("save").click();
    await until("it is saved", async () => {
      const [saved] = await product.server.house.store.transaction((tx) => tx.settings.loadBrands());
      return saved?.look.faces === "nobody";
    });
  });
});
