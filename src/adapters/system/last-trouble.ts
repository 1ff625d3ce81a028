/** The trouble that the database was in, as this process met it: for Health and for load balancers. */
import { DAY, type Instant, MINUTE } from "../../domain/ids.ts";
import { type DatabaseTrouble, keepsReading } from "../../ports/database-trouble.ts";
import type { Clock } from "../../ports/system.ts";

interface Met {
  readonly trouble: DatabaseTrouble;
  readonly at: Instant;
}

interface LastTrouble {
  note(trouble: DatabaseTrouble): void;
  /** The last of the last 24 hours; null: there was none. */
  ofToday(): Met | null;
  /** It could not write within the last minute, and may not be able to now; a process writes every few seconds. */
  unwritten(): DatabaseTrouble | null;
}

export function lastTrouble(clock: Clock): LastTrouble {
  let last: Met | null = null;
  const within = (span: number): Met | null => (last !== null && clock.now() - last.at < span ? last : null);
  return {
    note(trouble) {
      last = { trouble, at: clock.now() };
    },
    ofToday: () => within(DAY),
    unwritten() {
      const met = within(MINUTE);
      return met !== null && keepsReading(met.trouble) ? met.trouble : null;
    },
  };
}
