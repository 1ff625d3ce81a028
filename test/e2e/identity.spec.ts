/** Whom a site signs in to the widget, on two devices and two to a laptop (product.md §5.4, §5.5; ADR 0027). */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { brandId } from "../../src/domain/ids.ts";
import { endIdentityKey, makeIdentitySecret } from "../../src/usecases/sessions/keep-identity-keys.ts";
import { arrivedIn, CHROMIUM, launchChromium, wordsOf } from "../support/browser/browser.ts";
import { type HostPage, openHostPage } from "../support/browser/host-page.ts";
import { person, signedBy } from "../support/identity.ts";
import { can } from "../support/peers/outside-programs.ts";
import { type Product, startProduct } from "../support/servers/product.ts";
import { until } from "../support/until.ts";
import { must } from "../support/world.ts";

const hasBrowser = await can(CHROMIUM);
const t = wordsOf("widget", "en");

let browser: Browser;
let product: Product;
let site: HostPage;
let brand: string;
beforeAll(async () => {
  [browser, product] = await Promise.all([launchChromium(), startProduct()]);
  const { store } = product.server.house;
  const [first] = await store.transaction((tx) => tx.settings.loadBrands());
  if (first === undefined) throw new Error("the demo has no brand");
  brand = first.id;
  site = await openHostPage(product.url, brand);
  await product.server.house.pool.query("update brand set allowed_origins = allowed_origins || $1::text", [
    site.origin,
  ]);
});
afterAll(async () => {
  await site.close();
  await browser.close();
  await product.dispose();
});

/** Of the site's people: new ones for each test. */
let round = 0;
const newKey = async () => {
  const { key, secret } = must(await makeIdentitySecret(product.server.house, brandId(brand)));
  return { id: key.id, kid: key.kid, secret };
};

const open = async (context: BrowserContext): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(site.url("en"));
  await page.getByRole("button", { name: new RegExp(`^${t("launcher.label")}`) }).waitFor();
  return page;
};

/** What `done` was told: null, or why not. */
const signIn = (page: Page, jwt: string): Promise<unknown> =>
  page.evaluate(
    `new Promise((resolve) => ariane("loginUser", (give) => give(${JSON.stringify(jwt)}), (wrong) => resolve(wrong && { ...wrong })))`,
  );
const signOut = (page: Page): Promise<unknown> =>
  page.evaluate(`new Promise((resolve) => ariane("logoutUser", resolve))`);
const say = (page: Page) => page.evaluate(`ariane("open")`);
const composer = (page: Page) => page.getByRole("textbox", { name: t("composer.label") });
const write = async (page: Page, text: string) => {
  await say(page);
  await composer(page).fill(text);
  await composer(page).press("Enter");
  await page.getByText(text).waitFor();
  await page.getByText(arrivedIn(t)).last().waitFor();
};
const stored = (page: Page): Promise<unknown> => page.evaluate(`JSON.stringify({ ...localStorage })`);

describe.skipIf(!hasBrowser)("whoever the site signs in", () => {
  let key: Awaited<ReturnType<typeof newKey>>;
  let contexts: BrowserContext[] = [];
  beforeEach(async () => {
    round += 1;
    key = await newKey();
  });
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    contexts = [];
    must(await endIdentityKey(product.server.house, brandId(brand), key.id));
  });

  const device = async (): Promise<Page> => {
    const context = await browser.newContext({ locale: "en", viewport: { width: 1280, height: 860 } });
    contexts.push(context);
    return open(context);
  };
  const tokenOf = (who: string) => signedBy(key, person(`${who}-${round}`, { name: who }));

  test("has on the phone what the laptop began before signing in", async () => {
    const [laptop, phone] = [await device(), await device()];
    await write(laptop, `Where is my lamp, ${round}?`);
    expect(await signIn(laptop, tokenOf("Marie"))).toBeNull();
    await laptop.getByText(`Where is my lamp, ${round}?`).waitFor();
    expect(await signIn(phone, tokenOf("Marie"))).toBeNull();
    await say(phone);
    await phone.getByText(`Where is my lamp, ${round}?`).waitFor();
    await write(phone, "And the shade");
    await laptop.getByText("And the shade").waitFor();
  });

  test("leaves nothing in any tab when the site signs them out in one", async () => {
    const laptop = await device();
    const other = await open(laptop.context());
    await signIn(laptop, tokenOf("Marie"));
    await write(laptop, "My secret lamp");
    await say(other);
    await other.getByText("My secret lamp").waitFor();
    await composer(other).fill("Half a thought");
    await signOut(laptop);
    for (const page of [laptop, other]) {
      await page.getByText("My secret lamp").waitFor({ state: "detached" });
      await until("nothing is being written", async () => (await composer(page).inputValue()) === "");
      await page.reload();
      await say(page);
      await composer(page).waitFor();
      expect(await page.getByText("My secret lamp").count()).toBe(0);
    }
    expect(await stored(laptop)).toBe("{}");
  });

  test("has nothing of the one before them, though nobody signed out", async () => {
    const laptop = await device();
    await signIn(laptop, tokenOf("Marie"));
    await write(laptop, "Marie's lamp");
    await signIn(laptop, tokenOf("Paul"));
    await laptop.getByText("Marie's lamp").waitFor({ state: "detached" });
    await write(laptop, "Paul's chair");
    await signIn(laptop, tokenOf("Marie"));
    await laptop.getByText("Paul's chair").waitFor({ state: "detached" });
    await laptop.getByText("Marie's lamp").waitFor();
  });

  test("is signed in again by the site's next key when the last one ends", async () => {
    const laptop = await device();
    const old = await newKey();
    const claims = person(`Marie-${round}`);
    await laptop.evaluate(
      `window.jwts = [${JSON.stringify(signedBy(old, claims))}, ${JSON.stringify(signedBy(key, claims))}];
       new Promise((resolve) => ariane("loginUser", (give) => give(jwts.shift()), resolve))`,
    );
    await write(laptop, "Before the key ended");
    // Whatever the new session's line may say comes too late for the next words.
    const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
    await laptop.routeWebSocket(/\/api\/widget\//, async (line) => {
      await mayAnswer;
      line.connectToServer();
    });
    must(await endIdentityKey(product.server.house, brandId(brand), old.id));
    await until("the site was asked again", async () => (await laptop.evaluate("jwts.length")) === 0);
    await write(laptop, "After it");
    await laptop.getByText("Before the key ended").waitFor();
    answer();
  });

  test("makes the page hear what is wrong with a token", async () => {
    const laptop = await device();
    expect(await signIn(laptop, signedBy({ ...key, secret: "guess" }, person("x")))).toMatchObject({
      type: "LoginFailedError",
      reason: "signature",
    });
    await write(laptop, "Anonymous all the same");
  });

  test("costs an anonymous page nothing when it signs out whoever is not there", async () => {
    const laptop = await device();
    const asked: string[] = [];
    laptop.on("request", (request) => asked.push(request.url()));
    await signOut(laptop);
    expect([asked, await stored(laptop)]).toEqual([[], "{}"]);
  });
});
