import type { Attachment } from "../../domain/attachments/attachment.ts";
import { FILE_LINK_LIVES_FOR, type MailedAs, mailFiles } from "../../domain/attachments/mailing.ts";
import type { LockedConversation } from "../../domain/conversation/conversation.ts";
import { domainOf } from "../../domain/mail/email-address.ts";
import { type EmailAddress, emailAddress, type Instant, later, type Seq } from "../../domain/ids.ts";
import { textsFor } from "../../domain/mail-settings/mail-texts.ts";
import { cutToFit, type CarriedMessage, type Delivery } from "../../domain/continuity/outgoing.ts";
import { formatReplyToken, plusAddress, type TokenKeys } from "../../domain/mail/reply-address.ts";
import { replyRoute } from "../../domain/mail-settings/self-test.ts";
import { answeringSubject } from "../../domain/inbound-mail/reading/conversation-subject.ts";
import { unreachable } from "../../domain/result.ts";
import { RESUME_LINK_LIVES_FOR } from "../../domain/sessions/session.ts";
import type {
  CarriedFile,
  ComposedMail,
  MailComposer,
  MailedFile,
  MailedMessage,
  OutgoingMail,
} from "../../ports/continuity/mail-composer.ts";
import type { Brand } from "../../domain/settings/brand.ts";
import type { SupportAddress } from "../../domain/settings/support-addresses.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Secrets } from "../../ports/system.ts";
import { asShown, mailPhotos } from "./mail-faces.ts";
import { mailLogo } from "./mail-logo.ts";

/** What writing a mail needs. */
export interface WriteMailDeps {
  readonly composer: Pick<MailComposer, "compose">;
  readonly secrets: Pick<Secrets, "newToken" | "hashToken">;
  readonly keys: TokenKeys;
  readonly mailDomain: string;
  /** Origin under which browsers reach us. */
  readonly publicUrl: () => string;
  /** A mail promises "answer this mail" only where that has been proved: by the self-test, unless the way is known. */
  readonly canAnswer: boolean | "where-proved";
}

/** Enough of what came before to know what it is about, and not so much that the replies drown. */
const CONTEXT_MESSAGES = 4;
const CONTEXT_BYTES = 500;

/** Writes the mail of a delivery as things are now; called inside the transaction that freezes its bytes. */
export async function writeMail(
  deps: WriteMailDeps,
  tx: Tx,
  { head }: LockedConversation,
  { delivery, now }: { readonly delivery: Delivery; readonly now: Instant },
): Promise<ComposedMail> {
  const [first] = delivery.seqs;
  if (first === undefined) throw new Error(`delivery ${delivery.id} carries nothing`);
  const isProved = head.address?.state === "proved";
  const [written, account, user, { brand, sender }, earlier, before, hasReached, texts, subject] = await Promise.all([
    tx.deliveries.loadCarried(head.id, delivery.seqs),
    tx.settings.requireAccount(),
    tx.people.mustFindEndUser(head.endUserId),
    requireSender(tx, head.brandId),
    tx.deliveries.loadThread(head.id),
    isProved ? tx.deliveries.loadContext(head.id, first, CONTEXT_MESSAGES) : [],
    isProved || tx.deliveries.hasReached(head.id, delivery.recipient),
    tx.mailSettings.loadTexts(),
    tx.mailSettings.loadSubject(head.id, delivery.recipient),
  ]);
  const replies = asShown(written, brand.look.faces);
  const author = replies.at(-1)?.author.name ?? "";
  const { address } = sender;
  const token = formatReplyToken(head.id, delivery.recipient, deps.keys);
  const logo = await mailLogo(tx, brand, deps.mailDomain);
  const photos = await mailPhotos(tx, replies, deps.mailDomain);
  const carried = [...logo.carried, ...photos.carried];
  const linked = { head, brand, recipient: delivery.recipient, isProved, first, now };
  return deps.composer.compose({
    messageId: delivery.messageId,
    from: { name: author === "" ? brand.name : `${author} (${brand.name})`, address },
    to: delivery.recipient,
    ...(await wayToAnswer(deps, tx, { sender, token, now })),
    earlier,
    date: now,
    locale: user.locale,
    timeZone: user.timeZone ?? account.timeZone,
    brandName: brand.name,
    brandColour: brand.colour,
    brandLogo: logo.shown,
    ...(await withFiles(deps, tx, replies, { ...linked, carried, photos: photos.sources })),
    context: asShown(before, brand.look.faces).map(contextOf),
    ...(await links(deps, tx, linked)),
    notMeUrl: isProved ? null : await link(deps, tx, "not-me", linked),
    firstMail: hasReached ? null : { givenAt: head.address?.givenAt ?? head.createdAt, site: siteOf(head.pageUrl) },
    texts: textsFor(texts, user.locale),
    subject: subject ?? ownSubject(head),
  });
}

/** That of the mail that began it, where only the person who sent it reads it; null: the shipped one, or the account's. */
const ownSubject = ({ subject, address }: LockedConversation["head"]): string | null =>
  subject === null || address?.state !== "proved" ? null : answeringSubject(subject);

async function requireSender(
  tx: Tx,
  brandId: Brand["id"],
): Promise<{ readonly brand: Brand; readonly sender: SupportAddress }> {
  const [brands, addresses] = await Promise.all([tx.settings.loadBrands(), tx.settings.loadSupportAddresses()]);
  const brand = brands.find((each) => each.id === brandId);
  const defaultBrand = brands.find((each) => each.isDefault);
  // A brand without an address of its own uses the default brand's (product.md §7.2).
  const own = addresses.find((each) => each.brandId === brandId);
  const sender = own ?? addresses.find((each) => each.brandId === defaultBrand?.id) ?? addresses[0];
  if (brand === undefined || sender === undefined)
    throw new Error(`brand ${brandId} has no support address to write from`);
  return { brand, sender };
}

/**
 * Where an answer goes: by the best way that the self-test has proved. Where the mailbox supports neither tokens at the
 * mail domain nor plus addresses, our keyed Message-IDs alone carry the thread (product.md §3.1).
 */
async function wayToAnswer(
  { canAnswer, mailDomain }: WriteMailDeps,
  tx: Tx,
  { sender, token, now }: { readonly sender: SupportAddress; readonly token: string; readonly now: Instant },
): Promise<Pick<OutgoingMail, "replyTo" | "canAnswer">> {
  const atMailDomain = emailAddress(`reply+${token}@${mailDomain}`);
  if (canAnswer !== "where-proved") return { replyTo: atMailDomain, canAnswer };
  const route = replyRoute(await tx.mailSettings.loadProbes(sender.id), { address: sender.address, mailDomain, now });
  switch (route) {
    case "unproved":
      return { replyTo: atMailDomain, canAnswer: false };
    case "reply-domain":
      return { replyTo: atMailDomain, canAnswer: true };
    case "plus":
      return { replyTo: withPlus(sender.address, token) ?? sender.address, canAnswer: true };
    case "plain":
      return { replyTo: sender.address, canAnswer: true };
    default:
      return unreachable(route);
  }
}

function withPlus(address: EmailAddress, token: string): EmailAddress | null {
  const local = plusAddress(address.slice(0, address.lastIndexOf("@")), token);
  return local === null ? null : emailAddress(`${local}@${domainOf(address)}`);
}

interface Linked {
  readonly head: LockedConversation["head"];
  readonly brand: Brand;
  readonly recipient: EmailAddress;
  readonly isProved: boolean;
  /** Of the replies that it carries. */
  readonly first: Seq;
  readonly now: Instant;
}

async function links(
  deps: WriteMailDeps,
  tx: Tx,
  linked: Linked,
): Promise<Pick<OutgoingMail, "resumeUrl" | "stopUrl" | "oneClickStopUrl">> {
  const { head, brand, recipient, isProved, first, now } = linked;
  const token = deps.secrets.newToken();
  await tx.links.insert({
    tokenHash: deps.secrets.hashToken(token),
    purpose: "resume",
    conversationId: head.id,
    recipient,
    // Whoever reads mail there may be a stranger to what was said before, until they have answered.
    ...(isProved ? {} : { firstSeq: first }),
    now,
    expiresAt: later(now, RESUME_LINK_LIVES_FOR),
  });
  const stopUrl = await link(deps, tx, "stop", linked);
  return { resumeUrl: `${wayBack(deps, head.pageUrl, brand)}#ariane=${token}`, stopUrl, oneClickStopUrl: stopUrl };
}

async function link(
  deps: WriteMailDeps,
  tx: Tx,
  purpose: "stop" | "not-me",
  { head, recipient, now }: Linked,
): Promise<string> {
  const token = deps.secrets.newToken();
  const tokenHash = deps.secrets.hashToken(token);
  await tx.links.insert({ tokenHash, purpose, conversationId: head.id, recipient, now, expiresAt: null });
  // One click must be a plain POST to this address (RFC 8058 §3.1), so here the token is in the path.
  return `${deps.publicUrl()}/mail/${purpose}/${token}`;
}

/** The page where it began, if it is among the brand's allowed origins or ours; otherwise a page that we serve. */
function wayBack(deps: WriteMailDeps, pageUrl: string | null, brand: Brand): string {
  const allowed = [...brand.allowedOrigins, deps.publicUrl()];
  const isAllowed = pageUrl !== null && allowed.some((origin) => pageUrl.startsWith(`${origin}/`));
  return isAllowed ? pageUrl : `${deps.publicUrl()}/conversation`;
}

/** The replies with their files, after what the mail carries anyway: those that fit travel along, for the others a link is made. */
async function withFiles(
  deps: WriteMailDeps,
  tx: Tx,
  replies: readonly CarriedMessage[],
  {
    carried: before,
    photos,
    ...linked
  }: Linked & {
    readonly carried: readonly CarriedFile[];
    readonly photos: ReadonlyMap<string, string>;
  },
): Promise<Pick<OutgoingMail, "replies" | "files">> {
  const ways = mailFiles(replies.flatMap((reply) => reply.attachments));
  const carried = [...before];
  const said: MailedMessage[] = [];
  for (const reply of replies) {
    const files: MailedFile[] = [];
    for (const attachment of reply.attachments) {
      const contentId = `${attachment.id}@${deps.mailDomain}`;
      const way = await mailFile(deps, tx, { attachment, as: ways.get(attachment.id) ?? "linked", contentId }, linked);
      files.push({ name: attachment.name, size: attachment.size, way: way.said });
      if (way.bytes === null) continue;
      const { name, type } = attachment;
      carried.push({ name, type, bytes: way.bytes, contentId: way.said.kind === "inline" ? contentId : null });
    }
    const photo = photos.get(reply.author.photo ?? "");
    const { author, ...rest } = mailed(reply, files);
    said.push({ ...rest, author: { ...author, ...(photo === undefined ? {} : { photo }) } });
  }
  return { replies: said, files: carried };
}

interface Mailing {
  readonly attachment: Attachment;
  readonly as: MailedAs;
  readonly contentId: string;
}

async function mailFile(
  deps: WriteMailDeps,
  tx: Tx,
  { attachment, as, contentId }: Mailing,
  { head, recipient, now }: Linked,
): Promise<{ readonly said: MailedFile["way"]; readonly bytes: Uint8Array | null }> {
  if (as === "linked") {
    const token = deps.secrets.newToken();
    const until = later(now, FILE_LINK_LIVES_FOR);
    const tokenHash = deps.secrets.hashToken(token);
    await tx.attachments.insertLink(attachment.id, {
      tokenHash,
      conversationId: head.id,
      recipient,
      now,
      expiresAt: until,
    });
    // In the fragment, which no scanner asks a server for.
    return { said: { kind: "linked", url: `${deps.publicUrl()}/file#${token}`, until }, bytes: null };
  }
  const bytes = await tx.attachments.loadBytes(attachment.id);
  if (bytes === null) return { said: { kind: "named" }, bytes };
  const { image } = attachment;
  return { said: as === "inline" && image !== null ? { kind: as, contentId, ...image } : { kind: "attached" }, bytes };
}

function contextOf(message: CarriedMessage): MailedMessage {
  const named = message.attachments.map(({ name, size }) => ({ name, size, way: { kind: "named" as const } }));
  return mailed(message, named, CONTEXT_BYTES);
}

const mailed = (
  { author: { kind, name }, text, at }: CarriedMessage,
  files: readonly MailedFile[],
  most?: number,
): MailedMessage => ({
  author: { kind, name },
  at,
  files,
  ...cutToFit(text, most),
});

/** `https://shop.example/tea/oolong` → `shop.example`. */
const siteOf = (pageUrl: string | null): string | null => pageUrl?.split("/")[2] ?? null;
