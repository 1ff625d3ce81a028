/** Tests at a shop whose pages carry the widget: a browser, the product, Léo at his desk, and for each test a tab of its own. */
import { randomUUID } from "node:crypto";
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { type Desk, openDesk } from "../desk.ts";
import { type Product, startProduct } from "../servers/product.ts";
import { arrivedIn, type Engine, launchChromium, typeInto, wordsOf } from "./browser.ts";

/** Longer than a busy machine takes for any step. */
const STEP_MS = 20_000;

const say = wordsOf("widget", "en");

/** What there is between two hooks of a test; its members are not to be taken out before. */
export interface Shop {
  readonly product: Product;
  readonly desk: Desk;
  readonly context: BrowserContext;
  /** The tab that is looked at. */
  readonly page: Page;
  /** What the console of that tab warned of, and what its scripts threw. */
  readonly warnings: readonly string[];
  /** Another tab of this browser, which is looked at from now on. */
  turnToNewTab(): Promise<void>;
  /** What an admin copies into a page. */
  readonly snippet: string;
  /** Goes to a new page of the product's own origin that holds this. */
  visit(html: string): Promise<void>;
  /** What the page says to the widget. */
  call(...command: readonly unknown[]): Promise<void>;
  launcher(): Locator;
  panel(): Locator;
  composer(): Locator;
  /** Sends a message, and waits until it has arrived. */
  write(text: string): Promise<void>;
}

/** For all tests of a file, or of a part of it. `options`: of the browser's windows. */
export function openShop(options: BrowserContextOptions = {}, launch: Engine["launch"] = () => launchChromium()): Shop {
  let browser: Browser;
  let product: Product;
  let desk: Desk;
  let context: BrowserContext;
  let page: Page;
  let warnings: string[];
  const turnToNewTab = async (): Promise<void> => {
    const heard: string[] = [];
    page = await context.newPage();
    warnings = heard;
    page.on("console", (said) => said.type() === "warning" && heard.push(said.text()));
    page.on("pageerror", (error) => heard.push(String(error)));
  };
  beforeAll(async () => {
    [browser, product] = await Promise.all([launch("en"), startProduct()]);
    desk = await openDesk(product);
  });
  afterAll(async () => {
    await browser.close();
    await product.dispose();
  });
  beforeEach(async () => {
    context = await browser.newContext({ locale: "en", reducedMotion: "reduce", ...options });
    context.setDefaultTimeout(STEP_MS);
    await turnToNewTab();
  });
  afterEach(() => context.close());
  const composer = () => page.getByRole("textbox", { name: say("composer.label") });
  return {
    get product() {
      return product;
    },
    get desk() {
      return desk;
    },
    get context() {
      return context;
    },
    get page() {
      return page;
    },
    get warnings() {
      return warnings;
    },
    turnToNewTab,
    get snippet() {
      return `<script async src="${product.url}/widget/ariane.js" data-brand="${desk.brandId}"></script>`;
    },
    async visit(html) {
      const url = `${product.url}/shop/${randomUUID()}`;
      const body = `<!doctype html><meta charset="utf-8"><title>Shop</title><body><h1>Shop</h1>${html}`;
      await context.route(url, (route) => route.fulfill({ contentType: "text/html", body }));
      await page.goto(url);
    },
    call: (...command) => page.evaluate(`void ariane(...${JSON.stringify(command)})`),
    launcher: () => page.locator("ariane-widget .launcher"),
    panel: () => page.locator("ariane-widget .panel"),
    composer,
    async write(text) {
      await typeInto(composer(), text);
      await composer().press("Enter");
      await page.getByText(arrivedIn(say)).last().waitFor();
    },
  };
}
