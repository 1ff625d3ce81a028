import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { buildWidget } from "../build.ts";
import { FIRST_WORDS } from "../locale-plugin.ts";

const folder = mkdtempSync(join(tmpdir(), "ariane-widget-"));
beforeAll(async () => {
  // What is measured is what is shipped: in a test's environment Vite would build for developers.
  vi.stubEnv("NODE_ENV", "production");
  await buildWidget("error", folder);
  vi.unstubAllEnvs();
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (file: string): string => readFileSync(join(folder, file), "utf8");
/** What travels, where it does not travel as brotli, which is shorter. */
const gzipped = (file: string): number => statSync(join(folder, `${file}.gz`)).size;

/** A module and everything that it imports before it runs. */
function withImports(file: string): readonly string[] {
  const imported = [...read(file).matchAll(/(?:from|import)[`"']\.\/([\w.-]+)[`"']/g)].map(([, name]) => name ?? "");
  return [file, ...imported.flatMap(withImports)];
}

test("what a page pays, the loader, is at most 2 kB", () => {
  expect(gzipped("ariane.js")).toBeLessThanOrEqual(2_000);
});

test("loader, first view and its words are at most 15 kB", () => {
  const [entry] = /panel-[\w-]+\.js/.exec(read("ariane.js")) ?? [];
  const words = readdirSync(folder).find((file) => file.startsWith("panel-en-"));
  const files = ["ariane.js", ...withImports(entry ?? ""), words ?? ""];
  const sizes = Object.fromEntries(files.map((file) => [file, gzipped(file)]));
  expect(Object.values(sizes).reduce((sum, size) => sum + size)).toBeLessThanOrEqual(15_000);
});

test("the first view says nothing whose words come later", () => {
  const [entry = ""] = /panel-[\w-]+\.js/.exec(read("ariane.js")) ?? [];
  const said = [...read(entry).matchAll(/\.t\(`([\w.-]+)`/g)].map(([, key]) => key ?? "");
  expect(said.length).toBeGreaterThan(5);
  expect(said.filter((key) => !FIRST_WORDS.test(key))).toEqual([]);
});

test("the conversation, which comes after the first view, stays within 12 kB", () => {
  const talk = readdirSync(folder).find((file) => file.startsWith("panel-talk-"));
  expect(gzipped(talk ?? "")).toBeLessThanOrEqual(12_000);
});

test("what deals with files, fetched when there are any, stays within 6 kB", () => {
  const files = readdirSync(folder).find((file) => file.startsWith("panel-files-"));
  expect(gzipped(files ?? "")).toBeLessThanOrEqual(6_000);
});

test("nothing that a strict page forbids is in it: no markup from text, no code from text", () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".js"))) {
    expect(read(file).replaceAll("dangerouslySetInnerHTML", "")).not.toMatch(
      /\beval\(|new Function|document\.write|createElement\(`script`/,
    );
  }
});

test("nothing that a page may have added to every object is taken for a member", () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".js"))) {
    expect(read(file)).not.toMatch(/\bfor\([^;)]* in |[=({|]\{get:/);
  }
});
