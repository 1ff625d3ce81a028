/** What an agent does with a conversation. Each verb is one decision on the locked conversation, applied. */
import type { Change } from "../../domain/change.ts";
import type { LockedConversation } from "../../domain/conversation/conversation.ts";
import type { SettableStatus } from "../../domain/conversation/status.ts";
import {
  decideAccept,
  decideAssign,
  decideDelete,
  decideEdit,
  decideEditing,
  decideRelease,
  decideStatus,
  decideWithhold,
  type EditableMessage,
} from "../../domain/conversation/handling.ts";
import type { AgentId, ConversationId, Instant, Seq } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result, unreachable } from "../../domain/result.ts";
import { type AgentIdentity, mayHandle } from "../../domain/people/roles.ts";
import type { Store } from "../../ports/store.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Clock } from "../../ports/system.ts";
import { requireConversation } from "../../steps/conversation/require-conversation.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

export type Handling =
  | { readonly verb: "accept" }
  | { readonly verb: "assign"; readonly to: AgentId | null }
  | { readonly verb: "status"; readonly status: SettableStatus }
  | { readonly verb: "edit"; readonly seq: Seq; readonly text: string }
  /** Its author has it open for editing, or no longer. */
  | { readonly verb: "editing"; readonly seq: Seq; readonly isOpen: boolean }
  | { readonly verb: "delete"; readonly seq: Seq }
  /** *Don't send*. */
  | { readonly verb: "withhold"; readonly seq: Seq }
  | { readonly verb: "release"; readonly seq: Seq };

export function handleConversation(
  deps: Deps,
  agent: AgentIdentity,
  id: ConversationId,
  handling: Handling,
): Promise<Result<null, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const found = await requireConversation(tx, id);
    if (!found.ok) return found;
    const locked = found.value;
    const decided = await decide(tx, locked, agent, { handling, now });
    if (!decided.ok) return decided;
    await tx.conversations.apply(locked, decided.value);
    return ok(null);
  });
}

async function decide(
  tx: Tx,
  locked: LockedConversation,
  agent: AgentIdentity,
  { handling, now }: { readonly handling: Handling; readonly now: Instant },
): Promise<Result<Change, Refusal>> {
  switch (handling.verb) {
    case "accept":
      return decideAccept(locked.head, agent, now);
    case "assign":
      return decideAssign(locked.head, agent, await colleague(tx, handling.to), now);
    case "status": {
      const account = await tx.settings.requireAccount();
      return decideStatus(locked.head, agent, handling.status, { now, closeAfterDays: account.closeAfterDays });
    }
    case "edit":
      return withMessage(tx, locked, handling.seq, (message) =>
        decideEdit(locked, message, { by: agent, text: handling.text, now }),
      );
    case "editing":
      return withMessage(tx, locked, handling.seq, (message) =>
        decideEditing(locked, message, { by: agent, isOpen: handling.isOpen, now }),
      );
    case "delete":
      return withMessage(tx, locked, handling.seq, (message) => decideDelete(locked, message, { by: agent, now }));
    case "withhold":
      return decideWithhold(locked, handling.seq, agent, now);
    case "release":
      return decideRelease(locked, handling.seq, agent, now);
    default:
      return unreachable(handling);
  }
}

async function colleague(
  tx: Tx,
  to: AgentId | null,
): Promise<{ readonly id: AgentId; readonly mayHandle: boolean } | null> {
  if (to === null) return null;
  const agent = await tx.people.findAgent({ id: to });
  return { id: to, mayHandle: agent !== null && agent.active && mayHandle(agent) };
}

async function withMessage(
  tx: Tx,
  locked: LockedConversation,
  at: Seq,
  decision: (message: EditableMessage) => Result<Change, Refusal>,
): Promise<Result<Change, Refusal>> {
  const message = await tx.conversations.findEditable(locked.head.id, at);
  return message === null ? refuse("not-found", "There is no such message.") : decision(message);
}
