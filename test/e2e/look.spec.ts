/** A brand's look: chosen by an admin before the widget itself, and worn by what its visitors see. */
import { randomUUID } from "node:crypto";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DEMO_SIGN_IN } from "../../src/domain/settings/demo.ts";
import { type BrandLook, DEFAULT_LOOK } from "../../src/domain/settings/look.ts";
import { accessibilityFaults, CHROMIUM, launchChromium, wordsOf } from "../support/browser/browser.ts";
import { can } from "../support/peers/outside-programs.ts";
import { colouredPicture } from "../support/png.ts";
import { type Product, startProduct } from "../support/servers/product.ts";
import { until } from "../support/until.ts";

const hasBrowser = await can(CHROMIUM);
const RED = colouredPicture(240, 80, [200, 60, 30]);

let browser: Browser;
let product: Product;
let brand: string;
beforeAll(async () => {
  [browser, product] = await Promise.all([launchChromium(), startProduct()]);
  const [first] = await product.server.house.store.transaction((tx) => tx.settings.loadBrands());
  if (first === undefined) throw new Error("the demo has no brand");
  brand = first.id;
});
afterAll(async () => {
  await browser.close();
  await product.dispose();
});

let context: BrowserContext;
let page: Page;
afterEach(() => context.close());

const begin = async (locale: string, colorScheme: "light" | "dark" = "light") => {
  context = await browser.newContext({
    locale,
    colorScheme,
    reducedMotion: "reduce",
    viewport: { width: 1280, height: 900 },
  });
  context.setDefaultTimeout(15_000);
  page = await context.newPage();
};

type Partly = Partial<Omit<BrandLook, "launcher">> & { readonly launcher?: Partial<BrandLook["launcher"]> };
const wear = async ({ launcher, ...look }: Partly): Promise<void> => {
  const worn = { ...DEFAULT_LOOK, ...look, launcher: { ...DEFAULT_LOOK.launcher, ...launcher } };
  await product.server.house.pool.query("update brand set look = $1", [JSON.stringify(worn)]);
};

/** A page of the shop's own; `scheme`: what it says of itself. */
async function visit(scheme = "normal"): Promise<void> {
  const url = `${product.url}/shop/${randomUUID()}`;
  const html = `<!doctype html><html lang="en" style="color-scheme: ${scheme}"><title>Shop</title><body><main><h1>Shop</h1></main><script src="${product.url}/widget/ariane.js" async data-brand="${brand}"></script>`;
  await context.route(url, (route) => route.fulfill({ contentType: "text/html", body: html }));
  await page.goto(url);
  await page.locator("ariane-widget").waitFor({ state: "attached" });
}

const launcher = () => page.locator("ariane-widget .launcher");
const panel = () => page.locator("ariane-widget .panel");
const frame = () => page.frameLocator(".widget-preview iframe");

/** What the panel is painted on, in whatever page it stands. */
const PAPER = `getComputedStyle(document.querySelector("ariane-widget").shadowRoot.querySelector(".panel")).backgroundColor`;

describe.skipIf(!hasBrowser)("a visitor", () => {
  test.each([
    ["en", "Help", "right", "Anything about our lamps?"],
    ["fr", "Une question ?", "right", "Une question sur nos lampes ?"],
    ["ar", "مساعدة", "left", "هل لديك سؤال؟"],
  ])("reads the launcher and the greeting in %s, on the side where lines end", async (tag, text, side, greeting) => {
    await wear({
      greetings: { en: "Anything about our lamps?", fr: "Une question sur nos lampes ?", ar: "هل لديك سؤال؟" },
      launcher: {
        texts: { en: "Help", fr: "Une question ?", ar: "مساعدة" },
        fromSide: 30,
        fromBottom: 40,
        icon: "question",
      },
    });
    await begin(tag);
    await visit();
    const name = await launcher().getAttribute("aria-label");
    expect(name).toMatch(new RegExp(`^${text.replace("?", "\\?")}`));
    const box = await launcher().boundingBox();
    expect(box).toMatchObject({ y: 900 - 40 - 60, height: 60 });
    expect(side === "right" ? 1280 - (box?.x ?? 0) - (box?.width ?? 0) : box?.x).toBe(30);
    await launcher().click();
    await panel().getByText(greeting).waitFor();
    // It opens above the launcher, however high that stands.
    const above = await panel().boundingBox();
    expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThan(box?.y ?? 0);
  });

  test.each([
    ["page", "normal", "dark", false],
    ["page", "light dark", "dark", true],
    ["page", "light dark", "light", false],
    ["page", "dark", "light", true],
    ["system", "normal", "dark", true],
    ["system", "dark", "light", false],
    ["light", "dark", "dark", false],
    ["dark", "normal", "light", true],
  ] as const)("dark as %s, on a page that says %s, by a system that is %s: %s", async (dark, says, system, isDark) => {
    await wear({ dark });
    await begin("en", system);
    await visit(says);
    await launcher().click();
    await panel().waitFor();
    expect((await page.evaluate(PAPER)) !== "rgb(255, 255, 255)").toBe(isDark);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test("sees no launcher where the page opens the widget by itself", async () => {
    await wear({ launcher: { isHidden: true } });
    await begin("en");
    await visit();
    expect(await launcher().isVisible()).toBe(false);
    await page.evaluate(`ariane("open")`);
    await panel().waitFor();
    await page.evaluate(`ariane("show")`);
    await launcher().waitFor();
  });
});

describe.skipIf(!hasBrowser).each(["en", "fr"])("an admin, in %s,", (tag) => {
  const t = wordsOf("workspace", tag);
  const button = (key: string) => page.getByRole("button", { name: t(key), exact: true });

  beforeEach(async () => {
    await wear({});
    await product.server.house.pool.query("update agent set locale = $1 where email = $2", [tag, DEMO_SIGN_IN.email]);
    await product.server.house.pool.query("update brand set logo = null");
    await begin(tag);
    await page.goto(`${product.url}/workspace/sign-in`);
    await page.getByLabel(t("email")).fill(DEMO_SIGN_IN.email);
    await page.getByLabel(t("password"), { exact: true }).fill(DEMO_SIGN_IN.password);
    await button("sign-in.button").click();
    await page.locator(".agent-menu").waitFor();
    await page.goto(`${product.url}/workspace/admin/channels/messaging`);
    await frame().locator(".panel").waitFor();
  });

  test("sees the widget itself change before anything is saved, and keeps what was typed in focus", async () => {
    const greeting = page
      .getByRole("group", { name: t("messaging.greeting") })
      .getByRole("textbox")
      .first();
    await greeting.fill("Ask us about lamps");
    await frame().getByText("Ask us about lamps").waitFor();
    expect(await page.evaluate("document.activeElement.value")).toBe("Ask us about lamps");
    await page.getByLabel(t("look.dark"), { exact: true }).selectOption("dark");
    // With every change of the form the page in the frame is another.
    const paper = (): Promise<unknown> | undefined =>
      page
        .frames()
        .find((each) => each.url().includes("/widget-preview"))
        ?.evaluate(PAPER)
        .catch(() => null);
    await until("the preview is dark", async () => /^rgb\((?!255)/.test(String(await paper())));
    expect(await accessibilityFaults(page)).toEqual([]);
    await button("save").click();
    await until("it is saved", async () => {
      const [saved] = await product.server.house.store.transaction((tx) => tx.settings.loadBrands());
      return saved?.look.dark === "dark" && saved.look.greetings["en"] === "Ask us about lamps";
    });
  });

  test("puts a logo up, which is there at once, and takes it away", async () => {
    const choose = page.locator('input[type="file"]');
    await choose.setInputFiles({ name: "logo.svg", mimeType: "image/png", buffer: Buffer.from("<svg/>") });
    await page.getByText(t("refusal.logo-drawing")).waitFor();
    await choose.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: RED });
    await page.locator(".logo-shown").waitFor();
    await frame().locator("canvas.logo").first().waitFor();
    await button("look.logo-remove").click();
    await page.locator(".logo-shown").waitFor({ state: "detached" });
    await frame().locator("span.avatar").first().waitFor({ state: "attached" });
  });

  test("is told of a colour that nothing can be read on, and offered the nearest", async () => {
    const colour = page.getByLabel(t("messaging.colour"), { exact: true });
    await colour.fill("#7b7b7b");
    await page.getByText(t("look.contrast-bad", { ratio: tag === "fr" ? "4,2" : "4.2", least: 4.5 })).waitFor();
    expect(await button("save").isEnabled()).toBe(false);
    await page.getByRole("button", { name: t("look.contrast-use", { colour: "#767676" }) }).click();
    expect(await colour.inputValue()).toBe("#767676");
    expect(await button("save").isEnabled()).toBe(true);
  });

  test("sees which sites carry the widget and which were turned away, and allows one by a press", async () => {
    const { pool } = product.server.house;
    await pool.query("update brand set allowed_origins = array_append(allowed_origins, 'https://lamps.example')");
    const ask = (origin: string) =>
      fetch(`${product.url}/api/widget/config?brand=${brand}`, { headers: { origin } }).then(({ status }) => status);
    await until("the site is let in", async () => (await ask("https://lamps.example")) === 200);
    expect(await ask(`https://${tag}.blog.example`)).toBe(403);
    await until("both are remembered", async () => {
      const found = await pool.query("select from widget_sighting where origin = any($1)", [
        ["https://lamps.example", `https://${tag}.blog.example`],
      ]);
      return found.rowCount === 2;
    });
    await page.reload();
    const rows = page.getByRole("list", { name: t("look.seen") }).getByRole("listitem");
    await rows
      .filter({ hasText: "https://lamps.example" })
      .filter({ hasText: t("look.seen-now") })
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: t("look.allow-origin", { origin: `https://${tag}.blog.example` }) }).click();
    await button("save").click();
    await until("it is let in", async () => (await ask(`https://${tag}.blog.example`)) === 200);
  });
});
