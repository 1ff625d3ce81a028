/**
 * The last word of a check: `node scripts/tally.ts <vitest's JSON> <vitest's exit status> <failed steps>`.
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

/** Counts vitest's results and the failed steps. `results` is null where vitest wrote none. */
export function tally(results: unknown, vitestStatus: number, failedSteps: readonly string[]): Tally {
  const files = listIn(results, "testResults");
  const tests = files.flatMap((file) => listIn(file, "assertionResults"));
  const having = (status: string): string[] => tests.filter((t) => textIn(t, "status") === status).map(nameOf);
  const failures = [
    ...failedSteps.map((step) => `failed step: ${step}`),
    ...having("failed").map((name) => `failed: ${name}`),
    // A file that cannot be loaded holds no tests, and must not count as nothing.
    ...files.filter(isBroken).map((file) => `failed file: ${textIn(file, "name")}${reasonOf(file)}`),
  ];
  // An error outside every test (an unhandled rejection, a broken set-up) shows in the exit status alone.
  if (vitestStatus !== 0 && failures.length === failedSteps.length) failures.push("failed: vitest itself, see above");
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

function main([path = "", status = "1", steps = ""]: readonly string[]): void {
  const results: unknown = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
  const { passed, failed, lines } = tally(results, Number(status), steps === "" ? [] : steps.split(", "));
  console.log([...lines, `${passed} passed, ${failed} failed`].join("\n"));
  process.exitCode = failed === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
