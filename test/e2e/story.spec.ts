/** The story of product.md §1, all eight steps: in browsers, through real SMTP both ways, in English and in French. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEMO_SIGN_IN } from "../../src/domain/settings/demo.ts";
import {
  accessibilityFaults,
  arrivedIn,
  CHROMIUM,
  type Engine,
  FIREFOX,
  type Say,
  typeInto,
  wordsOf,
} from "../support/browser/browser.ts";
import { can } from "../support/peers/outside-programs.ts";
import { type Product, startWholeProduct } from "../support/servers/product.ts";
import { until } from "../support/until.ts";

/** Every step of the story follows within the delays of the demo; longer is a fault. */
const STEP_MS = 30_000;

let browser: Browser;
let product: Product;

const ANA = { email: "ana@acme.example", password: "ana-takes-it-over", name: "Ana Silva" } as const;

interface Told {
  readonly tag: string;
  readonly question: string;
  readonly accented: string;
  readonly address: string;
  readonly reply: string;
  readonly answer: string;
  readonly afterwards: string;
  readonly takenOver: string;
}

const TOLD = {
  en: {
    tag: "en",
    question: "Hello, do you deliver to Brittany?",
    accented: "mariè@example.com",
    address: "marie.en@example.com",
    reply: "Hello Marie, yes, within three days.",
    answer: "Perfect, thank you!",
    afterwards: "And can I pay on delivery?",
    takenOver: "You can, Ana here.",
  },
  fr: {
    tag: "fr",
    question: "Bonjour, livrez-vous en Bretagne ?",
    accented: "zoé@example.com",
    address: "marie.fr@example.com",
    reply: "Bonjour Marie, oui, sous trois jours.",
    answer: "Parfait, merci beaucoup !",
    afterwards: "Et puis-je payer à la livraison ?",
    takenOver: "Oui, c’est possible. Ana, à votre service.",
  },
} as const satisfies Record<string, Told>;

const hasChromium = await can(CHROMIUM);
const hasFirefox = await can(FIREFOX);

const TELLINGS: readonly { readonly engine: Engine; readonly told: Told; readonly isAble: boolean }[] = [
  { engine: CHROMIUM, told: TOLD.en, isAble: hasChromium },
  { engine: CHROMIUM, told: TOLD.fr, isAble: hasChromium },
  { engine: FIREFOX, told: TOLD.en, isAble: hasFirefox },
];

describe.each(TELLINGS.filter(({ isAble }) => isAble))("in $engine.program, in $told.tag", ({ engine, told }) => {
  const widget = wordsOf("widget", told.tag);
  const workspace = wordsOf("workspace", told.tag);
  let marie: BrowserContext;
  let leo: BrowserContext;
  let conversationUrl = "";
  // It judges the page, not the engine, and Firefox 153 falls over what it asks.
  const faultsOf = (page: Page) => (engine === CHROMIUM ? accessibilityFaults(page) : Promise.resolve([]));

  beforeAll(async () => {
    [browser, product] = await Promise.all([engine.launch(told.tag), startWholeProduct()]);
    marie = await browser.newContext({ locale: told.tag, viewport: { width: 1280, height: 860 } });
    marie.setDefaultTimeout(STEP_MS);
    leo = await browser.newContext({ locale: told.tag, viewport: { width: 1440, height: 900 } });
    leo.setDefaultTimeout(STEP_MS);
  });
  afterAll(async () => {
    await browser.close();
    await product.dispose();
  });

  test("1 Marie opens the widget while the business is offline and writes; nobody replies", async () => {
    const page = await openShop(marie, told.tag, widget);
    await write(page, widget, told.question);
    await page.getByText(told.question).waitFor();
    await page.getByText(arrivedIn(widget)).waitFor();
  });

  test("2 five seconds later she is asked for her address; an accented one is refused with its reason and stays", async () => {
    const [page] = marie.pages();
    if (page === undefined) throw new Error("Marie has closed the shop");
    const field = page.getByLabel(widget("form.label"));
    await field.waitFor();
    await typeInto(field, told.accented);
    await field.press("Enter");
    const refusal = page.getByText(widget("refused.non-ascii", { characters: accentsOf(told.accented) }));
    await refusal.waitFor();
    expect(await field.inputValue()).toBe(told.accented);
    expect(await faultsOf(page)).toEqual([]);
    await typeInto(field, told.address);
    await field.press("Enter");
    await page.getByText(widget("form.acknowledged", { address: told.address })).waitFor();
  });

  test("3 she closes the tab: she has left, not ended", async () => {
    await marie.pages()[0]?.close();
    expect(marie.pages()).toEqual([]);
  });

  test("4 the workspace tells Léo that somebody waits; he accepts and replies", async () => {
    await speak(DEMO_SIGN_IN, told.tag);
    const page = await leo.newPage();
    await signIn(page, workspace, DEMO_SIGN_IN);
    // Asked from outside: a page that forbids eval lets nobody wait inside it.
    await until("the title says that one waits", async () => (await page.title()).includes("(1)"));
    await page.getByText(told.question).first().click();
    await page
      .getByRole("button", { name: workspace("accept") })
      .first()
      .click();
    const composer = page.getByRole("textbox", { name: startOf(workspace("composer.reply-label", { who: "…" })) });
    await composer.waitFor();
    conversationUrl = page.url();
    await typeInto(composer, told.reply);
    await composer.press("Control+Enter");
    await page.getByText(told.reply).first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  test("5 she has not read it and the conversation becomes inactive: an e-mail in her language carries it", async () => {
    const [page] = leo.pages();
    if (page === undefined) throw new Error("Léo has closed the workspace");
    await page.getByText(startOf(workspace("fate.mailed", { at: "…" }))).waitFor();
    const mailbox = await openMail(marie, told);
    const body = mailbox.frameLocator("iframe");
    await body.getByText(told.reply).waitFor();
    expect(await body.locator("html").getAttribute("lang")).toBe(told.tag);
    await mailbox.close();
  });

  test("6 she answers the e-mail: it stands in workspace and widget, via email, without the quote", async () => {
    const mailbox = await openMail(marie, told);
    await typeInto(mailbox.getByRole("textbox").first(), told.answer);
    await mailbox.locator("form button").last().click();
    const [desk] = leo.pages();
    if (desk === undefined) throw new Error("Léo has closed the workspace");
    const answer = desk.getByText(told.answer, { exact: true }).last();
    await answer.waitFor();
    await desk.getByText(workspace("via.email")).first().waitFor();
    await desk.getByText(workspace("cut.show")).first().waitFor();
    await desk
      .getByText(startOf(workspace("fate.answered-after-mail", { mailed: "…", at: "…" })))
      .first()
      .waitFor();
    await mailbox.close();
  });

  test("7 she returns to the site, by herself and by the link on another device: the conversation is whole", async () => {
    const page = await openShop(marie, told.tag, widget);
    for (const words of [told.question, told.reply, told.answer]) await page.getByText(words).first().waitFor();
    await page.getByText(widget("mark.email")).first().waitFor();
    await page.getByText(widget("mark.messaging")).first().waitFor();

    const phone = await browser.newContext({ locale: told.tag, viewport: { width: 390, height: 844 } });
    const link = await linkOf(marie, told);
    const elsewhere = await phone.newPage();
    await elsewhere.goto(link);
    for (const words of [told.question, told.reply, told.answer]) {
      await elsewhere.getByText(words).first().waitFor();
    }
    expect(new URL(elsewhere.url()).hash).toBe("");
    await phone.close();

    await write(page, widget, told.afterwards);
    await leo.pages()[0]?.getByText(told.afterwards).first().waitFor();
  });

  test("8 Léo leaves: his draft is kept; he signs out, and Ana takes over with everything in front of her", async () => {
    const [page] = leo.pages();
    if (page === undefined) throw new Error("Léo has closed the workspace");
    const label = startOf(workspace("composer.reply-label", { who: "…" }));
    const saved = page.waitForResponse((response) => response.url().endsWith("/draft") && response.ok());
    await typeInto(page.getByRole("textbox", { name: label }), "half a thought");
    await saved;
    await page.reload();
    const composer = page.getByRole("textbox", { name: label });
    await composer.waitFor();
    expect(await composer.inputValue()).toBe("half a thought");

    await addAna();
    await speak(ANA, told.tag);
    const ana = await browser.newContext({ locale: told.tag, viewport: { width: 1440, height: 900 } });
    const desk = await ana.newPage();
    await signIn(desk, workspace, ANA);
    await desk.goto(conversationUrl);
    for (const words of [told.question, told.reply, told.answer, told.afterwards]) {
      await desk.getByText(words).first().waitFor();
    }
    await typeInto(desk.getByRole("textbox", { name: label }), told.takenOver);
    await desk.getByRole("textbox", { name: label }).press("Control+Enter");
    await marie.pages()[0]?.getByText(told.takenOver).waitFor();
    await ana.close();
  });
});

async function openShop(context: BrowserContext, tag: string, say: Say): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${product.url}/demo/${tag}/`);
  const launcher = page.getByRole("button", { name: startOf(say("launcher.label")) });
  await launcher.waitFor();
  await launcher.click();
  await page.getByRole("textbox", { name: say("composer.label") }).waitFor();
  return page;
}

async function write(page: Page, say: Say, text: string): Promise<void> {
  const composer = page.getByRole("textbox", { name: say("composer.label") });
  await typeInto(composer, text);
  await composer.press("Enter");
}

type Who = { readonly email: string; readonly password: string };

async function signIn(page: Page, say: Say, who: Who): Promise<void> {
  await page.goto(`${product.url}/workspace/sign-in`);
  await typeInto(page.getByLabel(say("email"), { exact: true }), who.email);
  await typeInto(page.getByLabel(say("password"), { exact: true }), who.password);
  await page.getByRole("button", { name: say("sign-in.button"), exact: true }).click();
  await page
    .getByRole("link", { name: startOf(say("view.queue")) })
    .first()
    .waitFor();
}

/** Opens Marie's mail on the mailbox page, as a person would. */
async function openMail(context: BrowserContext, told: Told): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${product.url}/demo/mailbox?lang=${told.tag}`);
  await page.locator("#list").getByText(told.address).first().click();
  await page.locator("iframe").first().waitFor();
  return page;
}

async function linkOf(context: BrowserContext, told: Told): Promise<string> {
  const page = await openMail(context, told);
  const links = page.frameLocator("iframe").locator("a");
  const all = await links.evaluateAll((anchors) => anchors.map((anchor) => anchor.getAttribute("href") ?? ""));
  await page.close();
  const link = all.find((href) => href.includes("#ariane="));
  if (link === undefined) throw new Error(`the mail has no link back: ${all.join(" ")}`);
  return link;
}

const JSON_FROM_OUR_PAGE = { "content-type": "application/json", "x-ariane-request": "1" };

/** The workspace speaks the agent's own language, whatever the browser's: it is set as the menu would. */
async function speak(who: Who, tag: string): Promise<void> {
  const cookie = await cookieOf(who);
  const set = await fetch(`${product.url}/api/agent/me`, {
    method: "PUT",
    headers: { ...JSON_FROM_OUR_PAGE, cookie },
    body: JSON.stringify({ locale: tag }),
  });
  expect(set.ok).toBe(true);
}

async function cookieOf(who: Who): Promise<string> {
  const signedIn = await fetch(`${product.url}/api/agent/sign-in`, {
    method: "POST",
    headers: JSON_FROM_OUR_PAGE,
    body: JSON.stringify({ email: who.email, password: who.password }),
  });
  return signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
}

/** Added by the admin through the door that the admin center uses, with the link that it gives. */
async function addAna(): Promise<void> {
  const added = await fetch(`${product.url}/api/admin/people/team-members`, {
    method: "POST",
    headers: { ...JSON_FROM_OUR_PAGE, cookie: await cookieOf(DEMO_SIGN_IN) },
    body: JSON.stringify({ email: ANA.email, name: ANA.name, role: "agent", chatAccess: true }),
  });
  const { link }: { readonly link: { readonly url: string } } = JSON.parse(await added.text());
  const chosen = await fetch(`${product.url}/api/agent/new-password`, {
    method: "POST",
    headers: JSON_FROM_OUR_PAGE,
    body: JSON.stringify({ token: new URL(link.url).hash.slice(1), password: ANA.password }),
  });
  expect([added.status, chosen.status]).toEqual([201, 204]);
}

/** The letters that no mail system takes. */
const accentsOf = (address: string): string => (address.match(/[^\x20-\x7e]/gu) ?? []).join(" ");

/** The beginning of a sentence, up to what is filled in: `E-mailed …`. */
function startOf(sentence: string): RegExp {
  const fixed = sentence.split("…")[0]?.trim() ?? sentence;
  return new RegExp(`^${fixed.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}`);
}
