import { decideSendNow, type WithheldBecause } from "../../domain/continuity/continuity.ts";
import type { MessagePatch } from "../../domain/change.ts";
import { merge, noChange } from "../../domain/change.ts";
import type { LockedConversation } from "../../domain/conversation/conversation.ts";
import type { ConversationId, Instant } from "../../domain/ids.ts";
import { decideMailCap } from "../../domain/continuity/mail-caps.ts";
import { patchByEvent } from "../../domain/conversation/reading.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { type AgentIdentity, mayHandle } from "../../domain/people/roles.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";
import { queueMail, type QueueMailDeps } from "../../steps/continuity/queue-mail.ts";
import { requireConversation } from "../../steps/conversation/require-conversation.ts";

interface Deps extends QueueMailDeps {
  readonly store: Store;
  readonly clock: Clock;
}

/** What *send now* overrules besides the clock: reasons that asked an agent, and an agent has now answered. */
const LIFTED: ReadonlySet<WithheldBecause> = new Set(["before-switch", "switched-off", "too-old"]);

/**
 * *Send now*: skips inactivity and settling, not the other checks, and takes all that waits; also replies from before
 * the switch and those too old to go unasked (product.md §2.13, §7.3). What an agent held back stays back.
 */
export function sendNow(deps: Deps, agent: AgentIdentity, id: ConversationId): Promise<Result<null, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    if (!mayHandle(agent)) return refuse("not-allowed", "A light agent may read and write notes.");
    const found = await requireConversation(tx, id);
    if (!found.ok) return found;
    const locked = found.value;
    const lifted = lift(locked, now);
    const facts = await tx.conversations.loadContinuityFacts(lifted.locked, now);
    const decision = decideSendNow(facts);
    if (decision.kind !== "send") return whyNot(decision.kind === "skip" ? decision.because : "nothing-waiting");
    const to = { address: decision.to, isProved: locked.head.address?.state === "proved" };
    const capped = decideMailCap(await tx.limits.loadCapFacts(id, to, now), now);
    if (capped !== null) return refuse("mail-capped", "Too many mails have left already.", { because: capped.because });
    if (!(await tx.deliveries.clearWay(id, now))) return whyNot("in-delivery");
    const wanted = await tx.deliveries.loadCarried(id, decision.seqs);
    const queued = await queueMail(deps, tx, locked, { to: decision.to, wanted, sendNow: true, now });
    await tx.conversations.apply(locked, merge({ ...noChange(id), patches: lifted.patches }, queued));
    return ok(null);
  });
}

function lift(
  locked: LockedConversation,
  now: Instant,
): { readonly locked: LockedConversation; readonly patches: readonly MessagePatch[] } {
  const patches = locked.openReplies.flatMap((reply) => {
    if (reply.withheldBecause === null || !LIFTED.has(reply.withheldBecause)) return [];
    const patch = patchByEvent(reply, { kind: "released", from: reply.withheldBecause }, now);
    return patch === null ? [] : [patch];
  });
  const seqs = new Set(patches.map((patch) => patch.seq));
  const openReplies = locked.openReplies.map((reply) =>
    seqs.has(reply.seq) ? { ...reply, fate: "waiting" as const, withheldBecause: null } : reply,
  );
  return { locked: { ...locked, openReplies }, patches };
}

function whyNot(because: string): Result<never, Refusal> {
  switch (because) {
    case "no-address":
      return refuse("no-address", "No address is known: ask for one.");
    case "prerequisite":
      return refuse("prerequisite-missing", "Something that the switch needs is missing; see Tickets › Settings.");
    default:
      return refuse("nothing-to-send", `Nothing can be sent: ${because}.`, { because });
  }
}
