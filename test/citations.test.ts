/**
 * Comments and documents say where a rule comes from: a document by name, with a section or a rule of it, or a decision
 * record. Each of these is followed here, and so are the links of the documents.
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, dirname, extname, join, posix, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
const FOREIGN = new Set(["node_modules", "dist", "data", "test-results", "fixtures", ".git"]);
/** The words of the product hold no citations, and what packages say is not ours. */
const READ = new Set([..."ts tsx js mjs sql css html eta md yml yaml".split(" ").map((end) => `.${end}`), ""]);
/** It speaks of documents that are not there. */
const THIS = "test/citations.test.ts";

const NO_NUMBERS: Numbers = { sections: new Map(), rules: [] };
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const numbersAt = (path: string): Numbers => library.documents.get(path) ?? NO_NUMBERS;
const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, i) => i + 1);

const files = sourcesBelow("").filter((path) => path !== THIS);
const library: Library = {
  documents: new Map(files.filter((path) => path.endsWith(".md")).map((path) => [path, numbersOf(read(path))])),
};

test("what comments and documents cite is there, down to the section and the rule", () => {
  const citing = files
    .map((path) => ({ path, text: read(path) }))
    .filter(({ text }) => /\.md\b|\bADRs? \d|§/.test(text));
  const cited = citing.flatMap(({ text }) => citationsIn(text));
  expect({ files: files.length > 500, cited: cited.length > 100 }).toEqual({ files: true, cited: true });
  expect(citing.flatMap(({ path, text }) => unresolved(path, text, library).map((what) => `${path}: ${what}`))).toEqual(
    [],
  );
});

test("every link of a document leads to a file or a folder", () => {
  const lost = [...library.documents.keys()].flatMap((path) =>
    Array.from(read(path).matchAll(/\]\(([^)#\s]+)[^)]*\)/g), ([, link = ""]) => link)
      .filter((link) => !/^[a-z]+:/.test(link) && !existsSync(join(ROOT, dirname(path), link)))
      .map((link) => `${path}: ${link}`),
  );
  expect(lost).toEqual([]);
});

test("the numbers of sections, items and rules run on, so that none can move unnoticed", () => {
  const { sections } = numbersAt("docs/product.md");
  expect([...sections.keys()]).toEqual(upTo(12));
  for (const items of sections.values()) expect(items).toEqual(upTo(items.length));
  expect(numbersAt("docs/mail-rules.md").rules).toEqual(upTo(25));
});

describe("a citation is followed", () => {
  const shelf: Library = {
    documents: new Map([
      ["docs/book.md", numbersOf("# Book\n\n## 1 One\n\n1. a\n2. b\n\n## 2 Two\n\nText.\n\n## After\n\n1. c\n")],
      ["docs/rules.md", numbersOf("# Rules\n\n## Out\n\n1. a\n2. b\n\n## In\n\n3. c\n")],
      ["docs/adr/0001-first.md", NO_NUMBERS],
      ["PLAIN.md", NO_NUMBERS],
    ]),
  };
  const faults = (text: string, path = "src/a.ts"): readonly string[] => unresolved(path, text, shelf);

  test.each([
    "// The rule (book.md §1, §2), as docs/book.md says.",
    "/** book.md §1.2 and rules.md rules 1–2 and 3, ADR 0001, PLAIN.md */",
    "/**\n * Broken over lines: book.md\n * §1.2, and rules.md\n * rule 3; RFC 3834 §9, PNG §5.6.\n */",
    '-- see https://example.com/away.md; const name = "letter.md";',
  ])("and is right: %s", (text) => {
    expect(faults(text)).toEqual([]);
  });

  test.each([
    ["no such document", "// see absent.md", "absent.md"],
    ["a name in other letters", "// BOOK.md §1", "BOOK.md"],
    ["no such section", "// book.md §3", "book.md §3"],
    ["the second of a list", "// book.md §1, §3", "book.md §3"],
    ["the end of a range", "// book.md §1–§3", "book.md §3"],
    ["no such item", "// book.md §1.3", "book.md §1.3"],
    ["an item of a section without any", "// book.md §2.1", "book.md §2.1"],
    ["no such rule", "// rules.md rule 4", "rules.md rule 4"],
    ["the end of a range of rules", "// rules.md rules 1–4", "rules.md rule 4"],
    ["the last of a list of rules", "// rules.md, rules 1, 2 and 9", "rules.md rule 9"],
    ["a section of a document without numbers", "// PLAIN.md §1", "PLAIN.md §1"],
    ["over two lines", "/**\n * book.md\n * §3\n */", "book.md §3"],
    ["no such decision", "// ADR 0002", "ADR 0002"],
    ["the second of two decisions", "// ADR 0001 and 0003", "ADR 0003"],
    ["a section of nothing", "// as it says (§1)", "§1 of which document?"],
  ])("and found to lead nowhere: %s", (_, text, fault) => {
    expect(faults(text)).toEqual([fault]);
  });

  test("within a document with numbers a bare section is its own", () => {
    expect(faults("As above (§1.2), unlike §4.", "docs/book.md")).toEqual(["book.md §4"]);
  });
});

/** What a document numbers. `rules`: its items, counted through the whole document. */
interface Numbers {
  readonly sections: ReadonlyMap<number, readonly number[]>;
  readonly rules: readonly number[];
}

interface Library {
  /** By path from the root; `/` between folders. */
  readonly documents: ReadonlyMap<string, Numbers>;
}

/** `marks`: `§1`, `§1.2`, `rule 3`; none: the document as a whole. */
interface Citation {
  readonly document: string;
  readonly marks: readonly string[];
}

function numbersOf(text: string): Numbers {
  const sections = new Map<number, number[]>();
  const rules: number[] = [];
  let items: number[] = [];
  for (const line of text.split("\n")) {
    const heading = /^## (?:(\d+) )?/.exec(line);
    const item = /^(\d+)\. /.exec(line);
    if (heading !== null) items = [];
    if (heading?.[1] !== undefined) sections.set(Number(heading[1]), items);
    if (item === null) continue;
    items.push(Number(item[1]));
    rules.push(Number(item[1]));
  }
  return { sections, rules };
}

const SECTION = String.raw`§\d+(?:\.\d+)?`;
const BETWEEN = String.raw`(?:, | and |–)`;
const CITATION = new RegExp(
  String.raw`((?:[\w.-]+/)*[\w-]+\.md)\b(?:,? (?:(${SECTION}(?:${BETWEEN}${SECTION})*)|rules? (\d+(?:${BETWEEN}\d+)*)))?`,
  "g",
);
const DECISIONS = new RegExp(String.raw`\bADRs? (\d{4}(?:${BETWEEN}\d{4})*)`, "g");

function citationsIn(text: string): readonly Citation[] {
  return Array.from(flat(text).matchAll(CITATION), ([, document = "", sections, rules]) => ({
    document,
    marks: [...(sections?.match(/§[\d.]*\d/g) ?? []), ...(rules?.match(/\d+/g) ?? []).map((rule) => `rule ${rule}`)],
  }));
}

/** Comments on one line each; without addresses of the web and without file names that are somebody's data. */
const flat = (text: string): string =>
  text
    .replaceAll(/\n[ \t]*(?:\*(?!\/)|\/\/|--|#)?[ \t]*/g, " ")
    .replaceAll(/\bhttps?:\/\/\S+/g, "")
    .replaceAll(/(["'])[\w-]+\.md\1/g, "");

/** What the text cites and nobody can look up. */
function unresolved(path: string, text: string, { documents }: Library): readonly string[] {
  const named = citationsIn(text).flatMap(({ document, marks }) => {
    const numbers = findDocument(document, path, documents);
    if (numbers === null) return [document];
    return marks.filter((mark) => !holds(numbers, mark)).map((mark) => `${basename(document)} ${mark}`);
  });
  const decisions = Array.from(flat(text).matchAll(DECISIONS), ([, list = ""]) => list.match(/\d{4}/g) ?? []).flat();
  const isDecision = (number: string): boolean =>
    [...documents.keys()].some((each) => each.startsWith(`docs/adr/${number}-`));
  return [
    ...named,
    ...decisions.filter((number) => !isDecision(number)).map((number) => `ADR ${number}`),
    ...bareSections(path, text, documents),
  ];
}

/** Sections without a document: of the text itself where it has numbers; else a riddle, told by its bracket. */
function bareSections(path: string, text: string, documents: Library["documents"]): readonly string[] {
  const rest = flat(text)
    .replaceAll(CITATION, "")
    .replaceAll(/RFC \d+,? §[\d.]+/g, "");
  const own = documents.get(path) ?? NO_NUMBERS;
  if (own.sections.size === 0) {
    return Array.from(rest.matchAll(/\((§\d[\d.]*)/g), ([, mark = ""]) => `${mark} of which document?`);
  }
  return (rest.match(new RegExp(SECTION, "g")) ?? [])
    .filter((mark) => !holds(own, mark))
    .map((mark) => `${basename(path)} ${mark}`);
}

/** From the root, from the citing file, or by its name alone in `docs` or at the root. Null: there is none. */
function findDocument(document: string, from: string, documents: Library["documents"]): Numbers | null {
  const places = [document, posix.join(posix.dirname(from), document), `docs/${document}`];
  const place = places.find((each) => documents.has(each));
  return place === undefined ? null : (documents.get(place) ?? null);
}

function holds({ sections, rules }: Numbers, mark: string): boolean {
  const [, first, item] = /(\d+)(?:\.(\d+))?/.exec(mark) ?? [];
  if (mark.startsWith("rule")) return rules.includes(Number(first));
  const items = sections.get(Number(first));
  return items !== undefined && (item === undefined || items.includes(Number(item)));
}

function sourcesBelow(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return FOREIGN.has(entry.name) ? [] : sourcesBelow(path);
    return entry.isFile() && READ.has(extname(entry.name)) ? [path] : [];
  });
}
