import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAst } from "vite";
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
const sizeOf = (files: readonly string[]): number => files.reduce((sum, file) => sum + gzipped(file), 0);

/** A module and everything that it imports before it runs. */
function withImports(file: string): readonly string[] {
  const imported = [...read(file).matchAll(/(?:from|import)[`"']\.\/([\w.-]+)[`"']/g)].map(([, name]) => name ?? "");
  return [file, ...imported.flatMap(withImports)];
}

test("what a page pays, the loader, is at most 2,048 bytes", () => {
  expect(gzipped("ariane.js")).toBeLessThanOrEqual(2_048);
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

test("everything that it can ever load, in the language with the longest words, is at most 40 kB", () => {
  const scripts = readdirSync(folder).filter((file) => file.endsWith(".js"));
  const words = ["ar", "en", "fr"].map((tag) => scripts.filter((file) => file.search(`^panel-(more-)?${tag}-`) === 0));
  const ofWords = words.map(sizeOf);
  expect(words.map((files) => files.length)).toEqual([2, 2, 2]);
  expect(sizeOf(scripts) - sizeOf(words.flat()) + Math.max(...ofWords)).toBeLessThanOrEqual(40_000);
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
    expect(read(file)).not.toMatch(/\bfor\([^;)]* in /);
    const inheriting = objectsOf(parseAst(read(file)))
      .map(([start, end]) => read(file).slice(start, end))
      .filter((object) => !object.startsWith("{__proto__:null"));
    expect(inheriting).toEqual([]);
  }
});

/** Where each object that is written out begins and ends. */
function objectsOf(node: unknown): readonly (readonly [number, number])[] {
  if (typeof node !== "object" || node === null) return [];
  const isObject = "type" in node && node.type === "ObjectExpression";
  const place = isObject && "start" in node && "end" in node ? [[Number(node.start), Number(node.end)] as const] : [];
  return [...place, ...Object.values(node).flatMap(objectsOf)];
}
