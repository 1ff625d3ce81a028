/** The examples of docs/widget.md are a page that TypeScript takes, by the types that we give to sites. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, expect, test } from "vitest";

const docs = join(import.meta.dirname, "..", "docs");
const types = join(docs, "ariane.d.ts");
const folder = mkdtempSync(join(tmpdir(), "ariane-types-"));
afterAll(() => rmSync(folder, { recursive: true }));

const examples = [...readFileSync(join(docs, "widget.md"), "utf8").matchAll(/```js\n([\s\S]*?)```/g)]
  .map(([, code]) => code ?? "")
  .join("\n");

/** `ariane("open"`, `ariane("set locale"` … as `zE` is told it. */
const asZE = (page: string): string =>
  page.replaceAll(/ariane\("(?:(set|on|ui) )?(\w+)"/g, (_call, prefix, verb) =>
    prefix === undefined ? `zE("messenger", "${verb}"` : `zE("messenger:${prefix}", "${verb}"`,
  );

const WRONG = [
  `ariane("opne")`,
  `ariane("set conversationTags", [5])`,
  `ariane("on spoken", () => {})`,
  `ariane("ui navigation", { screen: "Home" })`,
  `zE("messenger:set", "colour", "red")`,
];

test("every example is typed, as ariane and as zE; what is wrong is a fault", { timeout: 60_000 }, () => {
  expect(examples.match(/ariane\(/g)?.length).toBeGreaterThan(25);
  const pages = { "ariane.ts": examples, "ze.ts": asZE(examples), "wrong.ts": WRONG.join("\n") };
  for (const [name, page] of Object.entries(pages)) writeFileSync(join(folder, name), `${page}\nexport {};\n`);
  const options = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
  };
  const program = ts.createProgram([types, ...Object.keys(pages).map((name) => join(folder, name))], options);
  const faults = ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = file?.getLineAndCharacterOfPosition(start).line ?? 0;
    return file?.fileName.endsWith("wrong.ts") === true
      ? WRONG[line]
      : `${file?.fileName}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
  expect(faults).toEqual(WRONG);
});

test("every call that has a type has an example", () => {
  const source = readFileSync(types, "utf8");
  const [, calls = ""] = /interface Ariane \{([\s\S]*?)\n\}/.exec(source) ?? [];
  const named = [...calls.matchAll(/\(\s*call: ([^,)]+)/g)].flatMap(([, names = ""]) =>
    [...names.matchAll(/"([^"]+)"/g)].map(([, name]) => name),
  );
  const [, events = ""] = /interface ArianeEvents \{([\s\S]*?)\n\}/.exec(source) ?? [];
  const heard = [...events.matchAll(/^ {2}readonly (\w+):/gm)].map(([, name]) => `on ${name}`);
  expect(named.length + heard.length).toBeGreaterThan(20);
  expect([...named, ...heard].filter((name) => !examples.includes(`ariane("${name}"`))).toEqual([]);
});
