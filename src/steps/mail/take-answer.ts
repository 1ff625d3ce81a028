import { type Change, merge, noChange } from "../../domain/change.ts";
import { accepted } from "../../domain/continuity/outgoing.ts";
import { nextDeliveryState } from "../../domain/continuity/delivery.ts";
import type { LockedConversation } from "../../domain/conversation/conversation.ts";
import {
  type ConversationId,
  conversationId,
  type DeliveryId,
  type EmailAddress,
  type Instant,
} from "../../domain/ids.ts";
import { findAnswered, whoSpeaks } from "../../domain/inbound-mail/answer.ts";
import {
  capsCountFrom,
  CONVERSATIONS_A_SENDER,
  ANSWERS_A_CONVERSATION,
  UNPROVED_BEGINNINGS,
} from "../../domain/inbound-mail/caps.ts";
import { isMarkedAsSpam } from "../../domain/inbound-mail/spam-mark.ts";
import { isSameMailbox } from "../../domain/mail/email-address.ts";
import type { TokenKeys } from "../../domain/mail/reply-address.ts";
import type { InboundPlace } from "../../domain/inbound-mail/inbound-mail.ts";
import type { Clock } from "../../ports/system.ts";
import type { Answering } from "../../ports/mail/inbound-tx.ts";
import type { RateLimiter } from "../../ports/rate-limiter.ts";
import type { Tx } from "../../ports/tx.ts";
import { tellAgents, type TellAgentsDeps } from "../conversation/tell-agents.ts";
import { beginWith } from "./begin-with.ts";
import { type InboundCase, triage, unplaced } from "./inbound-case.ts";
import {
  answerChange,
  beginByMail,
  findBrand,
  NO_TRAFFIC,
  postAsAnothers,
  type PostMailDeps,
  type Starting,
  type Taking,
} from "./post-mail.ts";

/** What taking an answer needs. */
export interface TakeAnswerDeps extends PostMailDeps, TellAgentsDeps {
  readonly clock: Clock;
  readonly keys: TokenKeys;
  readonly limiter: Pick<RateLimiter, "take">;
}

/** Where a mail by this address goes, with the conversation locked. */
interface Looked extends Answering {
  readonly isAgents: boolean;
}

/** A conversation, and who writes into it. */
interface Ahead {
  readonly id: ConversationId;
  readonly from: EmailAddress;
}

/** The conversation that a person's mail names by its token. Null: it takes more to tell. */
export function namesConversation({ from, placement, verdict }: InboundCase): Ahead | null {
  if (from === null || placement.target === null || verdict.kind !== "person") return null;
  return { id: placement.target.conversationId, from };
}

/** Looks where such a mail goes: in the same round trip in which the mail itself is locked. */
export const lookAhead = async (deps: TakeAnswerDeps, tx: Tx, ahead: Ahead | null): Promise<Looked | null> =>
  ahead === null ? null : look(tx, { ...ahead, now: deps.clock.now() });

async function look(
  tx: Tx,
  { id, from, now }: { readonly id: ConversationId | null; readonly from: EmailAddress; readonly now: Instant },
): Promise<Looked> {
  const [answering, isAgents] = await Promise.all([
    tx.inbound.lockForAnswer(id, from, capsCountFrom(now)),
    tx.inbound.isAgentAddress(from),
  ]);
  return { ...answering, isAgents };
}

/**
 * Mail by a person: placed by token or id, proved or shown to agents only; a fresh one starts a conversation. `looked`:
 * what `lookAhead` found.
 */
export async function takeAnswer(
  deps: TakeAnswerDeps,
  tx: Tx,
  found: InboundCase,
  looked: Looked | null = null,
): Promise<InboundPlace> {
  const now = deps.clock.now();
  const { from } = found;
  if (from === null) return takeNobodys(deps, tx, { found, now });
  const { place, blocked, isAgents } = looked ?? (await look(tx, { id: await findConversation(tx, found), from, now }));
  if (place === null && !blocked.sender) return takeFresh(deps, tx, { found, from, now }, isAgents);
  if (isAgents) return refuseAgents(tx, { found, from, now });
  if (place !== null) {
    const { locked, traffic } = place;
    if (blocked.sender || (blocked.person && isParticipant(locked, from))) return keptOut(locked.head.id);
    return takeInto(deps, tx, { locked, traffic, found, from, now });
  }
  return triage("blocked-sender");
}

/**
 * A fresh mail, to whom it may be answered. Under an agent's address only what a web form sends for somebody else
 * (`isAgents`).
 */
async function takeFresh(
  deps: TakeAnswerDeps,
  tx: Tx,
  { found, from, now }: Pick<Taking, "found" | "from" | "now">,
  isAgents: boolean,
): Promise<InboundPlace> {
  const brand = await findBrand(tx, found);
  const writer = await beginWith(tx, found, { keys: deps.keys, isAgentsWish: false });
  const isAnothers = writer.ok && writer.value !== found;
  if (isAgents && (!isAnothers || brand === null)) return refuseAgents(tx, { found, from, now });
  if (!writer.ok && writer.error === "own-address") return triage("own-address");
  if (brand === null) return triage("unplaced");
  return writer.ok ? startByMail(deps, tx, { brand, found, from, now }, writer.value) : triage(writer.error);
}

/** From names nobody, or several: another sender's where it belongs to a conversation, and nothing to answer elsewhere. */
async function takeNobodys(
  deps: TakeAnswerDeps,
  tx: Tx,
  { found, now }: Pick<Taking, "found" | "now">,
): Promise<InboundPlace> {
  const id = await findConversation(tx, found);
  const { place } = await tx.inbound.lockForAnswer(id, null, capsCountFrom(now));
  return place === null ? triage("no-sender") : takeInto(deps, tx, { ...place, found, from: null, now });
}

/**
 * An address in From makes nobody an agent. A team member who is proved to have written is told where replies are
 * written; a stranger under their name is told nothing.
 */
async function refuseAgents(
  tx: Tx,
  { found, from, now }: Pick<Taking, "found" | "from" | "now">,
): Promise<InboundPlace> {
  if (found.proof.aligned === "pass") {
    await tx.jobs.wake({ kind: "tell-agent", key: from, payload: { to: from, about: found.mail.id }, dueAt: now });
  }
  return triage("agent-address");
}

/** By the token, else by the mail of ours that it answers. */
async function findConversation(tx: Tx, { placement }: InboundCase): Promise<ConversationId | null> {
  if (placement.target !== null) return placement.target.conversationId;
  const [answered] = placement.answered;
  const delivery = answered === undefined ? null : await tx.deliveries.find(answered);
  return delivery?.conversationId ?? null;
}

/** Stored, and nobody hears of it; it can be read under the blocked sender, and comes back when the block is lifted. */
const keptOut = (id: ConversationId): InboundPlace => ({
  ...unplaced("ignored", "blocked-sender"),
  conversationId: id,
});

const isParticipant = ({ head }: LockedConversation, from: EmailAddress): boolean =>
  head.address !== null && isSameMailbox(head.address.email, from);

/** A mail that names a conversation; `from` null: by nobody in particular. */
type Arriving = Omit<Taking, "from"> & { readonly from: EmailAddress | null };

async function takeInto(deps: TakeAnswerDeps, tx: Tx, arriving: Arriving): Promise<InboundPlace> {
  const { locked, traffic, found, from } = arriving;
  const { head } = locked;
  const mail = { from, isProved: found.proof.aligned === "pass", target: found.placement.target };
  const speaker = whoSpeaks(head.address, mail, deps.keys);
  // Passed on by somebody whose address was taken back: agents decide whether it belongs here at all.
  if (speaker === "withdrawn-token") return { ...triage("withdrawn-token"), conversationId: head.id };
  const isAnothers = from === null || speaker === "another-sender";
  // Two helpdesks that answer each other stop here: agents read the rest in triage, and nothing calls for a reply.
  const count = isAnothers ? traffic.strangers : traffic.posted;
  if (count >= ANSWERS_A_CONVERSATION) return stopCounting(deps, tx, arriving);
  if (isAnothers) {
    return head.status === "closed" ? triage("another-sender-to-closed") : postAsAnothers(deps, tx, arriving);
  }
  const taking = { ...arriving, from };
  if (head.status === "closed") return startFollowUp(deps, tx, taking);
  const answered = findAnswered(found.placement, head.id, traffic.sent);
  const arrived = await noteArrival(tx, taking, answered);
  await tx.conversations.apply(locked, merge(arrived, await answerChange(deps, tx, taking, answered)));
  return { state: "posted", because: null, conversationId: head.id, deliveryId: answered };
}

/** An agent is told once in the hour: what comes now is read in triage. */
async function stopCounting(deps: TakeAnswerDeps, tx: Tx, { locked, traffic, now }: Arriving): Promise<InboundPlace> {
  if (traffic.capped === 0 && locked.head.status !== "closed") {
    const facts = { most: ANSWERS_A_CONVERSATION };
    const note = await tellAgents(deps, tx, locked.head, { key: "note.too-many-mails", facts, now });
    await tx.conversations.apply(locked, note);
  }
  return { ...triage("too-many-mails"), conversationId: locked.head.id };
}

/** Whoever answers a mail has got it, whatever became of the attempt: no further one is made. */
async function noteArrival(tx: Tx, { locked, traffic, now }: Taking, answered: DeliveryId | null): Promise<Change> {
  const mail = traffic.sent.find(({ deliveryId }) => deliveryId === answered);
  if (mail === undefined || !traffic.ambiguous.includes(mail.deliveryId)) return noChange(locked.head.id);
  await tx.deliveries.setState(mail.deliveryId, nextDeliveryState("ambiguous", "proved-arrived"), "answered", now);
  return accepted(locked, mail.seqs, now);
}

/**
 * A fresh mail to a support address. Mail that its own domain disowns goes to triage. `writer`: the same mail by whom it
 * is to be answered.
 */
async function startByMail(
  deps: TakeAnswerDeps,
  tx: Tx,
  starting: Starting,
  writer: InboundCase,
): Promise<InboundPlace> {
  const { aligned, dmarcPolicy } = starting.found.proof;
  if (isMarkedAsSpam(starting.found.parsed)) return triage("upstream-spam");
  if (aligned === "fail" && (dmarcPolicy === "reject" || dmarcPolicy === "quarantine")) return triage("fails-dmarc");
  const from = writer.from ?? starting.from;
  if ((await tx.inbound.lockForAnswer(null, from, starting.now)).blocked.sender) return triage("blocked-sender");
  const begun = await tx.inbound.countBegun(from, capsCountFrom(starting.now));
  if (begun >= CONVERSATIONS_A_SENDER) return triage("too-many-conversations");
  // Counted beside the transaction: a mail that is read again after a crash may count twice.
  const isKnown = writer.proof.aligned === "pass";
  const full = isKnown ? null : await deps.limiter.take("begun-unproved", UNPROVED_BEGINNINGS, starting.now);
  if (full !== null) return triage("too-many-unproved");
  const id = await beginByMail(deps, tx, { ...starting, found: writer, from, sentBy: starting.found });
  return { state: "posted", because: "new-conversation", conversationId: id, deliveryId: null };
}

/** A closed conversation stays closed: the answer starts a follow-up that is linked to it. */
async function startFollowUp(deps: TakeAnswerDeps, tx: Tx, taking: Taking): Promise<InboundPlace> {
  const { head } = taking.locked;
  const locked = await tx.conversations.insert({
    id: conversationId(deps.newId()),
    brandId: head.brandId,
    endUserId: head.endUserId,
    origin: "email",
    pageUrl: head.pageUrl,
    startedBy: null,
    followUpOf: head.id,
    subject: head.subject,
    createdAt: taking.now,
  });
  await tx.access.inherit(head.id, locked.head.id);
  const first = { ...taking, locked, traffic: NO_TRAFFIC };
  await tx.conversations.apply(locked, await answerChange(deps, tx, first, null));
  return { state: "posted", because: "follow-up", conversationId: locked.head.id, deliveryId: null };
}
