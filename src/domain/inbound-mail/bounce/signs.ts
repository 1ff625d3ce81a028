/**
 * Is this mail a bounce? A sign must come from the mail system itself: who sends it and in which form.
 * What a text says proves nothing alone, since people forward, quote and complain about bounces.
 */
import type { ParsedMail } from "../reading/parsed-mail.ts";
import {
  type MailEnvelope,
  hasNullSender,
  isFromDaemon,
  isFromListManager,
  isFromPostmaster,
  isNoReply,
} from "../automatic/machine-sender.ts";
import { partsOfType, readableText } from "../reading/parts.ts";
import { hasDeliveryStatus } from "./delivery-status.ts";
import { wordedReason } from "./reason.ts";
import { findSeparator } from "./returned-message.ts";
import { FAILURE_PHRASES, FAILURE_SUBJECTS } from "./wording.ts";

/** What convinced us, for the log and for tests. */
type BounceSign =
  | "delivery-report"
  | "failed-recipients-header"
  | "daemon-with-status"
  | "daemon-says-so"
  | "postmaster-says-so"
  | "null-sender-says-so"
  | "nobody-says-so"
  | "no-reply-returns-mail"
  | "list-refuses";

/** The first sign that holds, or null. */
export function findBounceSign(mail: ParsedMail, envelope: MailEnvelope | null): BounceSign | null {
  const isReport = hasDeliveryStatus(mail);
  if (isReport && mail.contentType === "multipart/report") return "delivery-report";
  if (mail.reportType === "delivery-status" || mail.headers.has("x-ms-embedded-report")) return "delivery-report";

  const isNull = hasNullSender(mail, envelope);
  const isDaemon = isFromDaemon(mail, envelope);
  const isPostmaster = isFromPostmaster(mail);
  // Mail systems leave From out or fill it with words; a person's mail program cannot.
  const isNobody = mail.from.every(({ address }) => !address.includes("@"));
  if (isReport && (isNull || isDaemon || isPostmaster || isNobody)) return "daemon-with-status";
  if (mail.headers.has("x-failed-recipients") && (isNull || isDaemon || isPostmaster))
    return "failed-recipients-header";

  const subject = saysFailure(mail.subject, FAILURE_SUBJECTS);
  const text = readableText(mail).slice(0, LOOK);
  const body = saysFailure(text, FAILURE_PHRASES);
  if (isDaemon && (subject || body || returnsMail(mail))) return "daemon-says-so";
  if (isNull && (subject || (body && !isAutomaticAnswer(mail)))) return "null-sender-says-so";
  const isReturned = returnsMail(mail) || returnsHeader(text);
  if (isPostmaster && (subject ? body || isReturned || wordedReason(text) !== null : hasTranscript(mail, text)))
    return "postmaster-says-so";
  if (isNobody && subject && body) return "nobody-says-so";
  const isNobodys = mail.from.some(({ address }) => isNoReply(address));
  if (isNobodys && body && (returnsText(text) || (subject && isReturned))) return "no-reply-returns-mail";
  return refusesForList(mail, subject || body) ? "list-refuses" : null;
}

/** A notice says its business at the top. */
const LOOK = 6_000;

const saysFailure = (text: string, wording: readonly RegExp[]): boolean => wording.some((phrase) => phrase.test(text));

/** The returned mail stands in the text, under the line that announces it. */
const returnsText = (text: string): boolean =>
  /^(?:Received|Message-ID|Return-Path):/im.test(text) && findSeparator(text) !== null;

/** The same without such a line: two of the fields that only a mail under way has, as when a carrier puts it below its words. */
const returnsHeader = (text: string): boolean =>
  new Set(
    Array.from(text.matchAll(/^(Received|Message-ID|Return-Path|MIME-Version|DKIM-Signature):/gim), ([, name]) =>
      name?.toLowerCase(),
    ),
  ).size >= 2;

/** A list manager that says why it does not pass a mail on. `saysSo`: what it says is what bounces say. */
const refusesForList = (mail: ParsedMail, saysSo: boolean): boolean =>
  (mail.headers.has("x-mlserver") && LIST_REFUSAL.test(mail.subject)) ||
  (isFromListManager(mail) &&
    (saysSo || LIST_REFUSAL.test(mail.subject)) &&
    REFUSES_POST.test(readableText(mail).slice(0, LOOK)));

/** In the words of Mailman, LISTSERV, Majordomo, ezmlm, Sympa, mlmmj. */
const REFUSES_POST =
  /not (?:allowed|authori[sz]ed|permitted) to (?:post|send)|(?:automatically|been|was|were) rejected|only (?:subscribers|members)|not (?:a )?(?:subscriber|member|subscribed)|could not be posted|(?:posting|message) (?:is |was )?(?:rejected|denied|refused)|cannot be distributed|unable to distribute|could not be delivered|delivery (?:error|fail)/i;

/** How list managers head the mail they do not pass on. */
const LIST_REFUSAL =
  /^(?:\[[^\]]{1,40}\] ?)?(?:reject(?:ed)? (?:mail|posting|post|message)|(?:your )?(?:message|post(?:ing)?) to [^:]{1,80} (?:rejected|was rejected|denied|refused)|not member|non-?member|loop alert|[^:]{0,40}mail rejection|[^:]{0,20}error(?: message| report)?\b)/i;

/** Under any subject: a server's refusal quoted as it stands, with the mail it refused or the command that named the recipient. */
const hasTranscript = (mail: ParsedMail, text: string): boolean =>
  /^[\s<>.]{0,8}5\d\d[ -]\S/m.test(text) && (returnsMail(mail) || /^\s{0,8}(?:>>> )?RCPT TO:/im.test(text));

const returnsMail = (mail: ParsedMail): boolean =>
  partsOfType(mail, ["message/rfc822", "text/rfc822-headers"]).length > 0;

/** A vacation notice may come from the null sender, and may well say that somebody "is not available". */
const isAutomaticAnswer = (mail: ParsedMail): boolean =>
  /^auto-replied/i.test(mail.headers.get("auto-submitted")?.[0] ?? "") && !mail.headers.has("x-failed-recipients");
