import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { foldersOf, type House, measure, quantile } from "./measure.ts";
import { lists, names, totals } from "./print.ts";
import { readTree } from "./tree.ts";

const ofTexts = (texts: Readonly<Record<string, string>>): House => measure(new Map(Object.entries(texts)));

const importing = (...paths: readonly string[]): string =>
  paths.map((path) => `import type { T } from "${path}";`).join("\n");

const unusedIn = (texts: Readonly<Record<string, string>>): readonly string[] =>
  ofTexts(texts).sources.flatMap(({ path, unused }) => unused.map(({ line, name }) => `${path}:${line} ${name}`));

test("a name that only its own file uses is named nowhere else", () => {
  expect(unusedIn({ "src/a.ts": "export const one = 1;\n\nexport const two = one + 1;\n" })).toEqual([
    "src/a.ts:1 one",
    "src/a.ts:3 two",
  ]);
});

test.each([
  ["an import", 'import { one } from "./a.ts";'],
  ["an import of its type", 'import type { one } from "./a.ts";'],
  ["an import under another name", 'import { one as other } from "./a.ts";'],
  ["a re-export", 'export { one as default } from "./a.ts";'],
  ["a module taken whole", 'import * as a from "./a.ts";\na.one();'],
  ["a dynamic import", 'const { one } = await import("./a.ts");'],
  ["an imported type", 'const it: import("./a.ts").one = 1;'],
])("%s names an export", (_how, text) => {
  expect(unusedIn({ "src/a.ts": "export const one = 1;", "src/b.ts": text })).toEqual([]);
});

test("a test and a script name an export like any other file", () => {
  const a = "export const one = 1;\nexport const two = 2;\nexport const three = 3;";
  const rule = 'import { one } from "../src/a.ts";';
  const script = 'import { two } from "../src/a.ts";';
  expect(unusedIn({ "src/a.ts": a, "test/a.test.ts": rule, "scripts/a.ts": script })).toEqual(["src/a.ts:3 three"]);
});

test("the same name of another file, a word in a comment, a local name and itself are no use of an export", () => {
  const a = 'export const one = 1;\nimport { one as it } from "./a.ts";';
  const b = 'import { one as two } from "./c.ts";\n// one of a.ts\nconst one = two;';
  const c = "export const one = 1;";
  expect(unusedIn({ "src/a.ts": a, "src/b.ts": b, "src/c.ts": c })).toEqual(["src/a.ts:1 one"]);
});

test("every kind of export has its name, a value and its type share one, and a default has none", () => {
  const texts = [
    "export const { one, in: [two] } = it;",
    "export function three() {}",
    "export interface Four {}",
    "export class Five {}",
    "export type Four = string;",
    "const six = 6;",
    "export { six as seven };",
    "export default function eight() {}",
  ];
  expect(unusedIn({ "src/a.ts": texts.join("\n") })).toEqual([
    "src/a.ts:1 one",
    "src/a.ts:1 two",
    "src/a.ts:2 three",
    "src/a.ts:3 Four",
    "src/a.ts:4 Five",
    "src/a.ts:7 seven",
  ]);
});

test("an import that leads to no file is an error, for its name would be counted as unused", () => {
  expect(() => ofTexts({ "src/a.ts": 'import { b } from "./b.ts";' })).toThrow("src/a.ts imports src/b.ts");
});

test("files that need each other are one cycle, types included; a road that only forks and joins is none", () => {
  const { cycles } = ofTexts({
    "src/a.ts": importing("./b.ts"),
    "src/b.ts": importing("./c.ts", "./fork.ts"),
    "src/c.ts": importing("./a.ts", "./b.ts"),
    "src/fork.ts": importing("./left.ts", "./right.ts"),
    "src/left.ts": importing("./joined.ts"),
    "src/right.ts": importing("./joined.ts"),
    "src/joined.ts": "",
    "web/itself.ts": importing("./itself.ts"),
    "src/a.test.ts": importing("./a.ts", "./b.test.ts"),
    "src/b.test.ts": importing("./a.test.ts"),
  });
  expect(cycles).toEqual([["src/a.ts", "src/b.ts", "src/c.ts"], ["web/itself.ts"]]);
});

test("a function is measured from its first line to its last, doc comment aside, and goes by a name", () => {
  const text = [
    "/** Says what it means. */",
    "export function outer(",
    "  a: number,",
    ") {",
    "  return list.map(() => a);",
    "}",
    "const arrow = (): number => {",
    "  return 1;",
    "};",
    "class Box {",
    "  get size() { return 1; }",
    "}",
    "declare function without(body: string): void;",
  ];
  const functions = ofTexts({ "src/a.ts": text.join("\n") }).sources.flatMap((each) => each.functions);
  expect(functions.map(({ line, name, lines }) => [line, name, lines])).toEqual([
    [2, "outer", 5],
    [5, "outer", 1],
    [7, "arrow", 3],
    [11, "size", 1],
  ]);
});

test("a line that holds a comment and nothing else is a comment line", () => {
  const text = [
    "/**",
    " * Two words.",
    " */",
    "const a = 1; // beside code",
    "",
    "// alone",
    "const b = `",
    "// text",
    "`;",
    "const c = '/* text */';",
  ];
  expect(ofTexts({ "src/a.ts": `${text.join("\n")}\n` }).sources).toMatchObject([{ lines: 10, commentLines: 4 }]);
});

test("a message's fields are looked for in every file of the rooms that is no test, SQL too", () => {
  const { messageFieldFiles } = ofTexts({
    "src/message.ts": "type M = { editedAt: 1 };",
    "src/cast.ts": "const m = { editedAt: 1 };",
    "src/message.test.ts": "const m = { editedAt: 1 };",
    "src/other.sql": "credited_at instant",
    "src/schema.sql": "edited_at instant",
    "test/support/facts.ts": "const m = { editedAt: 1 };",
  });
  expect(messageFieldFiles).toEqual(["src/message.ts", "src/cast.ts", "src/schema.sql"]);
});

test("the last line counts the sources of the three rooms, and the rest of the print says which they are", () => {
  const house = ofTexts({
    "contract/a.ts": "export type A = string;\n",
    "src/b/c.ts": "export const c = () => {\n  return 1;\n};\n",
    "src/b/cast.ts": "export const cast = 1;\n",
    "src/b/c.test.ts": 'import { cast } from "./cast.ts";\n',
    "src/b/types.d.ts": "export type D = string;\n",
    "web/d.tsx": `import type { A } from "../contract/a.ts";\n${"go(() => 1);\n".repeat(9)}`,
    "demo/e.ts": "export const e = 1;\n",
  });
  expect(JSON.stringify(totals(house))).toBe(
    '{"files":4,"lines":15,"fileMedian":1,"fileP90":10,"fileMax":10,"functionMedian":1,"functionP90":1,"functionMax":3,' +
      '"maxFolder":2,"cycles":0,"unusedExports":1,"messageFieldFiles":0}',
  );
  expect(names(house)).toContain("longest function: src/b/c.ts:1 c (3)");
  expect(names(house)).toContain("fullest folders: src/b 2, contract 1, web 1");
  expect(names(house)).toContain("counted, though tests alone import it: src/b/cast.ts");
  expect(lists(house)).toContain("  src/b/c.ts:1 c");
});

test("a folder counts what stands directly in it", () => {
  const { sources } = ofTexts({ "src/a.ts": "", "src/b/c.ts": "", "src/b/d.ts": "", "src/b/e/f.ts": "" });
  expect(foldersOf(sources)).toEqual([["src/b", 2], ["src", 1], ["src/b/e", 1]]); // prettier-ignore
});

test.each([
  [[4, 1, 3, 2], 0.5, 2],
  [[3, 1, 2], 0.5, 2],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9, 9],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 1, 10],
  [[], 0.5, 0],
])("of %j, a share of %d does not exceed %d", (numbers, share, expected) => {
  expect(quantile(numbers, share)).toBe(expected);
});

test("a tree is read without what is installed, built or hidden", () => {
  const root = mkdtempSync(join(tmpdir(), "ariane-house-"));
  try {
    const there = ["src/a/b.ts", "src/a/b.sql", "scripts/c.ts", "vitest.config.ts"];
    const aside = ["node_modules/d/e.ts", "dist/f.ts", ".hidden/g.ts", "docs/h.txt"];
    for (const path of [...there, ...aside]) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), path);
    }
    expect([...readTree(root)]).toEqual(there.toSorted().map((path) => [path, path]));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
