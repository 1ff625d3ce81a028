/** Rounds of people at work while one thing goes wrong; after each, everything that was acknowledged is looked for. */
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { MAILS_A_CONVERSATION } from "../../src/domain/continuity/mail-caps.ts";
import type { ConversationId } from "../../src/domain/ids.ts";
import { desk } from "../support/doors/doors.ts";
import { work } from "./agents.ts";
import { chanceOf } from "./chance.ts";
import { check } from "./checker.ts";
import { FAULTS, faultsOf } from "./faults.ts";
import { type Installation, startInstallation } from "./installation.ts";
import { newLedger } from "./ledger.ts";
import { arrive, correspond, goOnWriting, type Person, type Round } from "./people.ts";
import { stay } from "./presence.ts";

export interface RoundsWanted {
  readonly rounds: number;
  /** How long people are at work in each. */
  readonly seconds: number;
  /** The same seed brings the same faults and the same choices; the moments are the machine's. */
  readonly seed: number;
}

export interface RoundTold {
  readonly number: number;
  readonly fault: string;
  readonly messages: number;
  readonly mails: number;
  readonly answers: number;
  /** From the end of the fault until nothing waits any more, in milliseconds. */
  readonly settledAfter: number;
  /** Empty: everything acknowledged is there once. */
  readonly faults: readonly string[];
}

/**
 * One address may begin so many sessions an hour and no more, and whoever asks again through a fault begins several: some runs
 * came to that in their thirties. Then another machine is taken.
 */
const ROUNDS_A_MACHINE = 24;
/** Whoever has not been let in by then never will be. */
const ARRIVED_WITHIN_MS = 60_000;
const GONE = 4;
const PRESENT = 3;
const AGENTS = 2;
/** A process that died is noticed within half a minute, and what is tried again within as much. */
const SETTLED_WITHIN_MS = 120_000;
const LOG_SHOWN = 4_000;

/** Tells each round as it ends. */
export async function runRounds(wanted: RoundsWanted, tell: (round: RoundTold) => void): Promise<void> {
  let at = await startInstallation();
  try {
    for (let number = 1; number <= wanted.rounds; number += 1) {
      if (number % ROUNDS_A_MACHINE === 0) {
        await at.stop();
        at = await startInstallation();
      }
      const round = await runRound(at, { ...wanted, number });
      tell(round.faults.length === 0 ? round : { ...round, faults: [...round.faults, endOf(at.logFile)] });
      // What is lost stays lost: the next rounds would tell it again.
      if (round.faults.length > 0) return;
    }
  } finally {
    await at.stop();
  }
}

/** Every round has a seed of its own, so that one that failed can be run alone. */
const seedOf = (seed: number, number: number): number => seed + number - 1;

async function runRound(
  at: Installation,
  { seconds, seed, number }: Omit<RoundsWanted, "rounds"> & { readonly number: number },
): Promise<RoundTold> {
  const chance = chanceOf(seedOf(seed, number));
  const fault = chance.pick(faultsOf(at));
  const ledger = newLedger();
  let isOver = false;
  const round: Round = { at, chance, ledger, name: `r${seedOf(seed, number)}`, isOver: () => isOver };
  const mailsBefore = at.peer.mails.length;

  const late = setTimeout(() => (isOver = true), ARRIVED_WITHIN_MS);
  const people = await gather(round);
  clearTimeout(late);
  const seats = await Promise.all(people.filter(({ stays }) => stays).map((person) => stay(round, person)));
  const busy = [...people.map((person) => goOnWriting(round, person)), ...people.map((one) => correspond(round, one))];
  for (let agent = 0; agent < AGENTS; agent += 1) busy.push(work(round, desk(at.acme.leo), people));

  await pause(seconds * 200);
  await FAULTS[fault]?.(at, chance);
  const faultEnded = Date.now();
  await pause(seconds * 800);
  isOver = true;
  await Promise.all(busy);

  const ids = people.map(({ id }) => id);
  const waiting = await settled(at, people);
  const turnedAway = GONE + PRESENT - people.length;
  const faults = [
    ...(turnedAway > 0 ? [`${turnedAway} visitors were not let in`] : []),
    ...waiting,
    ...(await check(at, ledger, ids)),
  ];
  for (const seat of seats) seat?.leave();
  return {
    number,
    fault,
    messages: ledger.messages.length,
    mails: at.peer.mails.length - mailsBefore,
    answers: ledger.mails.length,
    settledAfter: Date.now() - faultEnded,
    faults,
  };
}

async function gather(round: Round): Promise<readonly Person[]> {
  const arriving = Array.from({ length: GONE + PRESENT }, (_, index) => arrive(round, index >= GONE));
  return (await Promise.all(arriving)).filter((person) => person !== null);
}

/** Waits until no reply to somebody who has gone waits, and no mail that came in does. Answers what still does. */
async function settled(at: Installation, people: readonly Person[]): Promise<readonly string[]> {
  const gone = people.filter(({ stays }) => !stays).map(({ id }) => id);
  const deadline = Date.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const waiting = await waitingFor(at, gone);
    if (waiting.length === 0 || Date.now() > deadline) return waiting;
    await waitsLapse(at);
    await pause(100);
  }
}

async function waitingFor({ pool }: Installation, gone: readonly ConversationId[]): Promise<readonly string[]> {
  const found = await pool.query<{ what: string }>(
    `select 'a reply waits: ' || body as what from message where conversation_id = any($1) and fate = 'waiting'
       and (select count(*) from delivery where delivery.conversation_id = message.conversation_id) < $2
     union all
     select 'a mail waits to leave: ' || message_id || ' ' || state from delivery
     where conversation_id = any($1) and state in ('queued', 'sending', 'deferred', 'ambiguous')
     union all
     select 'a mail that came in waits: ' || id::text from inbound_mail where state = 'stored'`,
    // Beyond the cap a reply waits for an hour, and should.
    [gone, MAILS_A_CONVERSATION.most],
  );
  return found.rows.map(({ what }) => what);
}

/** What a mail server put off by minutes is tried now: those waits are meant, and no round is that long. */
async function waitsLapse({ pool }: Installation): Promise<void> {
  await pool.query("delete from domain_pace");
  await pool.query(
    `update job set due_at = 0 from delivery where job.kind = 'deliver-mail' and job.key = delivery.id::text
       and delivery.state = 'deferred' and job.lease_until is null`,
  );
}

const endOf = (file: string): string => `the processes said:\n${readFileSync(file, "utf8").slice(-LOG_SHOWN)}`;
