/** Trying again until it is acknowledged, at one server or the other, as widgets, workspaces and mail servers do. */
import { setTimeout as pause } from "node:timers/promises";
import { Refused } from "../support/doors/doors.ts";
import type { ChildServer } from "../support/servers/children.ts";
import type { Installation } from "./installation.ts";
import type { Ledger } from "./ledger.ts";

/** Whoever hears nothing for so long asks again: a line may be silent, a server frozen. */
const PATIENCE_MS = 5_000;
const BETWEEN_TRIES_MS = 150;
/** Of a conversation or a message: the same surprise at another one is not told again. */
const AN_ID = /[0-9a-f]{8}-[0-9a-f-]{27}|(?<=[/])[0-9]+/g;
/** Whoever cannot be served now, or asked too much, comes again. */
const LATER: ReadonlySet<number> = new Set([429, 502, 503, 504]);
/** Somebody was faster: an answer that ends the tries. */
export const TOO_LATE = 409;

export interface Trying {
  readonly at: Pick<Installation, "doors">;
  readonly ledger: Ledger;
  /** True: no new tries, the round is over. */
  readonly isOver: () => boolean;
}

/** What was acknowledged; null: nothing, until the round was over. Throws `Refused` where it is too late. */
export async function insist<T>(trying: Trying, attempt: (door: ChildServer) => Promise<T>): Promise<T | null> {
  for (let tries = 0; !trying.isOver(); tries += 1) {
    const doors = trying.at.doors();
    const door = doors[tries % Math.max(doors.length, 1)];
    if (door !== undefined) {
      const answer = await once(attempt(door), trying.ledger);
      if (answer !== null) return answer.value;
    }
    await pause(BETWEEN_TRIES_MS);
  }
  return null;
}

async function once<T>(attempt: Promise<T>, { surprises }: Ledger): Promise<{ readonly value: T } | null> {
  const answer = attempt.then(
    (value) => ({ value }),
    (error: unknown) => {
      if (error instanceof Refused && error.status === TOO_LATE) throw error;
      if (error instanceof Refused && !LATER.has(error.status)) surprises.add(error.message.replaceAll(AN_ID, ":id"));
      return null;
    },
  );
  // Nobody waits any more for what comes after the race.
  answer.catch(() => undefined);
  return Promise.race([answer, pause(PATIENCE_MS, null, { ref: false })]);
}
