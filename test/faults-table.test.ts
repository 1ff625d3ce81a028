/** The table of faults in docs/operations.md and the tests of faults name each other. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const ENDING = ".fault.test.ts";

/** `database: restarted, %s, three times`, for each test in test/fault. */
function titles(): readonly string[] {
  const files = readdirSync(join(ROOT, "test", "fault")).filter((name) => name.endsWith(ENDING));
  return files.flatMap((name) => {
    const source = readFileSync(join(ROOT, "test", "fault", name), "utf8");
    return titlesIn(source).map((title) => `${name.slice(0, -ENDING.length)}: ${title}`);
  });
}

const CALLED = /\b(describe|test)(?:\.\w+)*\(/g;
/** A name right after what is called, or after its table of cases. */
const NAMED = /(?:\btest|\))\(\s*"([^"\n]+)",/g;

function titlesIn(source: string): readonly string[] {
  return [...source.matchAll(NAMED)].flatMap(({ 1: title = "", index }) => {
    const before = source.slice(0, index + "test(".length);
    return [...before.matchAll(CALLED)].at(-1)?.[1] === "test" ? [title] : [];
  });
}

/** The last column of each row, a test a line. */
function rows(): readonly string[] {
  const [, section = ""] = readFileSync(join(ROOT, "docs", "operations.md"), "utf8").split("\n## On a bad day\n");
  const table = section.split("\n\n").find((part) => part.startsWith("|")) ?? "";
  const lines = table.split("\n").filter((line) => line.startsWith("|") && !line.startsWith("| ---"));
  return lines.slice(1).flatMap((line) => line.split(" | ").at(-1)?.replace(/ \|$/, "").split("<br>") ?? []);
}

test("finds the tests of faults, whatever is around their names", () => {
  expect(
    titlesIn(`describe.each(["a"])("of %s", () => {\n test.each([["b"]] as const)(\n "named", () => {});`),
  ).toEqual(["named"]);
  expect(titles().length).toBeGreaterThan(20);
});

test("each row of the table of faults (docs/operations.md, On a bad day) names tests that there are", () => {
  expect(rows().length).toBeGreaterThan(10);
  expect(rows().filter((row) => !titles().includes(row))).toEqual([]);
});

test("each test of a fault has its row there: what happens, what the operator sees, what to do", () => {
  expect(titles().filter((title) => !rows().includes(title))).toEqual([]);
});
