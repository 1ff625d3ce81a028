/** A mail known to be a bounce → what it says. The machine-readable part first, then the quoted answer, then the words. */
import type { ParsedMail } from "../reading/parsed-mail.ts";
import { addressIn, headerAddress, partsOfType, readableText } from "../reading/parts.ts";
import { type DeliveryReport, type RecipientStatus, readDeliveryStatus, readInlineStatus } from "./delivery-status.ts";
import type { BounceReason } from "./bounce-reason.ts";
import type { JsonNotice } from "./json-notice.ts";
import { decideReason, isPermanent, statusOfReason, wordedReason } from "./reason.ts";
import { readReturned } from "./returned-message.ts";
import { isRefusedAfterRecipient } from "./refused-after-recipient.ts";
import { type SmtpAnswer, findSmtpAnswer } from "./smtp-answer.ts";
import { type MailStatus, formatStatus, isGeneric, parseStatus } from "./status.ts";

export interface Bounce {
  /** RFC 3463 class.subject.detail as told, or the nearest to what was told in words; null: nothing to go by. */
  readonly status: string | null;
  /**
   * The address itself is dead (no such user or host, moved, takes no mail): no mail will ever arrive there.
   * False: full, blocked, too large, given up … another mail may arrive. Null: the bounce does not say.
   */
  readonly permanent: boolean | null;
  readonly reason: BounceReason | null;
  /** False for a warning that delivery is late while the system still tries. */
  readonly isFinal: boolean;
  /** What the refusing system said, for agents; one line. */
  readonly diagnostic: string | null;
  readonly recipient: string | null;
  /** Of the mail that came back, without angle brackets. */
  readonly originalMessageId: string | null;
}

export function readBounce(mail: ParsedMail): Bounce {
  const returned = readReturned(mail);
  const report = readDeliveryStatus(mail) ?? readInlineStatus(returned.notice) ?? readWrappedStatus(mail);
  const told = report === null ? null : mainRecipient(report);
  const isFinal = !isWarning(mail, told);
  const reported = findSmtpAnswer(told?.diagnostic ?? "");
  const answer = reported ?? findSmtpAnswer(noticeBody(returned.notice));
  const words = [told?.diagnostic ?? "", reported === null ? (answer?.text ?? "") : ""].join(" ").trim();
  const coded = codedStatus(told, answer);
  const worded =
    answer !== null && TAKES_NO_MAIL.has(answer.code) && wordedReason(words) === null
      ? "takes-no-mail"
      : reasonOf({ words, notice: returned.notice, subject: mail.subject, status: coded });
  const reason =
    worded === "unknown-address" && isRefusedAfterRecipient(words, returned.notice, coded) ? "blocked" : worded;
  return {
    status: coded === null || isGeneric(coded) ? vagueStatus(coded, reason, isFinal) : formatStatus(coded),
    permanent: reason === null ? null : isPermanent(reason),
    reason,
    isFinal,
    diagnostic: oneLine(words) ?? oneLine(returned.notice),
    recipient:
      told?.recipient ?? headerAddress(mail, "x-failed-recipients") ?? returned.to ?? addressIn(returned.notice),
    originalMessageId: returned.messageId ?? report?.originalMessageId ?? headerId(mail),
  };
}

/** A bounce that some gateway wrapped into a notice of its own, in the text or as the returned mail. */
function readWrappedStatus(mail: ParsedMail): DeliveryReport | null {
  const wrapped = [readableText(mail), ...partsOfType(mail, ["message/rfc822"]).map((part) => part.text ?? "")];
  for (const text of wrapped) {
    const report = /^Content-Type:\s{0,8}multipart\/report/im.test(text) ? readInlineStatus(text) : null;
    if (report !== null) return report;
  }
  return null;
}

/** RFC 7504: a host that takes no mail at all, and a domain that takes none. */
const TAKES_NO_MAIL: ReadonlySet<number | null> = new Set([521, 556]);

/** A bounce that a provider tells in JSON. */
export function readToldBounce(notice: JsonNotice): Bounce {
  const answer = findSmtpAnswer(notice.diagnostic ?? "");
  const coded = parseStatus(notice.status ?? "") ?? answer?.status ?? classOf(answer?.code ?? null);
  const reason = reasonOf({ words: notice.diagnostic ?? "", notice: "", subject: "", status: coded });
  return {
    status: coded === null ? (notice.isPermanent ? "5.0.0" : "4.0.0") : formatStatus(coded),
    permanent: reason === null ? null : isPermanent(reason),
    reason,
    isFinal: true,
    diagnostic: oneLine(notice.diagnostic ?? ""),
    recipient: notice.recipient,
    originalMessageId: notice.originalMessageId,
  };
}

/** Of several recipients the first that failed speaks; our own mail has one. */
function mainRecipient(report: DeliveryReport): RecipientStatus | null {
  const { recipients } = report;
  return (
    recipients.find(({ action }) => action === "failed") ??
    recipients.find(({ action }) => action === "delayed") ??
    recipients[0] ??
    null
  );
}

function isWarning(mail: ParsedMail, told: RecipientStatus | null): boolean {
  if (told?.action === "failed") return false;
  return told?.action === "delayed" || WARNING_SUBJECT.test(mail.subject);
}

const WARNING_SUBJECT =
  /\((?:delay(?:ed)?|warning)\)|^(?:warning|delayed|delivery (?:delayed|delay))|: ?(?:delayed|warning)|still being retried|will be retried/i;

/** Without the lines that only name who reports to whom, where numbers mean something else. */
const noticeBody = (notice: string): string => notice.slice(0, 20_000);

/** The Status field unless it is vague; then what the server said, when both agree on the class. */
function codedStatus(told: RecipientStatus | null, answer: SmtpAnswer | null): MailStatus | null {
  const field = told?.status ?? null;
  const said = answer?.status ?? classOf(answer?.code ?? null);
  if (field === null) return said;
  // Some systems write a passing code over a server's final answer and give up all the same.
  if (told?.action === "failed" && field.class === 4 && said?.class === 5 && !isGeneric(said)) return said;
  if (isGeneric(field) && said !== null && !isGeneric(said) && said.class === field.class) return said;
  return field;
}

function classOf(code: number | null): MailStatus | null {
  if (code === null) return null;
  return { class: code >= 500 ? 5 : 4, subject: 0, detail: 0 };
}

interface Said {
  readonly words: string;
  readonly notice: string;
  readonly subject: string;
  readonly status: MailStatus | null;
}

/** The server's own words count first; the notice around them is mostly the reporting system's boilerplate. */
function reasonOf({ words, notice, subject, status }: Said): BounceReason | null {
  const fromWords = words === "" ? null : wordedReason(words);
  if (fromWords !== null) return fromWords;
  if (status !== null && !isGeneric(status)) return decideReason("", status) ?? wordedReason(notice);
  return wordedReason(notice) ?? wordedReason(subject);
}

/** A system that gave words or a class only: the code nearest to them. */
function vagueStatus(coded: MailStatus | null, reason: BounceReason | null, isFinal: boolean): string | null {
  if (coded !== null) return formatStatus(coded);
  if (reason === null) return isFinal ? "5.0.0" : "4.0.0";
  return isFinal ? statusOfReason[reason] : `4${statusOfReason[reason].slice(1)}`;
}

function headerId(mail: ParsedMail): string | null {
  return (
    mail.headers.get("x-original-message-id")?.[0]?.replaceAll(/[<>\s]/g, "") ??
    mail.inReplyTo[0] ??
    mail.references.at(-1) ??
    null
  );
}

function oneLine(text: string): string | null {
  const line = text.slice(0, 4_000).replaceAll(/\s+/g, " ").trim().slice(0, 1_000);
  return line === "" ? null : line;
}
