import type { Attachment } from "../../domain/attachments/attachment.ts";
import { describeFile } from "../../domain/attachments/describe-file.ts";
import { postFromAnother, type StrangersPost } from "../../domain/mail/another-sender.ts";
import { type Change, merge, noChange } from "../../domain/change.ts";
import type { LockedConversation } from "../../domain/conversation/conversation.ts";
import { nextDeliveryState } from "../../domain/continuity/delivery.ts";
import { isSameMailbox, withoutPlus } from "../../domain/mail/email-address.ts";
import {
  attachmentId,
  type BrandId,
  type ConversationId,
  conversationId,
  type DeliveryId,
  type EmailAddress,
  endUserId,
  type Instant,
  messageId,
} from "../../domain/ids.ts";
import { decideMailAnswer, findAnswered } from "../../domain/inbound-mail/answer.ts";
import { capsCountFrom, CONVERSATIONS_A_SENDER, MAILS_A_CONVERSATION } from "../../domain/inbound-mail/caps.ts";
import { authorName, type MailAttachment } from "../../domain/inbound-mail/reading/parsed-mail.ts";
import { isMarkedAsSpam } from "../../domain/inbound-mail/spam-mark.ts";
import { whatWasWritten } from "../../domain/inbound-mail/written.ts";
import { chooseLocale, parseLanguageHeader } from "../../domain/locale.ts";
import { accepted } from "../../domain/continuity/outgoing.ts";
import { decideSystemNote } from "../../domain/conversation/posting.ts";
import { DELIMITER, traceOf } from "../../domain/reply-extraction/sent-trace.ts";
import type { InboundCase, InboundSteps, TriageSteps } from "../../ports/mail/inbound-steps.ts";
import type { Traffic } from "../../ports/mail/inbound-tx.ts";
import type { MailReader } from "../../ports/mail/mail-reader.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Clock, NewId } from "../../ports/system.ts";
import type { Words } from "../../ports/words.ts";

interface Deps {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly words: Words;
  readonly reader: Pick<MailReader, "blocks">;
}

type Outcome = Awaited<ReturnType<InboundSteps["takeAnswer"]>>;

/** Mail by a person: placed by token or id, proved or shown to agents only; a fresh one starts a conversation. */
export const takeAnswer =
  (deps: Deps): InboundSteps["takeAnswer"] =>
  async (tx, found) => {
    const now = deps.clock.now();
    const { from } = found;
    if (from === null) return triage("no-sender");
    const id = await findConversation(tx, found);
    // In this order: the mails are those that there are once the conversation is locked.
    const [locked, traffic, isAgents, blocked] = await Promise.all([
      id === null ? null : tx.conversations.lock(id),
      id === null ? NO_TRAFFIC : tx.inbound.loadTraffic(id, capsCountFrom(now)),
      tx.inbound.isAgentAddress(from),
      tx.blocks.look(from, id),
    ]);
    if (isAgents) return refuseAgents(tx, { found, from, now });
    if (locked !== null) {
      if (blocked.sender || (blocked.person && isParticipant(locked, from))) return keptOut(locked.head.id);
      return takeInto(deps, tx, { locked, traffic, found, from, now });
    }
    if (blocked.sender) return triage("blocked-sender");
    // A circle: we would write to ourselves.
    if ((await tx.inbound.findBrand([from])) !== null) return triage("own-address");
    const brand = await findBrand(tx, found);
    return brand === null ? triage("unplaced") : startByMail(deps, tx, { brand, found, from, now });
  };

/**
 * An address in From makes nobody an agent. A team member who is proved to have written is told where replies are
 * written; a stranger under their name is told nothing.
 */
async function refuseAgents(tx: Tx, { found, from, now }: Pick<Taking, "found" | "from" | "now">): Promise<Outcome> {
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

const NO_TRAFFIC: Traffic = { posted: 0, capped: 0, sent: [], ambiguous: [], sentTexts: [] };

/** What an agent decides in triage goes the same ways (product.md §4.13). */
export const triageSteps = (deps: Deps): TriageSteps => ({
  async attach(tx, locked, found) {
    const now = deps.clock.now();
    return postAsAnothers(deps, tx, {
      locked,
      traffic: await tx.inbound.loadTraffic(locked.head.id, capsCountFrom(now)),
      found,
      now,
    });
  },
  async begin(tx, found) {
    const brand = (await findBrand(tx, found)) ?? (await defaultBrand(tx));
    return beginByMail(deps, tx, { brand, found, from: found.from, now: deps.clock.now() });
  },
});

/** The brand that it was written to; null: to none of ours. */
const findBrand = (tx: Tx, { placement }: InboundCase): Promise<BrandId | null> =>
  tx.inbound.findBrand(placement.recipients.map(withoutPlus));

async function defaultBrand(tx: Tx): Promise<BrandId> {
  const brand = (await tx.settings.loadBrands()).find(({ isDefault }) => isDefault);
  if (brand === undefined) throw new Error("the account has no default brand");
  return brand.id;
}

const triage = (because: string): Outcome => ({ state: "triage", because, conversationId: null, deliveryId: null });

/** Stored, and nobody hears of it; it can be read under the blocked sender, and comes back when the block is lifted. */
const keptOut = (id: ConversationId): Outcome => ({
  state: "ignored",
  because: "blocked-sender",
  conversationId: id,
  deliveryId: null,
});

interface Taking {
  readonly locked: LockedConversation;
  readonly traffic: Traffic;
  readonly found: InboundCase;
  readonly from: EmailAddress;
  readonly now: Instant;
}

const isParticipant = ({ head }: LockedConversation, from: EmailAddress): boolean =>
  head.address !== null && isSameMailbox(head.address.email, from);

async function takeInto(deps: Deps, tx: Tx, taking: Taking): Promise<Outcome> {
  const { head } = taking.locked;
  // Two helpdesks that answer each other stop here: agents read the rest in triage, and nothing calls for a reply.
  if (taking.traffic.posted >= MAILS_A_CONVERSATION) return stopCounting(deps, tx, taking);
  // A token is not an identity: the participant's own address, proved by an aligned SPF or DKIM pass (product.md §4.6).
  if (!isParticipant(taking.locked, taking.from) || taking.found.proof.aligned !== "pass") {
    return head.status === "closed" ? triage("another-sender-to-closed") : postAsAnothers(deps, tx, taking);
  }
  if (head.status === "closed") return startFollowUp(deps, tx, taking);
  const answered = findAnswered(taking.found.placement, head.id, taking.traffic.sent);
  const arrived = await noteArrival(tx, taking, answered);
  await tx.conversations.apply(taking.locked, merge(arrived, await answerChange(deps, tx, taking, answered)));
  return { state: "posted", because: null, conversationId: head.id, deliveryId: answered };
}

/** An agent is told once in the hour: what comes now is read in triage. */
async function stopCounting(deps: Deps, tx: Tx, { locked, traffic, now }: Taking): Promise<Outcome> {
  if (traffic.capped === 0 && locked.head.status !== "closed") {
    const { defaultLocale } = await tx.settings.requireAccount();
    const text = deps.words.say(defaultLocale, "note.too-many-mails", { most: MAILS_A_CONVERSATION });
    await tx.conversations.apply(locked, decideSystemNote(locked.head, { id: messageId(deps.newId()), text }, now));
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

async function answerChange(
  deps: Deps,
  tx: Tx,
  { locked, traffic, found, from, now }: Taking,
  answered: DeliveryId | null,
): Promise<Change> {
  const post = await read(deps, tx, { traffic, found, now });
  const isProved = found.proof.aligned === "pass";
  // Mail from there is proof that the mailbox is alive.
  if (isProved) await tx.suppressions.liftBounce(from);
  return decideMailAnswer(locked, { from, isProved, post, sent: traffic.sent, answered }, now);
}

/** *Another sender*: agents only see it, it reads nothing and is no turn of the end user (product.md §4.6). */
async function postAsAnothers(deps: Deps, tx: Tx, taking: Omit<Taking, "from">): Promise<Outcome> {
  const { locked, traffic, found, now } = taking;
  const { head } = locked;
  const sender = found.from ?? found.parsed.from[0]?.address ?? "";
  const post = { ...(await read(deps, tx, taking)), sender };
  await tx.conversations.apply(locked, postFromAnother(locked, post, now));
  // Kept for the agent who accepts it as the participant's: then it reads what it answers.
  const answered = findAnswered(found.placement, head.id, traffic.sent);
  return { state: "posted", because: "another-sender", conversationId: head.id, deliveryId: answered };
}

type Read = Pick<StrangersPost, "id" | "name" | "text" | "cut" | "attachments" | "inboundMailId">;

/** What the person wrote, what was quoted below it, and the files that came along. */
async function read(
  deps: Deps,
  tx: Tx,
  { traffic, found, now }: Pick<Taking, "traffic" | "found" | "now">,
): Promise<Read> {
  const trace = traceOf(traffic.sentTexts, [DELIMITER]);
  const { text, cut, files } = whatWasWritten(found.parsed, deps.reader.blocks(found.parsed), trace);
  const attachments = await keep(deps, tx, files, now);
  return {
    id: messageId(deps.newId()),
    name: authorName(found.parsed),
    text,
    cut,
    attachments,
    inboundMailId: found.mail.id,
  };
}

/** The files of a mail as files of the message that follows in this transaction. */
function keep(deps: Deps, tx: Tx, files: readonly MailAttachment[], now: Instant): Promise<readonly Attachment[]> {
  return Promise.all(
    files.map(async ({ filename, contentType, bytes }) => {
      const id = attachmentId(deps.newId());
      const attachment = describeFile(id, { name: filename, declaredType: contentType, bytes });
      await tx.attachments.store(attachment, { bytes, uploadedBy: null, now });
      return attachment;
    }),
  );
}

interface Starting extends Omit<Taking, "locked" | "traffic"> {
  readonly brand: LockedConversation["head"]["brandId"];
}

/** A fresh mail to a support address. Mail that its own domain disowns goes to triage. */
async function startByMail(deps: Deps, tx: Tx, starting: Starting): Promise<Outcome> {
  const { aligned, dmarcPolicy } = starting.found.proof;
  if (isMarkedAsSpam(starting.found.parsed)) return triage("upstream-spam");
  if (aligned === "fail" && (dmarcPolicy === "reject" || dmarcPolicy === "quarantine")) return triage("fails-dmarc");
  const begun = await tx.inbound.countBegun(starting.from, capsCountFrom(starting.now));
  if (begun >= CONVERSATIONS_A_SENDER) return triage("too-many-conversations");
  const { conversationId: id } = await beginByMail(deps, tx, starting);
  return { state: "posted", because: "new-conversation", conversationId: id, deliveryId: null };
}

async function beginByMail(
  deps: Deps,
  tx: Tx,
  { brand, found, from, now }: Starting,
): Promise<{ readonly conversationId: ConversationId }> {
  const account = await tx.settings.requireAccount();
  const wanted = found.parsed.headers.get("content-language")?.[0] ?? "";
  const tag = chooseLocale(parseLanguageHeader(wanted), account.locales);
  const user = {
    id: endUserId(deps.newId()),
    name: authorName(found.parsed),
    locale: tag ?? account.defaultLocale,
    localeSource: tag === null ? ("account" as const) : ("mail" as const),
    timeZone: null,
    createdAt: now,
  };
  await tx.people.insertEndUser(user);
  const locked = await tx.conversations.insert({
    id: conversationId(deps.newId()),
    brandId: brand,
    endUserId: user.id,
    origin: "email",
    pageUrl: null,
    startedBy: null,
    followUpOf: null,
    createdAt: now,
  });
  const taking = { locked, traffic: NO_TRAFFIC, found, from, now };
  await tx.conversations.apply(locked, await answerChange(deps, tx, taking, null));
  return { conversationId: locked.head.id };
}

/** A closed conversation stays closed: the answer starts a follow-up that is linked to it. */
async function startFollowUp(deps: Deps, tx: Tx, taking: Taking): Promise<Outcome> {
  const { head } = taking.locked;
  const locked = await tx.conversations.insert({
    id: conversationId(deps.newId()),
    brandId: head.brandId,
    endUserId: head.endUserId,
    origin: "email",
    pageUrl: head.pageUrl,
    startedBy: null,
    followUpOf: head.id,
    createdAt: taking.now,
  });
  await tx.access.inherit(head.id, locked.head.id);
  // It quotes what was mailed in the conversation that it follows.
  const traffic = { ...NO_TRAFFIC, sentTexts: taking.traffic.sentTexts };
  await tx.conversations.apply(locked, await answerChange(deps, tx, { ...taking, locked, traffic }, null));
  return { state: "posted", because: "follow-up", conversationId: locked.head.id, deliveryId: null };
}
