/** The time that decides: it runs by this machine's monotonic clock, and is set by the database's (ADR 0026). */
import { instant, type Instant } from "../../domain/ids.ts";
import type { SteadyClock } from "../../ports/system.ts";

/** What a slow answer looks like, or two clocks that drift: followed little by little. */
const DRIFT_MS = 5_000;
/** At most so much at a look, so that spans stay what they are. */
const STEP_MS = 250;

/** `wall`: the machine's clock, which anybody may set. `monotonic`: milliseconds that only pass. */
export function createSteadyClock(
  wall: () => number = Date.now,
  monotonic: () => number = () => performance.now(),
): SteadyClock {
  let base = wall() - monotonic();
  let isSet = false;
  let last = 0;
  const now = (): Instant => {
    // Followed backwards it stands still for a moment.
    last = Math.max(last, Math.round(base + monotonic()));
    return instant(last);
  };
  return {
    now,
    follow(aheadMs) {
      if (!isSet) {
        isSet = true;
        base -= aheadMs;
        last = 0;
        return "followed";
      }
      if (Math.abs(aheadMs) <= DRIFT_MS) {
        base -= Math.sign(aheadMs) * Math.min(Math.abs(aheadMs), STEP_MS);
        return "followed";
      }
      if (aheadMs > 0) return "went-back";
      base -= aheadMs;
      return "jumped";
    },
    machineAheadMs: () => Math.round(wall() - (base + monotonic())),
  };
}
