import { describe, expect, test } from "vitest";
import { accountStatus, expectedWait, FEWEST_SAMPLES } from "./availability.ts";

describe("the expected wait", () => {
  test.each([
    ["nobody before them", { samples: 20, medianMs: 90_000, queued: 0 }, { newMs: 90_000, lastMs: 0 }],
    ["two before them", { samples: 400, medianMs: 90_000, queued: 2 }, { newMs: 270_000, lastMs: 180_000 }],
    ["half a millisecond is none", { samples: 20, medianMs: 1_000.5, queued: 0 }, { newMs: 1_001, lastMs: 0 }],
    ["too few were taken up to say", { samples: FEWEST_SAMPLES - 1, medianMs: 90_000, queued: 0 }, null],
    ["none was taken up", { samples: 0, medianMs: null, queued: 3 }, null],
  ])("%s", (_case, waits, expected) => {
    expect(expectedWait(waits)).toEqual(expected);
  });
});

describe("the team", () => {
  test.each([
    [[], true, "offline"],
    [["offline", "offline"], true, "offline"],
    [["offline", "away"], true, "away"],
    [["away", "online", "offline"], true, "online"],
    [["away", "online"], false, "offline"],
  ] as const)("of %j, open %s, is %s", (shown, isOpen, status) => {
    expect(accountStatus(shown, isOpen)).toBe(status);
  });
});
