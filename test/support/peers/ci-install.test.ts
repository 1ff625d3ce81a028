/** What the tests ask for is what the build machine brings along. `.ci/prove` shows that it is enough. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CHROMIUM, FIREFOX } from "../browser/browser.ts";
import { MUTT, S_NAIL, SWAKS, SWAKS_TLS } from "./mail-programs.ts";
import { DOVECOT, EXIM, POSTFIX } from "./real-servers.ts";

const script = readFileSync(join(import.meta.dirname, "../../../.ci/install"), "utf8");

test.each([CHROMIUM, FIREFOX, MUTT, S_NAIL, SWAKS, SWAKS_TLS, DOVECOT, EXIM, POSTFIX])(
  ".ci/install brings what lets $program $task",
  ({ packages }) => {
    const named = new Set(script.match(/[a-z\d][a-z\d.+-]+/g));
    expect(packages.split(" ").filter((name) => !named.has(name))).toEqual([]);
  },
);

const root = join(import.meta.dirname, "../../..");
const tests = globSync("{src,test,web,scripts,bench}/**/*.{test,spec}.ts", { cwd: root });
const textOf = (file: string): string => readFileSync(join(root, file), "utf8");

test("what opens a browser asks first whether there is one, and else says so", () => {
  const opening = tests.filter((file) => /\blaunch(?:Chromium|Firefox)\(/.test(textOf(file)));
  expect(opening.length).toBeGreaterThan(10);
  expect(opening.filter((file) => !/\bcan\(/.test(textOf(file)))).toEqual([]);
});

test("what runs a program that Node does not bring asks first whether there is one", () => {
  const OURS = /\b(?:execFile|spawn)(?:Sync)?\("(?!node|npm|sh\b|bash\b|git\b|tar\b)/;
  expect(tests.filter((file) => OURS.test(textOf(file)) && !/\bcan\(/.test(textOf(file)))).toEqual([]);
});
