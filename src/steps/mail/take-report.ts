import { merge } from "../../domain/change.ts";
import type { LockedConversation } from "../../domain/conversation/conversation.ts";
import { decideSuppression, nextDeliveryState } from "../../domain/continuity/delivery.ts";
import { type DeliveryId, type Instant, messageId } from "../../domain/ids.ts";
import { isComplaint } from "../../domain/inbound-mail/bounce/complaint.ts";
import { localPart } from "../../domain/inbound-mail/place-mail.ts";
import { decideAddressLost } from "../../domain/conversation/notification-address.ts";
import { cameBack } from "../../domain/continuity/outgoing.ts";
import { decideSystemNote } from "../../domain/conversation/posting.ts";
import { parseMessageId, parseReturnPathToken, type TokenKeys } from "../../domain/mail/reply-address.ts";
import type { Delivery } from "../../ports/continuity/delivery-tx.ts";
import type { InboundPlace } from "../../ports/mail/inbound-tx.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Clock, NewId } from "../../ports/system.ts";
import type { Words } from "../../ports/words.ts";
import { type InboundCase, triage } from "./inbound-case.ts";

/** What reading a report needs. */
export interface TakeReportDeps {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly words: Words;
  readonly keys: TokenKeys;
}

/**
 * A bounce or a complaint. Only one that carries a key of ours may suppress anyone: our return path in the envelope, or
 * our keyed Message-ID in what was returned (mail-rules.md rule 23). Everything else is shown in triage.
 */
export async function takeReport(deps: TakeReportDeps, tx: Tx, found: InboundCase): Promise<InboundPlace> {
  const id = findReported(deps, found);
  const delivery = id === null ? null : await tx.deliveries.find(id);
  const locked = delivery === null ? null : await tx.conversations.lock(delivery.conversationId);
  if (delivery === null || locked === null) return triage("report-of-nothing-we-sent");
  await record(deps, tx, { locked, delivery, found, now: deps.clock.now() });
  return { state: "recorded", because: found.verdict.kind, conversationId: locked.head.id, deliveryId: delivery.id };
}

function findReported({ keys }: TakeReportDeps, { mail, verdict, placement }: InboundCase): DeliveryId | null {
  for (const recipient of [...mail.recipients, ...placement.recipients]) {
    const parsed = parseReturnPathToken(localPart(recipient), keys);
    if (parsed.kind === "ours") return parsed.deliveryId;
  }
  const original = verdict.kind === "bounce" || verdict.kind === "complaint" ? verdict.originalMessageId : null;
  const parsed = original === null ? null : parseMessageId(original, keys);
  return parsed?.kind === "ours" ? parsed.deliveryId : null;
}

interface Reported {
  readonly locked: LockedConversation;
  readonly delivery: Delivery;
  readonly found: InboundCase;
  readonly now: Instant;
}

async function record(deps: TakeReportDeps, tx: Tx, { locked, delivery, found, now }: Reported): Promise<void> {
  const { verdict } = found;
  if (verdict.kind === "complaint") {
    if (!isComplaint(verdict)) return;
    await tx.suppressions.suppress(delivery.recipient, "complained", null, now);
    const lost = { email: delivery.recipient, reason: "complaint", ask: null };
    await tx.conversations.apply(locked, decideAddressLost(locked, lost, now));
    if (delivery.state !== "bounced") await tellAgents(deps, tx, { locked, delivery, now }, "note.mail-complaint");
    return;
  }
  // A warning that delivery is late changes nothing: the next server still tries.
  if (verdict.kind !== "bounce" || !verdict.isFinal) return;
  const said = verdict.diagnostic ?? verdict.status ?? "bounced";
  const state = nextDeliveryState(delivery.state, "bounced");
  if (state !== delivery.state) await tx.deliveries.setState(delivery.id, state, said, now);
  const failure = { kind: "bounce" as const, isPermanent: verdict.permanent === true, status: verdict.status };
  const earlier = await tx.deliveries.loadFailures(delivery.recipient, delivery.id);
  const suppression = verdict.permanent === true ? "undeliverable" : decideSuppression(failure, earlier, now);
  const replies = cameBack(locked, delivery.seqs, { because: verdict.reason ?? "refused", now });
  if (suppression === null) {
    await tx.conversations.apply(locked, replies);
    // Where the address is given up, the form that asks for another brings the conversation up.
    if (replies.patches.length > 0) await tellAgents(deps, tx, { locked, delivery, now }, "note.mail-returned");
    return;
  }
  await tx.suppressions.suppress(delivery.recipient, "bounced", said, now);
  const user = await tx.people.mustFindEndUser(locked.head.endUserId);
  const ask = { id: messageId(deps.newId()), text: deps.words.say(user.locale, "request-email.bounced") };
  const lost = decideAddressLost(locked, { email: delivery.recipient, reason: said, ask }, now);
  await tx.conversations.apply(locked, merge(replies, lost));
}

/** A fate is seen by whoever looks at the reply; a note brings the conversation up where nobody does. */
async function tellAgents(
  deps: TakeReportDeps,
  tx: Tx,
  { locked, delivery, now }: Omit<Reported, "found">,
  key: "note.mail-complaint" | "note.mail-returned",
): Promise<void> {
  const { defaultLocale } = await tx.settings.requireAccount();
  const text = deps.words.say(defaultLocale, key, { address: delivery.recipient });
  const current = await tx.conversations.lock(locked.head.id);
  if (current === null) throw new Error(`conversation ${locked.head.id} vanished while it was locked`);
  await tx.conversations.apply(current, decideSystemNote(current.head, { id: messageId(deps.newId()), text }, now));
}
