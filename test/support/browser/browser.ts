/** A real Chromium, the words that its pages say, and whether they are accessible. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { type Browser, chromium, type Page } from "playwright-core";
import type { Ability } from "../peers/outside-programs.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
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

/** Path of the browser: CHROMIUM, or found on the PATH; null: there is none. */
export function findChromium(): string | null {
  const named = process.env["CHROMIUM"];
  if (named !== undefined && named !== "") return named;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((file) => existsSync(file));
  return found ?? null;
}

export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) {
    throw new Error("it is not installed, and the variable CHROMIUM names none");
  }
  // Where the locale is not said to be UTF-8, it calls every file whose name is not ASCII "download".
  return chromium.launch({ executablePath, args: FLAGS, env: { ...process.env, LC_ALL: "C.UTF-8" } });
}

export const CHROMIUM: Ability = {
  program: "Chromium",
  task: "show a page",
  packages: "chromium fonts-noto-core",
  async obstacle() {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto("data:text/html,<title>shown</title>");
      return (await page.title()) === "shown" ? null : "it showed another page";
    } finally {
      await browser.close();
    }
  },
};

/** Says a sentence of a catalogue as a page does. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

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

/** What axe finds on a page, one line each; empty: nothing. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
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
