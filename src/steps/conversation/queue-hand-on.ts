import type { AgentId, Instant } from "../../domain/ids.ts";
import type { Tx } from "../../ports/tx.ts";

/** After the commit, what `from` holds goes to `to`; null: to the queue. */
export const queueHandOn = (
  tx: Pick<Tx, "jobs">,
  { from, to }: { readonly from: AgentId; readonly to: AgentId | null },
  now: Instant,
): Promise<void> => tx.jobs.wake({ kind: "hand-on", key: from, payload: { from, to: to ?? "" }, dueAt: now });
