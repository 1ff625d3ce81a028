/** What a host page pays for the widget, and how soon after a click somebody can write: in Chromium, over DevTools. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import process from "node:process";
import type { Browser, CDPSession, Page } from "playwright-core";
import { launchChromium } from "../test/support/browser/browser.ts";
import { type Product, startWholeProduct } from "../test/support/servers/product.ts";
import { buildWidget } from "../web/build.ts";
import { median, round } from "./support/measure.ts";

const ROUNDS = 9;
/** As Lighthouse slows a processor down to a telephone's of the middle class. */
const CPU_SLOWDOWN = 4;
/** *Slow 4G* of Chromium's DevTools: bytes a second, and milliseconds that each request waits. */
const SLOW_4G = { downloadThroughput: 184_320, uploadThroughput: 86_400, latency: 562.5 };
/** Nothing was asked for in so long: the page has settled. */
const QUIET_MS = 500;
/** Longer than this a task is felt (web.dev, Total Blocking Time). */
const LONG_TASK_MS = 50;

/** Of one visit. */
interface Visit {
  /** Bytes and requests, the page's own among them. */
  readonly bytes: number;
  readonly requests: number;
  /** Milliseconds beyond 50 of each long task. */
  readonly blocking: number;
  readonly shift: number;
}

export async function benchPage(): Promise<void> {
  process.env["NODE_ENV"] = "production";
  await buildWidget("error", join(import.meta.dirname, "../dist/web/widget"));
  const [browser, product] = await Promise.all([launchChromium(), startWholeProduct()]);
  const site = await openSite(product);
  try {
    const without: Visit[] = [];
    const carrying: Visit[] = [];
    const clicks: { readonly floor: number; readonly widget: number }[] = [];
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      without.push(await visit(browser, site.url("plain")));
      carrying.push(await visit(browser, site.url("widget")));
      clicks.push({
        floor: await click(browser, site.url("module"), "#open", "#opened"),
        widget: await click(browser, site.url("widget"), ".launcher", ".draft"),
      });
    }
    const middle = (visits: readonly Visit[], what: keyof Visit): number => median(visits.map((one) => one[what]));
    console.log(
      `\nA host page without and with the widget: median of ${ROUNDS}, processor ${CPU_SLOWDOWN} times slower`,
    );
    console.table(
      (["bytes", "requests", "blocking", "shift"] as const).map((what) => ({
        what: NAMES[what],
        without: round(middle(without, what)),
        with: round(middle(carrying, what)),
        more: round(middle(carrying, what) - middle(without, what)),
      })),
    );
    const [floor, widget] = [median(clicks.map((one) => one.floor)), median(clicks.map((one) => one.widget))];
    console.log(
      `From the click to a composer that takes words, on slow 4G (${SLOW_4G.latency} ms a request): ${Math.round(widget)} ms; ` +
        `a click that imports one module of no words: ${Math.round(floor)} ms; ratio ${round(widget / floor)}; aim 1,200 ms`,
    );
  } finally {
    await site.close();
    await browser.close();
    await product.dispose();
  }
}

const NAMES = {
  bytes: "bytes that travel",
  requests: "requests",
  blocking: "blocking time, ms",
  shift: "layout shift",
} as const;

interface Site {
  url(page: "plain" | "widget" | "module"): string;
  close(): Promise<void>;
}

/** A shop of somebody else's, with some words and a picture that comes late. */
async function openSite(product: Product): Promise<Site> {
  const { pool, store } = product.server.house;
  const [brand] = await store.transaction((tx) => tx.settings.loadBrands());
  if (brand === undefined) throw new Error("the demo has no brand");
  const heads = {
    plain: "",
    widget: `<script async src="${product.url}/widget/ariane.js" data-brand="${brand.id}"></script>`,
    module: `<button id="open" onclick="import('/nothing.js')">Open</button>`,
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://site.example");
    const [, extra] = Object.entries(heads).find(([name]) => pathname === `/${name}`) ?? [];
    if (extra !== undefined) response.setHeader("content-type", "text/html").end(pageWith(extra));
    else if (pathname === "/nothing.js") response.setHeader("content-type", "text/javascript").end(OPENED);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const origin = `http://127.0.0.1:${portOf(server.address())}`;
  await pool.query("update brand set allowed_origins = allowed_origins || $1::text", [origin]);
  return {
    url: (page) => `${origin}/${page}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const OPENED = `document.body.insertAdjacentHTML("beforeend", "<textarea id=opened></textarea>")`;
const pageWith = (extra: string): string =>
  `<!doctype html><html lang="en"><head><title>Lamps</title><link rel="icon" href="data:,"></head><body><h1>Lamps</h1>${"<p>A lamp for every room. </p>".repeat(60)}${extra}</body></html>`;

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the site has no port");
  return address.port;
}

/** A browser that has never been there, with DevTools open. */
async function newcomer(browser: Browser): Promise<{ readonly page: Page; readonly tools: CDPSession }> {
  const context = await browser.newContext({ locale: "en", viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const tools = await context.newCDPSession(page);
  await tools.send("Network.enable");
  await tools.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
  return { page, tools };
}

async function visit(browser: Browser, url: string): Promise<Visit> {
  const { page, tools } = await newcomer(browser);
  let [bytes, requests] = [0, 0];
  tools.on("Network.requestWillBeSent", () => (requests += 1));
  tools.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.addInitScript(WATCH);
  await page.goto(url, { waitUntil: "load" });
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(QUIET_MS);
  const seen = await page.evaluate<{ readonly tasks: readonly number[]; readonly shift: number }>("watched");
  await page.context().close();
  return {
    bytes,
    requests,
    blocking: seen.tasks.reduce((sum, ms) => sum + Math.max(0, ms - LONG_TASK_MS), 0),
    shift: seen.shift,
  };
}

const WATCH = `
  window.watched = { tasks: [], shift: 0 };
  new PerformanceObserver((list) => list.getEntries().forEach((one) => watched.tasks.push(one.duration)))
    .observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => list.getEntries().forEach((one) => (watched.shift += one.value)))
    .observe({ type: "layout-shift", buffered: true });`;

/** Milliseconds from the click on one thing to another that is there and takes words. */
async function click(browser: Browser, url: string, button: string, field: string): Promise<number> {
  const { page, tools } = await newcomer(browser);
  await page.goto(url);
  await page.locator(button).waitFor();
  await tools.send("Network.emulateNetworkConditions", { offline: false, ...SLOW_4G });
  const took = await page.evaluate<number>(`new Promise((resolve) => {
    const find = (what) => document.querySelector(what) ?? document.querySelector("ariane-widget")?.shadowRoot.querySelector(what);
    const began = performance.now();
    const look = () => {
      const field = find(${JSON.stringify(field)});
      if (field?.checkVisibility() && !field.disabled) resolve(performance.now() - began);
      else requestAnimationFrame(look);
    };
    find(${JSON.stringify(button)}).click();
    look();
  })`);
  await page.context().close();
  return took;
}
