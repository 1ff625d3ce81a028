import type { Instant } from "../../domain/ids.ts";
import { decideStanding, firstMissing, type Standing } from "../../domain/settings/settings.ts";
import { reviewJob } from "../../domain/continuity/waiting-replies.ts";
import type { Store } from "../../ports/store.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Clock } from "../../ports/system.ts";
import { unreachable } from "../../domain/result.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/**
 * Looks at the prerequisites anew after a change of a brand, an agent, a support address or the account (product.md §7.2).
 * Lost: replies wait and say why. Mended within a day: they go; later: they ask the agent. A job of its own, so that two
 * changes at once are both seen. Safe to run at any time.
 */
export function checkPrerequisites(deps: Deps): Promise<Standing> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const account = await tx.settings.lockAccount();
    const standing = decideStanding(account, firstMissing(await tx.settings.loadPrerequisites()), now);
    await carryOut(tx, standing, now);
    return standing;
  });
}

async function carryOut(tx: Tx, standing: Standing, now: Instant): Promise<void> {
  switch (standing.kind) {
    case "off":
      return;
    case "lost":
      await tx.settings.updateAccount({ prerequisiteLostAt: now });
      break;
    case "mended-in-time":
      await tx.settings.updateAccount({ prerequisiteLostAt: null });
      break;
    case "mended-late":
      await tx.settings.updateAccount({ prerequisiteLostAt: null });
      await tx.jobs.wake(reviewJob({ kind: "hold", because: "too-old", upTo: now }, now));
      return;
    case "met":
    case "still-missing":
      break;
    default:
      return unreachable(standing);
  }
  // Always: one brand's messaging may have come or gone while the account has all it needs.
  await tx.jobs.wake(reviewJob({ kind: "ask-again" }, now));
}
