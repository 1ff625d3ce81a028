import { expect, test } from "vitest";
import { testTimers } from "../../../test/support/clock.ts";
import { DatabaseTrouble } from "../../ports/database-trouble.ts";
import { describeError } from "../../transport/edge/log.ts";
import { createLog } from "./log.ts";

function given() {
  const lines: Record<string, unknown>[] = [];
  const timers = testTimers();
  const log = createLog("warn", (line) => void lines.push(JSON.parse(line)), timers);
  const trouble = (event: string): void =>
    log(
      "error",
      event,
      describeError(new DatabaseTrouble("away", { sentence: "It is not reached.", said: "ECONNREFUSED" }, null)),
    );
  return { lines, timers, log, trouble };
}

test("trouble with the database is told once a second, with how much like it was not", () => {
  const { lines, timers, trouble } = given();
  for (let times = 0; times < 5_000; times += 1) trouble("request-not-served");
  expect(lines.map(({ event, suppressed }) => [event, suppressed])).toEqual([["request-not-served", undefined]]);
  timers.advance(1_000);
  expect(lines.map(({ suppressed }) => suppressed)).toEqual([undefined, 4_998]);
  timers.advance(1_000);
  expect(lines).toHaveLength(2);
  trouble("job-failed");
  expect(lines.at(-1)).toMatchObject({
    event: "job-failed",
    error: "It is not reached. (ECONNREFUSED)",
    trouble: "away",
  });
});

test("everything else is told as it comes", () => {
  const { lines, log, trouble } = given();
  trouble("request-not-served");
  log("error", "request-failed", describeError(new Error("a bug")));
  log("error", "request-failed", describeError(new Error("a bug")));
  log("info", "too quiet to be told");
  expect(lines.map(({ event }) => event)).toEqual(["request-not-served", "request-failed", "request-failed"]);
});
