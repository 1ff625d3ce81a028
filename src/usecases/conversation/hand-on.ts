import { decideHandOn } from "../../domain/conversation/handling.ts";
import { mayHandle } from "../../domain/people/roles.ts";
import type { AgentId } from "../../domain/ids.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/**
 * Hands on what a team member holds who was deactivated, or went offline and asked for it (product.md §9.5): to `to`, and
 * where they cannot take it, or null, to the queue. Safe to repeat: each conversation goes in a transaction of its own.
 */
export async function handOn(
  { store, clock }: Deps,
  { from, to }: { readonly from: AgentId; readonly to: AgentId | null },
): Promise<void> {
  const held = await store.transaction((tx) => tx.conversations.findHeldBy(from));
  for (const id of held) {
    await store.transaction(async (tx) => {
      const locked = await tx.conversations.lock(id);
      if (locked === null) return;
      const heir = to === null ? null : await tx.people.lockAgent(to);
      const canTake = heir !== null && heir.active && mayHandle(heir);
      const change = decideHandOn(locked.head, { from, to: canTake ? heir.id : null }, clock.now());
      await tx.conversations.apply(locked, change);
    });
  }
}
