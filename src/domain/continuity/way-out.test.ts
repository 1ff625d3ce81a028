import { expect, test } from "vitest";
import { instant } from "../ids.ts";
import { hasWayOut, type WayOutFacts } from "./way-out.ts";

const OPEN: WayOutFacts = {
  hasRelay: true,
  hasTrouble: false,
  continuityOn: true,
  prerequisiteLostAt: null,
  lastChannel: "messaging",
};
const BY_MAIL = { lastChannel: "email" } as const;

test.each<readonly [what: string, facts: Partial<WayOutFacts>, isOpen: boolean]>([
  ["all is well", {}, true],
  ["nobody has written yet", { lastChannel: null }, true],
  ["there is no relay", { hasRelay: false }, false],
  ["there is no relay, and they wrote by mail", { hasRelay: false, ...BY_MAIL }, false],
  ["the relay does not let us in", { hasTrouble: true }, false],
  ["the relay does not let us in, and they wrote by mail", { hasTrouble: true, ...BY_MAIL }, false],
  ["the switch is off", { continuityOn: false }, false],
  ["the switch is off, and they wrote by mail", { continuityOn: false, ...BY_MAIL }, true],
  ["the switch lacks what it needs", { prerequisiteLostAt: instant(1) }, false],
  ["the switch lacks what it needs, and they wrote by mail", { prerequisiteLostAt: instant(1), ...BY_MAIL }, true],
])("where %s (%o) there is a way out: %s", (_what, facts, isOpen) => {
  expect(hasWayOut({ ...OPEN, ...facts })).toBe(isOpen);
});
