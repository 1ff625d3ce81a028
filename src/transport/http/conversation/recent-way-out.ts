/** Whether mail has just begun or ceased to get out, or a workspace has opened or closed, for those who ask every few seconds instead of listening. */
import { type Instant, later, type Millis, millis } from "../../../domain/ids.ts";
import type { Bus } from "../../../ports/bus.ts";
import type { Clock } from "../../../ports/system.ts";

/** Longer than a page that nobody looks at waits between two polls. Who asks more often is told again, and takes it as it is. */
const TOLD_FOR: Millis = millis(20_000);

export function rememberWayOut(
  bus: Pick<Bus, "subscribe">,
  clock: Clock,
): { readonly isNew: () => boolean; readonly stop: () => void } {
  let until: Instant | null = null;
  const stop = bus.subscribe((notice) => {
    if (notice.kind === "way-out") until = later(clock.now(), TOLD_FOR);
  });
  return { isNew: () => until !== null && until > clock.now(), stop };
}
