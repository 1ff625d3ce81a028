/**
 * The last word of a check: `node scripts/tally.ts <failed steps> (<vitest's JSON> <vitest's exit status>)…`.
 * Prints what failed and what was skipped, then "N passed, N failed"; exits with 1 when anything failed.
 */
import { existsSync, readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** One line for each failure, and for each test that was left out. */
  readonly lines: readonly string[];
}

/** One run of vitest. `results` is null where it wrote none. */
interface Run {
  readonly results: unknown;
  readonly status: number;
}

/** Counts what runs of vitest found, and the failed steps. */
export function tally(runs: readonly Run[], failedSteps: readonly string[]): Tally {
  const counted = runs.map(tallyRun);
  const sum = (pick: (run: Tally) => number): number => counted.reduce((all, run) => all + pick(run), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed) + failedSteps.length,
    lines: [...failedSteps.map((step) => `failed step: ${step}`), ...counted.flatMap(({ lines }) => lines)],
  };
}

function tallyRun({ results, status }: Run): Tally {
  const files = listIn(results, "testResults");
  const tests = files.flatMap((file) => listIn(file, "assertionResults"));
  const having = (what: string): string[] => tests.filter((t) => textIn(t, "status") === what).map(nameOf);
  const failures = [
    ...having("failed").map((name) => `failed: ${name}`),
    // A file that cannot be loaded holds no tests, and must not count as nothing.
    ...files.filter(isBroken).map((file) => `failed file: ${textIn(file, "name")}${reasonOf(file)}`),
  ];
  // An error outside every test (an unhandled rejection, a broken set-up) shows in the exit status alone.
  if (status !== 0 && failures.length === 0) failures.push("failed: vitest itself, see above");
  const skipped = [...having("skipped"), ...having("pending"), ...having("todo")].map((name) => `skipped: ${name}`);
  return { passed: having("passed").length, failed: failures.length, lines: [...skipped, ...failures] };
}

function isBroken(file: unknown): boolean {
  const noneFailed = listIn(file, "assertionResults").every((test) => textIn(test, "status") !== "failed");
  return textIn(file, "status") === "failed" && noneFailed;
}

/** Why it could not be loaded, in a line. */
function reasonOf(file: unknown): string {
  const [reason = ""] = textIn(file, "message").split("\n", 1);
  return reason === "" ? "" : `: ${reason}`;
}

const nameOf = (test: unknown): string => textIn(test, "fullName").trim();

function listIn(value: unknown, key: string): readonly unknown[] {
  const found = fieldOf(value, key);
  return Array.isArray(found) ? found : [];
}

function textIn(value: unknown, key: string): string {
  const found = fieldOf(value, key);
  return typeof found === "string" ? found : "";
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : null;
}

function main([steps = "", ...told]: readonly string[]): void {
  const runs: Run[] = [];
  for (let at = 0; at < told.length; at += 2) {
    const [path = "", status = "1"] = told.slice(at, at + 2);
    runs.push({ results: existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null, status: Number(status) });
  }
  const { passed, failed, lines } = tally(runs, steps === "" ? [] : steps.split(", "));
  console.log([...lines, `${passed} passed, ${failed} failed`].join("\n"));
  process.exitCode = failed === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
