/** Why a mail came back, and what that says about the address. */
import type { BounceReason } from "./bounce-reason.ts";
import { REASONS } from "./reason-wording.ts";
import type { MailStatus } from "./status.ts";

/** The address itself is dead: writing there again can never succeed. A full, blocked or slow mailbox may. */
export const isPermanent = (reason: BounceReason): boolean => DEAD.has(reason);

const DEAD: ReadonlySet<BounceReason> = new Set(["unknown-address", "unknown-host", "moved", "takes-no-mail"]);

/** The reason in the words of the system, else by the code alone; null: neither says anything. */
export function decideReason(text: string, status: MailStatus | null): BounceReason | null {
  return wordedReason(text) ?? (status === null ? null : codedReason(status));
}

/** Tables are asked in order: what is said plainly comes before what is only hinted at. */
export function wordedReason(text: string): BounceReason | null {
  const plain = plainWords(text);
  for (const { reason, phrases } of REASONS) if (phrases.some((phrase) => phrase.test(plain))) return reason;
  return null;
}

const LOOK = 16_384;

/**
 * What the words mean, without what only looks like words: paths of help pages name every reason there is, an address may be called
 * `mailbox-full@…`, and Postfix puts "Recipient address rejected:" before whatever the reason was. "Mailbox unavailable" is the standard's text for 550 and covers everything (RFC 5321 §4.2.3).
 */
function plainWords(text: string): string {
  return text
    .slice(0, LOOK)
    .toLowerCase()
    .replaceAll(/https?:\/\/([^\s<>"'/:?]{1,253})[^\s<>"']{0,500}/g, " $1 ")
    .replaceAll(/[^\s<>"'()[\]:;,]{1,64}@[a-z0-9._-]{1,253}/g, "@")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/recipient address rejected: (?!access denied)(?=\S)/g, "")
    .replaceAll(/(?:requested action not taken: |unknown recipient or )mailbox unavailable(?: ->)?/g, "");
}

/** RFC 3463 §3, RFC 7372, RFC 7505. */
function codedReason({ class: klass, subject, detail }: MailStatus): BounceReason | null {
  if (klass === 2) return null;
  // "Mailbox disabled" as a passing state says nothing about the address.
  if (klass === 4 && subject === 2 && detail === 1) return "disabled";
  return BY_CODE.get(`${subject}.${detail}`) ?? BY_SUBJECT.get(subject) ?? null;
}

const BY_CODE: ReadonlyMap<string, BounceReason> = new Map([
  ["1.0", "unknown-address"],
  ["1.1", "unknown-address"],
  ["1.2", "unknown-host"],
  ["1.3", "unknown-address"],
  ["1.6", "moved"],
  ["1.7", "blocked"],
  ["1.8", "blocked"],
  ["1.10", "takes-no-mail"],
  ["2.0", "system"],
  ["2.1", "unknown-address"],
  ["2.2", "mailbox-full"],
  ["2.3", "too-large"],
  ["3.2", "system"],
  ["3.4", "too-large"],
  ["4.4", "unknown-host"],
  ["4.7", "expired"],
]);
const BY_SUBJECT: ReadonlyMap<number, BounceReason> = new Map([
  [3, "system"],
  [4, "network"],
  [6, "content"],
  [7, "blocked"],
]);

/** The code to give where a system gave words only. */
export const statusOfReason: Readonly<Record<BounceReason, string>> = {
  "unknown-address": "5.1.1",
  "unknown-host": "5.1.2",
  moved: "5.1.6",
  "takes-no-mail": "5.1.10",
  disabled: "5.2.1",
  "mailbox-full": "5.2.2",
  "too-large": "5.3.4",
  content: "5.6.0",
  spam: "5.7.1",
  blocked: "5.7.1",
  "too-fast": "5.7.1",
  expired: "5.4.7",
  network: "5.4.0",
  system: "5.3.0",
};
