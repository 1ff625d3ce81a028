/** What the tests ask for is what the build machine brings along. `.ci/prove` shows that it is enough. */
import { readFileSync } from "node:fs";
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
