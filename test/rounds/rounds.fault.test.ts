import { expect, test } from "vitest";
import { type RoundTold, runRounds } from "./rounds.ts";

const ROUNDS = 20;
const A_ROUND_MS = 150_000;

test("in twenty rounds nothing that was acknowledged is lost", { timeout: ROUNDS * A_ROUND_MS }, async () => {
  const told: RoundTold[] = [];
  await runRounds({ rounds: ROUNDS, seconds: 2, seed: 1 }, (round) => told.push(round));
  expect(told.filter(({ faults }) => faults.length > 0)).toEqual([]);
  expect(told).toHaveLength(ROUNDS);
});
