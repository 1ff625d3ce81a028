/** Real browsers, the words that their pages say, and whether they are accessible. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { type Browser, chromium, firefox, type Locator, type Page } from "playwright-core";
import type { Ability } from "../peers/outside-programs.ts";

/** As root Chromium wants no sandbox; without the rest it asks hosts that a closed network refuses, many at a time. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A browser that the tests drive; its launch fails where it is not installed. */
export interface Engine extends Ability {
  /** `tag`: the language it asks pages for, where a context names none. */
  readonly launch: (tag?: string) => Promise<Browser>;
}

/** Path of a browser: the one that the variable names, or the first of these on the PATH. */
function mustFind(variable: string, names: readonly string[]): string {
  const named = process.env[variable];
  if (named !== undefined && named !== "") return named;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file));
  if (found === undefined) throw new Error(`it is not installed, and the variable ${variable} names none`);
  return found;
}

const chromiumProgram = (): string => mustFind("CHROMIUM", ["chromium", "chromium-browser", "google-chrome"]);

/** Chromium at this page, driven by nobody: under a debugger it prerenders nothing. Answers with what ends it. */
export async function browseAlone(url: string): Promise<() => Promise<void>> {
  const profile = await mkdtemp(join(tmpdir(), "ariane-alone-"));
  const browser = spawn(chromiumProgram(), [...FLAGS, "--headless", `--user-data-dir=${profile}`, url], {
    stdio: "ignore",
  });
  const ended = once(browser, "exit");
  return async () => {
    browser.kill();
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
}

/** Without what Playwright adds for tests, as far as this names it. */
export async function launchChromium(ignoreDefaultArgs: string[] = []): Promise<Browser> {
  const executablePath = chromiumProgram();
  // Where the locale is not said to be UTF-8, it calls every file whose name is not ASCII "download".
  return chromium.launch({
    executablePath,
    args: FLAGS,
    ignoreDefaultArgs,
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  });
}

/** Firefox as Mozilla makes it, by WebDriver BiDi. */
async function launchFirefox(tag = "en"): Promise<Browser> {
  const program = mustFind("FIREFOX", ["firefox-esr", "firefox"]);
  const path = [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter);
  const browser = await firefox.launch({
    channel: "moz-firefox",
    executablePath: join(import.meta.dirname, "firefox-relay.ts"),
    env: { ...process.env, PATH: path, FIREFOX_PROGRAM: program },
    // Older ones take no language for a window alone.
    firefoxUserPrefs: { "intl.accept_languages": tag },
  });
  // It ends with its last tab.
  await browser.newPage();
  return browser;
}

/** What stands between this browser and a page; null: it shows one. */
async function obstacleTo(launch: Engine["launch"]): Promise<string | null> {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto("data:text/html,<title>shown</title>");
    return (await page.title()) === "shown" ? null : "it showed another page";
  } finally {
    await browser.close();
  }
}

export const CHROMIUM: Engine = {
  program: "Chromium",
  task: "show a page",
  packages: "chromium fonts-noto-core",
  launch: () => launchChromium(),
  obstacle: () => obstacleTo(() => launchChromium()),
};

export const FIREFOX: Engine = {
  program: "Firefox",
  task: "show a page",
  packages: "firefox-esr fonts-noto-core",
  launch: launchFirefox,
  obstacle: () => obstacleTo(launchFirefox),
};

/** Types key by key, over what stood there. (What `fill` puts into a field by WebDriver BiDi, React does not notice.) */
export async function typeInto(field: Locator, text: string): Promise<void> {
  await field.press("ControlOrMeta+a");
  await field.pressSequentially(text);
}

/** Says a sentence of a catalogue as a page does. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** What the widget says beside a message of one's own that the server has: who looks at a desk meanwhile is not the test's concern. */
export const arrivedIn = (say: Say): RegExp =>
  new RegExp(`(?:^|· )(?:${(["sent", "delivered", "read"] as const).map((each) => say(`state.${each}`)).join("|")})$`);

export function wordsOf(area: "widget" | "workspace" | "mail" | "server", tag: string): Say {
  const file = join(import.meta.dirname, "..", "..", "..", "locales", area, `${tag}.json`);
  const catalogue: unknown = JSON.parse(readFileSync(file, "utf8"));
  const sentences = new Map(Object.entries(typeof catalogue === "object" && catalogue !== null ? catalogue : {}));
  return (key, values = {}) => {
    const sentence = sentences.get(key);
    if (sentence === undefined) throw new Error(`${file} has no sentence ${key}`);
    return String(new IntlMessageFormat(String(sentence), tag).format(values));
  };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Waits until what moves has arrived, in shadow trees too; what never ends (a pulse) is not waited for. */
const STILL = `(async () => {
  const roots = [document];
  for (const root of roots)
    for (const { shadowRoot } of root.querySelectorAll("*")) if (shadowRoot !== null) roots.push(shadowRoot);
  const ending = roots.flatMap((root) => root.getAnimations())
    .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(ending.map(({ finished }) => finished));
})()`;

/** What axe finds on a page at rest, one line each; empty: nothing. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(STILL);
  // Evaluated, not added as a script: the page's own policy refuses foreign scripts, and should.
  await page.evaluate(AXE);
  const found: unknown = await page.evaluate("axe.run(document, { resultTypes: ['violations'] })");
  if (typeof found !== "object" || found === null || !("violations" in found) || !Array.isArray(found.violations)) {
    throw new Error("axe gave no result");
  }
  return found.violations.map((violation: { id: string; nodes: { target: unknown; failureSummary?: string }[] }) => {
    const [first] = violation.nodes;
    return `${violation.id} (${violation.nodes.length}): ${JSON.stringify(first?.target)} ${first?.failureSummary ?? ""}`;
  });
}
