/** Posting what a person wrote by mail: as the participant's, as another sender's, or as the beginning of a conversation. */
import type { Attachment } from "../../domain/attachments/attachment.ts";
import { describeFile } from "../../domain/attachments/describe-file.ts";
import { type Change, merge, noChange } from "../../domain/change.ts";
import type { LockedConversation } from "../../domain/conversation/conversation.ts";
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
import { authorsNamed } from "../../domain/inbound-mail/author/author.ts";
import { conversationSubject } from "../../domain/inbound-mail/reading/conversation-subject.ts";
import { decideMailAnswer, findAnswered } from "../../domain/inbound-mail/answer.ts";
import { authorName, languagesNamed, type MailAttachment } from "../../domain/inbound-mail/reading/parsed-mail.ts";
import { chooseLocale } from "../../domain/locale.ts";
import { postFromAnother, type StrangersPost } from "../../domain/mail/another-sender.ts";
import { withoutPlus } from "../../domain/mail/email-address.ts";
import type { Traffic } from "../../ports/mail/inbound-tx.ts";
import type { InboundPlace } from "../../domain/inbound-mail/inbound-mail.ts";
import type { NewId } from "../../ports/system.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Words } from "../../ports/words.ts";
import { tellAgents, type TellAgentsDeps } from "../conversation/tell-agents.ts";
import type { InboundCase } from "./inbound-case.ts";

/** What posting a mail needs. */
export interface PostMailDeps {
  readonly newId: NewId;
  readonly words: Words;
}

/** A mail, and the conversation that it belongs to. */
export interface Taking {
  readonly locked: LockedConversation;
  readonly traffic: Traffic;
  readonly found: InboundCase;
  readonly from: EmailAddress;
  readonly now: Instant;
}

/** Of a conversation that has only begun. */
export const NO_TRAFFIC: Traffic = { posted: 0, strangers: 0, capped: 0, sent: [], ambiguous: [] };

/** The brand that it was written to; null: to none of ours. */
export const findBrand = (tx: Tx, { placement }: InboundCase): Promise<BrandId | null> =>
  tx.inbound.findBrand(placement.recipients.map(withoutPlus));

/** The participant's own words, proved or the first of a conversation. What they answer has reached them. */
export async function answerChange(
  deps: PostMailDeps,
  tx: Tx,
  { locked, traffic, found, from, now }: Taking,
  answered: DeliveryId | null,
): Promise<Change> {
  const post = await read(deps, tx, { locked, found, now });
  const isProved = found.proof.aligned === "pass";
  // Mail from there is proof that the mailbox is alive, by whatever capitals it was given.
  if (isProved) await tx.suppressions.liftBounce(locked.head.address?.email ?? from);
  return decideMailAnswer(locked, { from, isProved, post, sent: traffic.sent, answered }, now);
}

/** *Another sender*: agents only see it, it reads nothing and is no turn of the end user (product.md §4.6). */
export async function postAsAnothers(deps: PostMailDeps, tx: Tx, taking: Omit<Taking, "from">): Promise<InboundPlace> {
  const { locked, traffic, found, now } = taking;
  const { head } = locked;
  const several = found.parsed.from.length > 1;
  const sender = several || found.from === null ? authorsNamed(found.parsed) : found.from;
  const post = { ...(await read(deps, tx, taking)), sender };
  await tx.conversations.apply(locked, postFromAnother(locked, post, now));
  // Kept for the agent who accepts it as the participant's: then it reads what it answers.
  const answered = findAnswered(found.placement, head.id, traffic.sent);
  return { state: "posted", because: "another-sender", conversationId: head.id, deliveryId: answered };
}

type Read = Pick<StrangersPost, "id" | "name" | "text" | "cut" | "attachments" | "inboundMailId">;

/** What the person wrote, what was quoted below it, and the files that came along. */
async function read(deps: PostMailDeps, tx: Tx, taking: Pick<Taking, "locked" | "found" | "now">): Promise<Read> {
  const { found, now } = taking;
  const { cut, files } = found.written;
  const attachments = await keep(deps, tx, files, now);
  return {
    id: messageId(deps.newId()),
    name: authorName(found.parsed),
    text: await textOf(deps, tx, taking),
    cut,
    attachments,
    inboundMailId: found.mail.id,
  };
}

/** In the person's language it says of what a mail consists that says nothing: an empty message looks as if something were lost. */
async function textOf(
  { words }: PostMailDeps,
  tx: Tx,
  { locked, found: { written } }: Pick<Taking, "locked" | "found">,
): Promise<string> {
  if (written.nothingBut === null || written.text !== "") return written.text;
  const { locale } = await tx.people.mustFindEndUser(locked.head.endUserId);
  return words.say(locale, `mail.only-${written.nothingBut}`);
}

/** The files of a mail as files of the message that follows in this transaction. */
function keep(
  deps: PostMailDeps,
  tx: Tx,
  files: readonly MailAttachment[],
  now: Instant,
): Promise<readonly Attachment[]> {
  return Promise.all(
    files.map(async ({ filename, contentType, bytes }) => {
      const id = attachmentId(deps.newId());
      const file = { name: filename, declaredType: contentType, start: bytes, size: bytes.length };
      const attachment = describeFile(id, file);
      await tx.attachments.store(attachment, { bytes, uploadedBy: null, now });
      return attachment;
    }),
  );
}

/** Where a conversation begins, and with what. */
export interface Starting extends Omit<Taking, "locked" | "traffic"> {
  readonly brand: BrandId;
}

/** A new conversation with whoever wrote, of that brand. `sentBy`: the same mail by whom From names. */
export async function beginByMail(
  deps: PostMailDeps & TellAgentsDeps,
  tx: Tx,
  { brand, found, from, now, sentBy }: Starting & { readonly sentBy: InboundCase },
): Promise<ConversationId> {
  const account = await tx.settings.requireAccount();
  const tag = chooseLocale([...languagesNamed(found.parsed), found.language], account.locales);
  const user = {
    id: endUserId(deps.newId()),
    // Nobody who writes by mail is a nameless visitor: their address says who they are.
    name: authorName(found.parsed) ?? from,
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
    subject: conversationSubject(found.parsed.subject),
    createdAt: now,
  });
  const taking = { locked, traffic: NO_TRAFFIC, found, from, now };
  const said = await answerChange(deps, tx, taking, null);
  const note = sentBy === found ? noChange(locked.head.id) : await tellBoth(deps, tx, taking, sentBy);
  await tx.conversations.apply(locked, merge(said, note));
  return locked.head.id;
}

/** Agents see who sent it as well as whom they answer (product.md §4.5). */
function tellBoth(
  deps: TellAgentsDeps,
  tx: Tx,
  { locked, from, now }: Pick<Taking, "locked" | "from" | "now">,
  { parsed }: InboundCase,
): Promise<Change> {
  const facts = { sender: [authorName(parsed) ?? "", `<${authorsNamed(parsed)}>`].join(" ").trim(), address: from };
  return tellAgents(deps, tx, locked.head, { key: "note.sent-for", facts, now });
}
