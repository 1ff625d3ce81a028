import { type Change, merge } from "../../domain/change.ts";
import { nextDeliveryState } from "../../domain/continuity/delivery.ts";
import type { DeliveryId } from "../../domain/ids.ts";
import { isComplaint } from "../../domain/inbound-mail/bounce/complaint.ts";
import { localPart } from "../../domain/inbound-mail/place-mail.ts";
import { decideAddressLost } from "../../domain/conversation/notification-address.ts";
import { parseMessageId, parseReturnPathToken, type TokenKeys } from "../../domain/mail/reply-address.ts";
import type { InboundPlace } from "../../domain/inbound-mail/inbound-mail.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Clock } from "../../ports/system.ts";
import { type Judged, takeBack, type TakeBackDeps } from "../continuity/take-back.ts";
import { tellAgents } from "../conversation/tell-agents.ts";
import { type InboundCase, triage } from "./inbound-case.ts";

/** What reading a report needs. */
export interface TakeReportDeps extends TakeBackDeps {
  readonly clock: Clock;
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

interface Reported extends Judged {
  readonly found: InboundCase;
}

async function record(deps: TakeReportDeps, tx: Tx, { found, ...judged }: Reported): Promise<void> {
  const { verdict } = found;
  const { locked, delivery, now } = judged;
  if (verdict.kind === "complaint") {
    if (!isComplaint(verdict)) return;
    await tx.suppressions.suppress(delivery.recipient, "complained", null, now);
    const lost = decideAddressLost(locked, { email: delivery.recipient, reason: "complaint", ask: null }, now);
    await tx.conversations.apply(
      locked,
      delivery.state === "bounced" ? lost : merge(lost, await note(deps, tx, judged, "note.mail-complaint")),
    );
    return;
  }
  // A warning that delivery is late changes nothing: the next server still tries.
  if (verdict.kind !== "bounce" || !verdict.isFinal) return;
  const said = verdict.diagnostic ?? verdict.status ?? "bounced";
  const state = nextDeliveryState(delivery.state, "bounced");
  if (state !== delivery.state) await tx.deliveries.setState(delivery.id, state, said, now);
  const failure =
    verdict.permanent === true ? "dead" : { kind: "bounce" as const, isPermanent: false, status: verdict.status };
  const { change, isLost } = await takeBack(deps, tx, judged, { because: verdict.reason ?? "refused", said, failure });
  // Where the address is given up, the form that asks for another brings the conversation up.
  const isSeen = isLost || change.patches.length === 0;
  await tx.conversations.apply(
    locked,
    isSeen ? change : merge(change, await note(deps, tx, judged, "note.mail-returned")),
  );
}

/** A fate is seen by whoever looks at the reply; a note brings the conversation up where nobody does. */
const note = (
  deps: TakeReportDeps,
  tx: Tx,
  { locked, delivery, now }: Judged,
  key: "note.mail-complaint" | "note.mail-returned",
): Promise<Change> => tellAgents(deps, tx, locked.head, { key, facts: { address: delivery.recipient }, now });
