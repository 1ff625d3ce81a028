import { describe, expect, test } from "vitest";
import { accountStatus, expectedWait, FEWEST_SAMPLES } from "./availability.ts";

describe("the expected wait", () => {
  test.each([
    ["nobody before them", { samples: 20, medianMs: 90_000, queued: 0 }, 90_000],
    ["two before them", { samples: 400, medianMs: 90_000, queued: 2 }, 270_000],
    ["half a millisecond is none", { samples: 20, medianMs: 1_000.5, queued: 0 }, 1_001],
    ["too few were taken up to say", { samples: FEWEST_SAMPLES - 1, medianMs: 90_000, queued: 0 }, null],
    ["none was taken up", { samples: 0, medianMs: null, queued: 3 }, null],
  ])("%s", (_case, waits, expected) => {
    expect(expectedWait(waits)).toBe(expected);
  });
});

describe("the team", () => {
  test.each([
    [[], "offline"],
    [["offline", "offline"], "offline"],
    [["offline", "away"], "away"],
    [["away", "online", "offline"], "online"],
  ] as const)("of %j is %s", (shown, status) => {
    expect(accountStatus(shown)).toBe(status);
  });
});
