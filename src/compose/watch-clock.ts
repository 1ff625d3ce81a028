/** Clocks that somebody sets: noticed against the monotonic clock and the database's (ADR 0026). */
import { measureSkew, SKEW_WORTH_A_WARNING_MS } from "../adapters/postgres/clock-skew.ts";
import { unreachable } from "../domain/result.ts";
import type { House } from "./house.ts";
import type { ServerOptions } from "./server-options.ts";

/**
 * Asks the database's clock, sets ours by it, and tells the log and Health of whatever jumped. Called with each beat.
 * `renew`: the leases of everybody who is here, before anybody is taken for gone.
 */
export function watchingClock(
  { pool, clock, presence, processId, log }: House,
  { steady }: ServerOptions,
  renew: () => Promise<void>,
): () => Promise<void> {
  let told = 0;
  let isBack = false;
  const follow = async (aheadMs: number): Promise<void> => {
    const followed = steady?.follow(aheadMs) ?? "followed";
    switch (followed) {
      case "followed":
        isBack = false;
        return;
      case "jumped":
        log("warn", "database-clock-jumped", { byMs: -aheadMs });
        await renew();
        return presence.beginAnew(clock.now());
      case "went-back":
        if (!isBack) log("warn", "database-clock-went-back", { byMs: aheadMs });
        isBack = true;
        return;
      default:
        return unreachable(followed);
    }
  };
  return async () => {
    if (steady === undefined) return;
    const aheadMs = await measureSkew(pool, () => clock.now());
    await follow(aheadMs);
    const machineMs = steady.machineAheadMs();
    const wrong = isBack ? -aheadMs : Math.abs(machineMs) > SKEW_WORTH_A_WARNING_MS ? machineMs : 0;
    if (Math.abs(wrong - told) <= SKEW_WORTH_A_WARNING_MS && (wrong === 0) === (told === 0)) return;
    if (!isBack) log("warn", wrong === 0 ? "machine-clock-right-again" : "machine-clock-jumped", { aheadMs: wrong });
    told = wrong;
    await presence.noteClock(processId, wrong);
  };
}
