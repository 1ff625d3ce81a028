/** What goes wrong in a round. Each fault happens, lasts a while, and is over when its promise resolves. */
import { setTimeout as pause } from "node:timers/promises";
import type { PeerBehaviour, PeerStep } from "../support/peers/mail-peers.ts";
import type { Chance } from "./chance.ts";
import type { Installation, Process } from "./installation.ts";

type Fault = (at: Installation, chance: Chance) => Promise<void>;

const between = (chance: Chance, least: number, most: number): Promise<void> =>
  pause(least + chance.below(most - least));

const restarted =
  (how: "kill" | "term"): Fault =>
  async ({ processes }, chance) => {
    const process = chance.pick<Process>(processes);
    await process.end(how);
    await between(chance, 100, 1_500);
    await process.begin();
  };

const postgresRestarted =
  (how: "fast" | "immediate"): Fault =>
  async ({ postgres }, chance) => {
    await postgres.end(how);
    await between(chance, 100, 1_500);
    await postgres.begin();
  };

/** One after the other, whatever each is doing at the moment. */
const backendsEnded: Fault = async ({ pool }, chance) => {
  for (let ended = 0; ended < 10; ended += 1) {
    await pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'ariane' and pid <> pg_backend_pid() order by md5(pid::text || $1) limit 1`,
      [String(chance.below(1_000_000))],
    );
    await between(chance, 20, 200);
  }
};

const lineFrozen: Fault = async ({ processes }, chance) => {
  chance.pick<Process>(processes).line.freeze();
  await between(chance, 200, 1_000);
};

const clockWrong: Fault = async ({ processes }, chance) => {
  const { clock } = chance.pick<Process>(processes);
  clock?.set(chance.pick(["+2h", "-2h"]));
  await between(chance, 500, 2_500);
  clock?.set("+0");
};

const diskFull: Fault = async ({ postgres: { disk } }, chance) => {
  disk?.fill();
  // Pages that are begun have some room left: so long it takes until somebody needs another.
  await between(chance, 2_000, 4_000);
  disk?.free();
};

const STEPS: readonly PeerStep[] = ["connect", "greeting", "ehlo", "mail", "rcpt", "data", "body", "dot"];

/** Once the whole mail is written, silence is waited out for ten minutes, and should be: RFC 5321 §4.5.3.2.6. */
const BEFORE_THE_DOT = STEPS.filter((step) => step !== "body" && step !== "dot");

const nextServer =
  (behaviourOf: (chance: Chance) => PeerBehaviour): Fault =>
  async ({ peer }, chance) => {
    peer.behave(behaviourOf(chance));
    await between(chance, 500, 2_500);
    peer.behave({ kind: "accept" });
  };

const CLOCK = "clock set wrong";
const DISK = "disk under the tables full";

/** Those that can happen on this machine: of the clock with libfaketime, of the disk as root. */
export const faultsOf = ({ processes: [{ clock }], postgres: { disk } }: Installation): readonly string[] =>
  Object.keys(FAULTS).filter((name) => (name !== CLOCK || clock !== null) && (name !== DISK || disk !== null));

export const FAULTS: Readonly<Record<string, Fault>> = {
  [CLOCK]: clockWrong,
  [DISK]: diskFull,
  "process killed": restarted("kill"),
  "process told to end": restarted("term"),
  "PostgreSQL restarted, fast": postgresRestarted("fast"),
  "PostgreSQL restarted, as by a crash": postgresRestarted("immediate"),
  "backends ended": backendsEnded,
  "line to PostgreSQL frozen": lineFrozen,
  "mail server hangs": nextServer((chance) => ({ kind: "hang", at: chance.pick(BEFORE_THE_DOT) })),
  "mail server cuts": nextServer((chance) => ({ kind: "cut", at: chance.pick(STEPS) })),
  "mail server puts off": nextServer((chance) => ({
    kind: "answer",
    at: chance.pick<PeerStep>(["greeting", "ehlo", "mail", "rcpt", "dot"]),
    line: "451 4.3.0 come again later",
  })),
};
