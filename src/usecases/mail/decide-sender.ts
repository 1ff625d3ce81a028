import { decideSender as decide, type SenderDecision } from "../../domain/mail/another-sender.ts";
import type { ConversationId, Seq } from "../../domain/ids.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";
import { requireConversation } from "../../steps/conversation/require-conversation.ts";
import { triage } from "../../steps/mail/inbound-case.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

interface Deciding {
  readonly conversationId: ConversationId;
  readonly seq: Seq;
  readonly decision: SenderDecision;
}

/** What an agent makes of an answer by *another sender*: *Accept as Marie*, *Show to Marie*, *Triage* (product.md §4.6). */
export function decideSender(deps: Deps, agent: AgentIdentity, deciding: Deciding): Promise<Result<null, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const found = await requireConversation(tx, deciding.conversationId);
    if (!found.ok) return found;
    const locked = found.value;
    const { head } = locked;
    const undecided = await tx.inbound.findUndecided(head.id, deciding.seq);
    const user = await tx.people.mustFindEndUser(head.endUserId);
    const { sent } = await tx.inbound.loadTraffic(head.id, now);
    const facts = { by: agent, endUserName: user.name, mails: sent, now };
    const decided = decide(locked, undecided, deciding.decision, facts);
    if (!decided.ok) return decided;
    await tx.conversations.apply(locked, decided.value);
    if (deciding.decision === "triage" && undecided !== null) {
      await tx.inbound.decide(undecided.mailId, triage("taken-out"));
    }
    return ok(null);
  });
}
