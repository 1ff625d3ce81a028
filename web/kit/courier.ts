/** Carries what waits to be sent: in each line one after the other, one at a time, again and again until it is there. */
import type { Clock } from "./clock.ts";
import { retryAfter } from "./retry.ts";

/** What came of the first in a line. `next`: on with the one behind · `later`: again after a while · `empty`: nothing to do. */
export type Carried = "next" | "later" | "empty";

interface CourierParts {
  /** Sends the first of this line. Must not reject. */
  readonly carry: (line: string) => Promise<Carried>;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly chance: () => number;
}

export interface Courier {
  /** Sends what waits in this line, now rather than at the next try. */
  readonly go: (line: string) => void;
  /** Tries nothing more; what is under way ends by itself. */
  readonly stop: () => void;
}

interface Round {
  isBusy: boolean;
  /** Asked for while busy: what was empty then may not be now. */
  isAsked: boolean;
  tries: number;
  cancel: () => void;
}

export function openCourier({ carry, clock, chance }: CourierParts): Courier {
  const rounds = new Map<string, Round>();
  let isStopped = false;

  const go = (line: string): void => {
    const round = rounds.get(line) ?? { isBusy: false, isAsked: false, tries: 0, cancel: () => {} };
    rounds.set(line, round);
    round.isAsked = round.isBusy;
    if (round.isBusy || isStopped) return;
    round.cancel();
    round.isBusy = true;
    void carry(line).then((carried) => {
      round.isBusy = false;
      if (carried === "later" && !isStopped) {
        round.cancel = clock.after(retryAfter(round.tries, chance()), () => go(line));
        round.tries += 1;
        return;
      }
      if (carried === "next") round.tries = 0;
      if (carried === "next" || round.isAsked) go(line);
    });
  };
  return {
    go,
    stop: () => {
      isStopped = true;
      for (const { cancel } of rounds.values()) cancel();
    },
  };
}
