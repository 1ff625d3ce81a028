import { isSameMailbox, parseEmailAddress } from "../../domain/mail/email-address.ts";
import type { InboundMailId } from "../../domain/ids.ts";
import { isSoleAuthor, soleSender } from "../../domain/inbound-mail/author/author.ts";
import { correspondentsOf } from "../../domain/inbound-mail/author/correspondents.ts";
import { withoutForgedResults } from "../../domain/inbound-mail/authentication-results.ts";
import { dedupeKey } from "../../domain/inbound-mail/dedupe.ts";
import { isThroughOwnGroup } from "../../domain/inbound-mail/own-group.ts";
import { findLoopSign, type LoopSign } from "../../domain/inbound-mail/automatic/loop.ts";
import { authorName, languagesNamed, type ParsedMail } from "../../domain/inbound-mail/reading/parsed-mail.ts";
import { previewOf } from "../../domain/inbound-mail/reading/preview.ts";
import { localPart, placeMail } from "../../domain/inbound-mail/place-mail.ts";
import { decideVerdict, mayBePersons, onlyAsksForNoAnswer } from "../../domain/inbound-mail/verdict.ts";
import { isOwnMessageId, parseReplyToken, parseReturnPathToken } from "../../domain/mail/reply-address.ts";
import { type InboundPlace, isSmall } from "../../domain/inbound-mail/inbound-mail.ts";
import type { Written } from "../../domain/inbound-mail/written.ts";
import type { LeasedJob } from "../../ports/job-tx.ts";
import type { MailReader } from "../../ports/mail/mail-reader.ts";
import type { SenderProof } from "../../domain/inbound-mail/sender-proof.ts";
import type { Store } from "../../ports/store.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Secrets } from "../../ports/system.ts";
import { inTheNameOf, type InboundCase, unplaced } from "../../steps/mail/inbound-case.ts";
import { copiedTo } from "../../steps/mail/copied-to.ts";
import { lookAhead, namesConversation, takeAnswer, type TakeAnswerDeps } from "../../steps/mail/take-answer.ts";
import { takeAutomatic } from "../../steps/mail/take-automatic.ts";
import { takeReport, type TakeReportDeps } from "../../steps/mail/take-report.ts";
import { readSelfTest, type SelfTestMailDeps, takeSelfTest } from "../../steps/mail/take-self-test.ts";

export interface ReadInboundMailDeps extends TakeAnswerDeps, TakeReportDeps, SelfTestMailDeps {
  readonly store: Store;
  readonly secrets: Pick<Secrets, "digest">;
  readonly mailDomain: string;
  readonly reader: MailReader;
}

/**
 * Reads a stored mail: the pipeline of product.md §4.2. Everything that needs time or a network (parsing, DNS) happens
 * before the one transaction that settles it and takes its job off. Safe to run again: a settled mail stays as it is.
 */
export async function readInboundMail(
  deps: ReadInboundMailDeps,
  job: LeasedJob,
  id: InboundMailId,
): Promise<"settled" | "settled-before"> {
  const mail = await deps.store.mails.load(id);
  if (mail?.state !== "stored") return "settled-before";
  const selfTest = await readSelfTest(deps, mail);
  if (selfTest !== null) {
    await deps.store.transaction((tx) => takeSelfTest(tx, mail, selfTest));
    return "settled-before";
  }
  // Behind a server of the operator's that signs with our name too, it is that server's work to remove forged ones.
  const forged = mail.door === "smtp" ? [deps.mailDomain] : [];
  const parsed = withoutForgedResults(await deps.reader.parse(mail.raw), forged);
  const proof = onlyOf(parsed, await deps.reader.prove(mail, parsed));
  const placement = placeMail(parsed, mail.recipients, deps.keys);
  const written = await readWords(deps, parsed, placement);
  const found: InboundCase = {
    mail,
    parsed,
    written,
    language: await findLanguage(deps, { parsed, placement, written }),
    proof,
    placement,
    verdict: decideVerdict(parsed, knowsEnvelope(mail) ? { from: mail.envelopeFrom } : null),
    from: soleSender(parsed),
  };
  const road = chooseRoad(deps, found);
  const key = road === "deduped" ? keyOf(deps, found) : null;
  const ahead = road === "deduped" ? namesConversation(found) : null;
  const settling = async (tx: Tx): Promise<"settled" | "settled-before"> => {
    const [locked, looked] = await Promise.all([tx.inbound.lock(id, key), lookAhead(deps, tx, ahead)]);
    // Another worker may have settled it while this one was reading.
    if (locked?.state !== "stored") return "settled-before";
    const outcome = locked.isFirst
      ? await settle(deps, tx, { found, road, looked })
      : unplaced("duplicate", "seen-before");
    await tx.inbound.settle(id, {
      ...outcome,
      verdict: found.verdict.kind,
      fromAddress: parsed.from[0]?.address ?? null,
      fromName: authorName(parsed),
      subject: parsed.subject,
      copiedTo: await copiedTo(tx, found, deps.keys),
      messageId: parsed.messageId,
      preview: previewOf(parsed),
      dedupeKey: locked.isFirst ? key : null,
    });
    await tx.jobs.remove(job);
    return "settled";
  };
  // It locks this conversation and no other: several of that kind go together.
  return ahead === null || !isSmall(mail) ? deps.store.transaction(settling) : deps.store.together(ahead.id, settling);
}

/** With the help of what we mailed where it belongs. */
async function readWords(
  { store, reader }: ReadInboundMailDeps,
  parsed: ParsedMail,
  { target, answered: [answered] }: InboundCase["placement"],
): Promise<Written> {
  const mailed = { conversationId: target?.conversationId ?? null, deliveryId: answered ?? null };
  return reader.written(parsed, await store.mails.loadSentTexts(mailed));
}

/** Of a mail that may begin a conversation, and does not say it. */
async function findLanguage(
  { reader }: ReadInboundMailDeps,
  { parsed, placement, written }: Pick<InboundCase, "parsed" | "placement" | "written">,
): Promise<string | null> {
  const isPlaced = placement.target !== null || placement.answered.length > 0;
  return isPlaced || languagesNamed(parsed).length > 0 ? null : reader.languageOf(written.text);
}

/** Who is proved and who is shown were read by two programs: where they differ, nobody is proved (product.md §4.6). */
function onlyOf({ from }: ParsedMail, proof: SenderProof): SenderProof {
  if (isSoleAuthor(proof.author, from)) return proof;
  return { ...proof, author: null, aligned: proof.aligned === "pass" ? "unverified" : proof.aligned };
}

/** In a mailbox, and in what a webhook brings, the envelope is gone: no sender in it says nothing. */
const knowsEnvelope = ({ door }: InboundCase["mail"]): boolean => door === "smtp" || door === "lmtp";

/** `report`: about one of our mails. A loop: why it is taken for one. `deduped`: the same twice is one mail. */
type Road = "report" | "deduped" | { readonly loop: LoopSign };

function chooseRoad(deps: ReadInboundMailDeps, { parsed, verdict }: InboundCase): Road {
  if (verdict.kind === "bounce" || verdict.kind === "complaint") return "report";
  const loop = findLoopSign(parsed, {
    isOurMessageId: (messageId) => isOwnMessageId(messageId, deps.keys),
    isOurAddress: (address) => isTokenAddress(deps, address),
  });
  return loop === null ? "deduped" : { loop };
}

interface Settling {
  readonly found: InboundCase;
  readonly road: Road;
  readonly looked: Awaited<ReturnType<typeof lookAhead>>;
}

async function settle(deps: ReadInboundMailDeps, tx: Tx, { found, road, looked }: Settling): Promise<InboundPlace> {
  if (road === "report") return takeReport(deps, tx, found);
  if (road !== "deduped") return unplaced("ignored", road.loop);
  if (found.verdict.kind === "person") return takeAnswer(deps, tx, found, looked);
  if (isFreshFromPerson(found) || (await isParticipantsOwn(tx, found))) return takeAnswer(deps, tx, found);
  const throughGroup = await readThroughGroup(tx, found);
  return throughGroup === null ? takeAutomatic(tx, found) : takeAnswer(deps, tx, throughGroup);
}

/** It names no conversation, only asks not to be answered, and says something (product.md §4.10). */
const isFreshFromPerson = ({ verdict, placement, written }: InboundCase): boolean =>
  onlyAsksForNoAnswer(verdict) &&
  placement.target === null &&
  placement.answered.length === 0 &&
  written.nothingBut === null;

/**
 * What asks not to be answered, or came through a list, proves no machine: where it names a conversation of ours, is
 * proved to come from its participant and says something of its own, a person wrote it (product.md §4.10).
 */
async function isParticipantsOwn(tx: Tx, { verdict, placement, proof, from, written }: InboundCase): Promise<boolean> {
  if (!mayBePersons(verdict) || proof.aligned !== "pass" || from === null || written.nothingBut !== null) return false;
  const [answered] = placement.answered;
  const delivery = answered === undefined ? null : await tx.deliveries.find(answered);
  const id = placement.target?.conversationId ?? delivery?.conversationId ?? null;
  const locked = id === null ? null : await tx.conversations.lock(id);
  const address = locked?.head.address ?? null;
  return address !== null && isSameMailbox(address.email, from);
}

/**
 * A fresh mail to a support address that is a group itself: a person's, by whoever wrote it to the group. Null: another
 * list's.
 */
async function readThroughGroup(tx: Tx, found: InboundCase): Promise<InboundCase | null> {
  const { mail, parsed, verdict, placement } = found;
  if (verdict.kind !== "list") return null;
  const envelope = knowsEnvelope(mail) ? { from: mail.envelopeFrom } : null;
  for (const recipient of placement.recipients) {
    const support = parseEmailAddress(recipient);
    if (!support.ok || !isThroughOwnGroup(parsed, envelope, support.value)) continue;
    if ((await tx.inbound.findBrand([support.value])) === null) continue;
    const isRewritten = found.from !== null && isSameMailbox(found.from, support.value);
    if (!isRewritten) return found;
    return inTheNameOf(found, correspondentsOf(parsed, found.from).find(({ isAuthor }) => !isAuthor) ?? null);
  }
  return null;
}

/** The same mail twice is one mail; the same id with other words is another, and is kept. */
function keyOf({ secrets }: ReadInboundMailDeps, { parsed, placement }: InboundCase): string {
  const { key, bodyHash } = dedupeKey(parsed, placement.recipient, secrets.digest);
  return `${key}:${bodyHash}`;
}

const isTokenAddress = (deps: ReadInboundMailDeps, address: string): boolean =>
  parseReplyToken(localPart(address), deps.keys).kind === "ours" ||
  parseReturnPathToken(localPart(address), deps.keys).kind === "ours";
