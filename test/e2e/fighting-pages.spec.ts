/** Pages that fight a widget without meaning to: each has one, which goes on with what was open in it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browseAlone, CHROMIUM, type Engine, FIREFOX, launchChromium, typeInto } from "../support/browser/browser.ts";
import { bundle, scriptOf } from "../support/browser/bundle.ts";
import { openShop, type Shop } from "../support/browser/shop.ts";
import { openSite, type Site } from "../support/browser/site.ts";
import { can } from "../support/peers/outside-programs.ts";
import { until } from "../support/until.ts";

const ENGINES: readonly (readonly [program: string, engine: Engine, isAble: boolean])[] = [
  [CHROMIUM.program, CHROMIUM, await can(CHROMIUM)],
  [FIREFOX.program, FIREFOX, await can(FIREFOX)],
];

const VIEW = { width: 1280, height: 800 };

/** The site's own pages, which the brand allows. */
function allowedSite(shop: Shop): () => Site {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
    await shop.desk.allow(site.origin);
  });
  afterAll(() => site.close());
  return () => site;
}

const page = (head: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>${head}</head>${body}</html>`;

const widgets = (shop: Shop) => shop.page.locator("ariane-widget").count();

/** One widget, in view, its conversation and what was being written as they were. */
async function expectToGoOn(shop: Shop, text: string): Promise<void> {
  await shop.page.getByText(text, { exact: true }).waitFor();
  expect([await widgets(shop), await shop.composer().inputValue()]).toEqual([1, "And"]);
}

describe.each(ENGINES.filter(([, , isAble]) => isAble))("in %s, a page that", (_program, engine) => {
  const shop = openShop({ viewport: VIEW }, engine.launch);
  const site = allowedSite(shop);

  /** Goes to the first page, and begins to write there. */
  async function beginAt(files: Readonly<Record<string, string>>): Promise<void> {
    site().serve(files);
    await shop.page.goto(`${site().origin}/one`);
    await shop.launcher().click();
    await shop.write("Is it heavy?");
    await typeInto(shop.composer(), "And");
  }
  const heading = (text: string) => shop.page.getByRole("heading", { name: text }).waitFor();

  test("is morphed by Turbo, and visits others by it", async () => {
    const head = `<meta name="turbo-refresh-method" content="morph"><meta name="turbo-refresh-scroll" content="preserve">
      <script src="/turbo.js"></script>`;
    const at = (name: string) => page(head, `<body><h1>${name}</h1><a href="/two">On</a>${shop.snippet}</body>`);
    const turbo = scriptOf("@hotwired/turbo/dist/turbo.es2017-umd.js");
    await beginAt({ "/turbo.js": turbo, "/one": at("One"), "/two": at("Two") });
    site().serve({ "/turbo.js": turbo, "/one": at("One, mended"), "/two": at("Two") });
    await shop.page.evaluate(`void Turbo.visit(location.href, { action: "replace" })`);
    await heading("One, mended");
    await expectToGoOn(shop, "Is it heavy?");
    await shop.page.getByRole("link", { name: "On" }).click();
    await heading("Two");
    await expectToGoOn(shop, "Is it heavy?");
    await shop.page.evaluate("history.back()");
    await heading("One, mended");
    await expectToGoOn(shop, "Is it heavy?");
    expect(shop.warnings).toEqual([]);
  });

  test("is boosted by htmx", async () => {
    const at = (name: string) =>
      page(
        `<script src="/htmx.js"></script>`,
        `<body hx-boost="true"><h1>${name}</h1><a href="/two">On</a>${shop.snippet}</body>`,
      );
    await beginAt({ "/htmx.js": scriptOf("htmx.org/dist/htmx.js"), "/one": at("One"), "/two": at("Two") });
    await shop.page.getByRole("link", { name: "On" }).click();
    await heading("Two");
    await expectToGoOn(shop, "Is it heavy?");
    await shop.page.evaluate("history.back()");
    await heading("One");
    await expectToGoOn(shop, "Is it heavy?");
    expect(shop.warnings).toEqual([]);
  });

  test("is drawn by React in its strict mode, which brings the script twice and turns pages itself", async () => {
    const app = await bundle(
      `import { createElement as h, StrictMode, useEffect, useState } from "react";
       import { createRoot } from "react-dom/client";
       function Widget() {
         useEffect(() => {
           const script = document.createElement("script");
           Object.assign(script, { src: "${shop.product.url}/widget/ariane.js", async: true });
           script.dataset.brand = "${shop.desk.brandId}";
           document.body.append(script);
           return () => script.remove();
         }, []);
         return null;
       }
       function App() {
         const [name, turnTo] = useState("One");
         const turn = () => { history.pushState(null, "", "/two"); turnTo("Two"); };
         return h("main", { key: name }, h("h1", null, name), h("button", { onClick: turn }, "On"), h(Widget));
       }
       createRoot(document.querySelector("#app")).render(h(StrictMode, null, h(App)));`,
      "development",
    );
    await beginAt({
      "/app.js": app,
      "/one": page("", `<body><div id="app"></div><script src="/app.js"></script></body>`),
    });
    await shop.page.getByRole("button", { name: "On", exact: true }).click();
    await heading("Two");
    await expectToGoOn(shop, "Is it heavy?");
    expect(shop.warnings).toEqual([]);
  });

  test("moves its body by a transform, and scrolls", async () => {
    const style = "<style>body { transform: translate(-40px, 20px); filter: blur(0); height: 4000px }</style>";
    await beginAt({ "/one": page(style, `<body><h1>One</h1>${shop.snippet}</body>`) });
    const before = await shop.launcher().boundingBox();
    await shop.page.evaluate("scrollTo(0, 2000)");
    await until("it is scrolled", () => shop.page.evaluate<boolean>("scrollY === 2000"));
    expect(await shop.launcher().boundingBox()).toEqual(before);
    expect(before?.x).toBeGreaterThan(VIEW.width - 100);
    expect(before?.y).toBeGreaterThan(VIEW.height - 100);
    expect(await shop.panel().boundingBox()).toMatchObject({ width: 392 });
  });

  test("lives in the shadow tree of an element of its own, which brings the script", async () => {
    const settings = JSON.stringify({ brand: shop.desk.brandId, src: `${shop.product.url}/widget/ariane.js` });
    const element = `
      ariane = { settings: ${settings} };
      customElements.define("shop-page", class extends HTMLElement {
        connectedCallback() {
          const script = document.createElement("script");
          script.src = ariane.settings.src;
          this.attachShadow({ mode: "open" }).append(document.createElement("slot"), script);
        }
      });`;
    await beginAt({ "/one": page("", `<body><shop-page><h1>One</h1></shop-page><script>${element}</script></body>`) });
    await expectToGoOn(shop, "Is it heavy?");
    expect(shop.warnings).toEqual([]);
  });

  test("has its script from a tag manager that leaves attributes out", async () => {
    const stub = "window.ariane = window.ariane || function () { (ariane.q = ariane.q || []).push(arguments); };";
    const named = `<script>${stub} ariane.settings = { brand: "${shop.desk.brandId}" };</script>`;
    const bare = `<script src="${shop.product.url}/widget/ariane.js"></script>`;
    await beginAt({ "/one": page("", `<body><h1>One</h1>${named}${bare}${bare}</body>`) });
    await expectToGoOn(shop, "Is it heavy?");
    expect(shop.warnings).toEqual([]);
  });

  test("carries the snippets of two brands has the first, and says so", async () => {
    const other = "01a00000-0000-7000-8000-000000000000";
    await beginAt({
      "/one": page(
        "",
        `<body>${shop.snippet.replace(" async", "")}${shop.snippet.replace(shop.desk.brandId, other)}</body>`,
      ),
    });
    await until("it says so", () =>
      Promise.resolve(shop.warnings.some((said) => said.includes(`second brand ${other}`))),
    );
    await expectToGoOn(shop, "Is it heavy?");
    expect(shop.warnings).toHaveLength(1);
  });
});

/** Of a page that counts its sockets. */
const COUNT = `
  opened = [];
  const Real = WebSocket;
  WebSocket = class extends Real { constructor(...told) { super(...told); opened.push(this); } };`;
const sockets = (shop: Shop) =>
  shop.page.evaluate<number>("opened.filter((one) => one.readyState === Real.OPEN).length");

describe.skipIf(!(await can(CHROMIUM)))("a page that Chromium", () => {
  const shop = openShop({ viewport: VIEW }, () => launchChromium(["--disable-back-forward-cache"]));
  const site = allowedSite(shop);

  test("keeps for the way back holds no socket meanwhile, and goes on when it is back", async () => {
    const kept = page(`<script>${COUNT}</script>`, `<body><h1>One</h1>${shop.snippet}</body>`);
    site().serve({ "/one": kept, "/two": page("", "<body><h1>Two</h1></body>") });
    await shop.page.goto(`${site().origin}/one`);
    await shop.launcher().click();
    await shop.write("Is it heavy?");
    await until("it has a line", async () => (await sockets(shop)) === 1);
    await shop.page.evaluate("void (isSame = true)");
    await shop.page.goto(`${site().origin}/two`);
    await shop.desk.say("Two kilos.");
    await shop.page.goBack({ waitUntil: "commit" });
    await shop.page.getByText("Two kilos.", { exact: true }).waitFor();
    expect(await shop.page.evaluate("typeof isSame")).toBe("boolean");
    expect([await sockets(shop), await widgets(shop)]).toEqual([1, 1]);
    for (const text of ["Is it heavy?", "Two kilos."])
      expect(await shop.page.getByText(text, { exact: true }).count()).toBe(1);
  });

  test("prepares before anybody comes shows, asks and opens nothing until somebody does", async () => {
    // What becomes of it, the page says itself: nobody can look at it before it is turned to.
    const watched = `<script>${COUNT}
      const tell = (what) => fetch("/told?" + what + "=" + [
        document.prerendering,
        document.querySelectorAll("ariane-widget").length,
        opened.length,
        performance.getEntriesByType("resource").filter(({ name }) => name.includes("/api/")).length,
      ]);
      addEventListener("load", () => tell("loaded"));
      document.addEventListener("prerenderingchange", () => tell("turned"));
      new MutationObserver(() => document.querySelector("ariane-widget") && tell("shown"))
        .observe(document.documentElement, { childList: true });
    </script>`;
    const rules = JSON.stringify({ prerender: [{ urls: ["/two"], eagerness: "immediate" }] });
    // Somebody who has written, for whom the panel comes at once.
    const visitor = `<script>
      ariane = (...call) => (ariane.q = ariane.q ?? []).push(call);
      ariane("sendMessage", "Is it heavy?", null, () => {
        document.body.append(Object.assign(document.createElement("script"), { type: "speculationrules", text: '${rules}' }));
        const timer = setInterval(async () => {
          if (!(await fetch("/go")).ok) return;
          clearInterval(timer);
          location.href = "/two";
        }, 50);
      });
    </script>`;
    const pages = {
      "/one": page(visitor, `<body><h1>One</h1>${shop.snippet}</body>`),
      "/two": page(watched, `<body><h1>Two</h1>${shop.snippet}</body>`),
    };
    const told = () => site().asked.filter((one) => one.startsWith("/told"));
    site().serve(pages);
    const end = await browseAlone(`${site().origin}/one`);
    try {
      await until("it is prepared", () => told().length > 0);
      site().serve({ ...pages, "/go": "go" });
      await until("its widget is shown", () => told().some((one) => one.startsWith("/told?shown=")));
    } finally {
      await end();
    }
    expect(told().slice(0, 2)).toEqual(["/told?loaded=true,0,0,0", "/told?turned=false,0,0,0"]);
  });
});
