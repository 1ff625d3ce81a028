import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAst } from "vite";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { buildWidget } from "../build.ts";
import { FIRST_WORDS } from "../locale-plugin.ts";
import { WORDS_BY_SHORT } from "../short-words-plugin.ts";
import { entryOf, widgetSizes } from "../sizes.ts";

const folder = mkdtempSync(join(tmpdir(), "ariane-widget-"));
beforeAll(async () => {
  // What is measured is what is shipped: in a test's environment Vite would build for developers.
  vi.stubEnv("NODE_ENV", "production");
  await buildWidget("error", folder);
  vi.unstubAllEnvs();
  // A build takes 4 s, and more where others build beside it.
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const read = (file: string): string => readFileSync(join(folder, file), "utf8");

test("what a page pays, the loader, is at most 2 kB", () => {
  expect(widgetSizes(folder).loaderGz).toBeLessThanOrEqual(2_048);
});

test("the loader with the calls of zE is at most 3.5 kB", () => {
  expect(widgetSizes(folder).zendeskGz).toBeLessThanOrEqual(3_584);
});

test("loader, first view and its words are at most 15 kB in every language", () => {
  expect(widgetSizes(folder).totalGz).toBeLessThanOrEqual(15 * 1_024);
});

test("everything that the widget can ever load is at most 40 kB in every language", () => {
  const { totalGz, panelGz } = widgetSizes(folder);
  expect(panelGz).toBeLessThanOrEqual(40 * 1_024);
  // Nothing was left out of the sum: the conversation alone is more than this.
  expect(panelGz - totalGz).toBeGreaterThan(12_000);
});

test("the first view says nothing whose words come later", () => {
  const asked = [...read(entryOf(folder)).matchAll(/\.t\([`"']([\w.-]+)[`"']/g)].map(([, short]) => short ?? "");
  const said = asked.map((short) => WORDS_BY_SHORT.get(short) ?? short);
  expect(said.length).toBeGreaterThan(5);
  expect(said.filter((key) => !FIRST_WORDS.test(key))).toEqual([]);
});

test("nothing that a strict page forbids is in it: no markup from text, no code from text", () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".js"))) {
    expect(read(file)).not.toMatch(/innerHTML|\beval\(|new Function|document\.write|createElement\([`"']script/i);
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

/** Where each object that is written out begins and ends, but for what is spread into another at once. */
function objectsOf(node: unknown, isSpread = false): readonly (readonly [number, number])[] {
  if (typeof node !== "object" || node === null) return [];
  const type = "type" in node ? node.type : null;
  const isObject = type === "ObjectExpression" && !isSpread;
  const isSpreadOn = type === "SpreadElement" || (isSpread && type === "ConditionalExpression");
  const place = isObject && "start" in node && "end" in node ? [[Number(node.start), Number(node.end)] as const] : [];
  return [...place, ...Object.values(node).flatMap((part) => objectsOf(part, isSpreadOn))];
}
