/**
 * Scores reply extraction on a folder of `*.json` files of cases `{id, format, input, expected}`, from nothing but what
 * `extract` answers. The last line is one JSON object, computed without the policy list; with it, see the line before.
 *
 * exact: equal after folding white space · over: cases in which words of the person are missing · words lost: their
 * share of all expected words · empty: nothing left where something was written · slowest: of one case, in ms.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { policyDifferences } from "./reply-policy.ts";

interface Case {
  readonly file: string;
  readonly id: string;
  readonly format: string;
  readonly input: string;
  readonly expected: string;
}

interface Outcome {
  readonly case: Case;
  readonly isExact: boolean;
  readonly words: number;
  readonly lost: number;
  readonly isEmpty: boolean;
  readonly ms: number;
}

const folder = process.argv[2];
if (folder === undefined) {
  console.error("usage: npm run score:replies -- FOLDER");
  process.exit(2);
}
const outcomes = score(readCases(folder));
for (const file of new Set(outcomes.map((o) => o.case.file)))
  print(
    file,
    outcomes.filter((o) => o.case.file === file),
  );
const differs = new Set(policyDifferences.map(({ file, id }) => `${file} ${id}`));
const underPolicy = outcomes.filter((o) => !differs.has(`${o.case.file} ${o.case.id}`));
for (const o of outcomes.filter((one) => !one.isExact)) {
  const note = underPolicy.includes(o) ? "" : " (our policy differs)";
  console.log(`  not exact: ${o.case.file} ${o.case.id}${o.lost > 0 ? `, ${o.lost} words lost` : ""}${note}`);
}
if (underPolicy.length < outcomes.length) print("under our policy", underPolicy);
print("in all", outcomes);
console.log(JSON.stringify(summary(outcomes)));

function readCases(path: string): readonly Case[] {
  return readdirSync(path)
    .filter((name) => name.endsWith(".json"))
    .toSorted()
    .flatMap((file) => casesIn(file, JSON.parse(readFileSync(join(path, file), "utf8"))));
}

/** A JSON file that does not hold a list of cases is not one of ours and is left out. */
function casesIn(file: string, value: unknown): readonly Case[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    if (typeof one !== "object" || one === null || !("id" in one && "input" in one && "expected" in one)) return [];
    if (typeof one.input !== "string" || typeof one.expected !== "string") return [];
    const format = "format" in one && one.format === "html" ? "html" : "text";
    return [{ file, id: String(one.id), format, input: one.input, expected: one.expected }];
  });
}

function score(cases: readonly Case[]): readonly Outcome[] {
  const asked = cases.map(({ format, input }, id) => `${JSON.stringify({ id, format, input })}\n`).join("");
  const run = spawnSync(process.execPath, [join(import.meta.dirname, "extract.ts")], {
    input: asked,
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  if (run.status !== 0) throw new Error(`extract failed with ${run.status}: ${run.stderr}`);
  const answers = run.stdout
    .split("\n")
    .filter((line) => line !== "")
    .map(parseAnswer);
  if (answers.length !== cases.length) throw new Error(`extract answered ${answers.length} of ${cases.length} cases`);
  return cases.map((one, i) => {
    const answer = answers[i];
    if (answer?.id !== i) throw new Error(`extract changed the order at case ${i}`);
    const expected = one.expected.split(/\s+/).filter(Boolean);
    const got = answer.text.split(/\s+/).filter(Boolean);
    return {
      case: one,
      isExact: expected.join(" ") === got.join(" "),
      words: expected.length,
      lost: missing(expected, got),
      isEmpty: got.length === 0 && expected.length > 0,
      ms: answer.ms,
    };
  });
}

function parseAnswer(line: string): { id: unknown; text: string; ms: number } {
  const value: unknown = JSON.parse(line);
  if (typeof value === "object" && value !== null && "id" in value && "text" in value && "ms" in value) {
    if (typeof value.text === "string" && typeof value.ms === "number")
      return { id: value.id, text: value.text, ms: value.ms };
  }
  throw new Error(`extract answered something else: ${line.slice(0, 80)}`);
}

/** How many of the expected words are not in the answer, each counted as often as it is expected. */
function missing(expected: readonly string[], got: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of got) left.set(word, (left.get(word) ?? 0) + 1);
  let lost = 0;
  for (const word of expected) {
    const count = left.get(word) ?? 0;
    if (count === 0) lost += 1;
    else left.set(word, count - 1);
  }
  return lost;
}

function summary(of: readonly Outcome[]) {
  const sum = (value: (o: Outcome) => number): number => of.reduce((total, o) => total + value(o), 0);
  const words = sum((o) => o.words);
  return {
    cases: of.length,
    exact: sum((o) => Number(o.isExact)),
    over: sum((o) => Number(o.lost > 0)),
    wordsLost: words === 0 ? 0 : Math.round((sum((o) => o.lost) / words) * 100_000) / 100_000,
    empty: sum((o) => Number(o.isEmpty)),
    slowestMs: of.reduce((slowest, o) => Math.max(slowest, o.ms), 0),
  };
}

function print(name: string, of: readonly Outcome[]): void {
  const s = summary(of);
  const percent = (part: number): string => `${((part / Math.max(1, s.cases)) * 100).toFixed(1)} %`;
  console.log(
    `${name}: ${s.cases} cases, exact ${s.exact} (${percent(s.exact)}), over ${s.over} (${percent(s.over)}), ` +
      `words lost ${(s.wordsLost * 100).toFixed(2)} %, empty ${s.empty}, slowest ${s.slowestMs} ms`,
  );
}
