import { expect, test } from "vitest";
import { tally } from "./tally.ts";

const file = (status: string, tests: readonly (readonly [fullName: string, status: string])[]): unknown => ({
  name: "src/a.test.ts",
  status,
  assertionResults: tests.map(([fullName, testStatus]) => ({ fullName, status: testStatus })),
});
const ran = (results: unknown, status: number) => [{ results, status }];
const results = (...files: readonly unknown[]): unknown => ({ testResults: files });

test("counts what passed, and names what was left out", () => {
  const counted = tally(ran(results(file("passed", [["a", "passed"], ["b", "passed"], ["c", "skipped"]])), 0), []); // prettier-ignore
  expect(counted).toEqual({ passed: 2, failed: 0, lines: ["skipped: c"] });
});

test("a failed test and a failed step are one failure each", () => {
  const counted = tally(ran(results(file("failed", [["a", "failed"]])), 1), ["lint"]);
  expect(counted).toEqual({ passed: 0, failed: 2, lines: ["failed step: lint", "failed: a"] });
});

test("a test file that cannot be loaded is a failure", () => {
  expect(tally(ran(results(file("failed", [])), 1), [])).toMatchObject({
    failed: 1,
    lines: ["failed file: src/a.test.ts"],
  });
});

test("why a test file cannot be loaded is said in a line", () => {
  const broken = { name: "src/a.test.ts", status: "failed", message: "swaks cannot speak TLS here\nat a.ts:1" };
  expect(tally(ran(results(broken), 1), []).lines).toEqual(["failed file: src/a.test.ts: swaks cannot speak TLS here"]);
});

test("an error outside every test is a failure, beside failed steps too", () => {
  expect(tally(ran(results(file("passed", [["a", "passed"]])), 1), ["lint"])).toMatchObject({ passed: 1, failed: 2 });
});

test("no results at all are a failure", () => {
  expect(tally(ran(null, 127), [])).toMatchObject({ passed: 0, failed: 1 });
});

test("several runs are one count, and none of them hides another's trouble", () => {
  const fine = results(file("passed", [["a", "passed"]]));
  const [one, two] = [ran(fine, 0), ran(results(file("failed", [["b", "failed"]])), 1)];
  expect(tally([...one, ...two], [])).toEqual({ passed: 1, failed: 1, lines: ["failed: b"] });
  expect(tally([...ran(null, 1), ...one], ["lint"])).toMatchObject({ passed: 1, failed: 2 });
});
