import { parseBlockedSender } from "../../domain/people/blocking.ts";
import { blockId, type BlockId, type InboundMailId } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { type AgentIdentity, mayHandle } from "../../domain/people/roles.ts";
import type { Store } from "../../ports/store.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Clock, NewId } from "../../ports/system.ts";
import { unplaced } from "../../steps/mail/inbound-case.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** Blocks an address or a domain that was typed, whoever writes from it. Safe to repeat. */
export function blockSender(deps: Deps, agent: AgentIdentity, typed: string): Promise<Result<null, Refusal>> {
  return deps.store.transaction((tx) => block(deps, tx, agent, typed));
}

/** *Block sender* in triage: the address in From, and the mail leaves triage. */
export function blockSenderOfMail(deps: Deps, agent: AgentIdentity, id: InboundMailId): Promise<Result<null, Refusal>> {
  return deps.store.transaction(async (tx) => {
    const from = await tx.inbound.findTriaged(id);
    if (from === null) return refuse("not-found", "This mail is not in triage any more.");
    const blocked = await block(deps, tx, agent, from);
    if (!blocked.ok) return blocked;
    await tx.inbound.decide(id, unplaced("ignored", "blocked-sender"));
    return blocked;
  });
}

async function block(deps: Deps, tx: Tx, agent: AgentIdentity, typed: string): Promise<Result<null, Refusal>> {
  if (!mayHandle(agent)) return refuse("not-allowed", "A light agent blocks nobody.");
  const sender = parseBlockedSender(typed);
  if (!sender.ok) return sender;
  const id: BlockId = blockId(deps.newId());
  const entry = { id, endUserId: null, sender: sender.value, because: "by-hand" as const };
  const at = deps.clock.now();
  await tx.blocks.insert({ ...entry, by: agent.id, at });
  await tx.audit.record({ at, kind: "sender-blocked", subject: { id, name: sender.value } });
  return ok(null);
}
