/**
 * `npm run rounds -- --rounds N --seconds S --seed X`: people at work against two processes, a PostgreSQL and a mail
 * server, of which one fails each round. A round that failed is run again by its seed: `--rounds 1 --seed X`.
 */
import process from "node:process";
import { parseArgs } from "node:util";
import { type RoundTold, runRounds } from "./rounds.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "20" },
    seconds: { type: "string", default: "4" },
    seed: { type: "string", default: "1" },
  },
});
const [rounds, seconds, seed] = [values.rounds, values.seconds, values.seed].map(Number);
if (![rounds, seconds, seed].every((number) => Number.isInteger(number) && Number(number) > 0)) {
  console.log("usage: npm run rounds -- [--rounds N] [--seconds S] [--seed X], whole numbers above 0");
  process.exit(1);
}

const told: RoundTold[] = [];
await runRounds({ rounds: rounds ?? 1, seconds: seconds ?? 1, seed: seed ?? 1 }, (round) => {
  told.push(round);
  const { number, fault, messages, mails, answers, settledAfter, faults } = round;
  console.log(
    `${number} (seed ${(seed ?? 1) + number - 1}) ${fault}: ${messages} messages, ${mails} mails, ${answers} answers; ` +
      `settled after ${(settledAfter / 1000).toFixed(1)} s; ${faults.length === 0 ? "nothing lost" : faults.join("\n  ")}`,
  );
});
const failed = told.filter(({ faults }) => faults.length > 0);
console.log(JSON.stringify({ rounds: told.length, failed: failed.map(({ number }) => (seed ?? 1) + number - 1) }));
process.exitCode = failed.length === 0 ? 0 : 1;
