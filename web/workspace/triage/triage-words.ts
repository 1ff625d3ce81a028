/** Which words the server's codes get. A code of a newer server shows itself. */
import type { StoredMail, TriageReason } from "../../../contract/mail/triage.ts";
import type { WordKey } from "../words-context.tsx";

const REASONS: Readonly<Record<string, WordKey>> = {
  unplaced: "triage.because.unplaced",
  "no-sender": "triage.because.no-sender",
  "agent-address": "triage.because.agent-address",
  "fails-dmarc": "triage.because.fails-dmarc",
  "another-sender-to-closed": "triage.because.another-sender-to-closed",
  "withdrawn-token": "triage.because.withdrawn-token",
  "automatic-and-unplaced": "triage.because.automatic-and-unplaced",
  "report-of-nothing-we-sent": "triage.because.report-of-nothing-we-sent",
  "blocked-sender": "triage.because.blocked-sender",
  "taken-out": "triage.because.taken-out",
  "too-many-mails": "triage.because.too-many-mails",
  "too-many-conversations": "triage.because.too-many-conversations",
  "too-many-unproved": "triage.because.too-many-unproved",
  "not-fetched": "triage.because.not-fetched",
  "too-large": "triage.because.too-large",
  "upstream-spam": "triage.because.upstream-spam",
  "no-reply-address": "triage.because.no-reply-address",
  "own-address": "triage.because.own-address",
} satisfies Readonly<Record<TriageReason, WordKey>>;

const VERDICTS: Readonly<Record<string, WordKey>> = {
  person: "mail.verdict.person",
  bounce: "mail.verdict.bounce",
  complaint: "mail.verdict.complaint",
  "auto-reply": "mail.verdict.auto-reply",
  receipt: "mail.verdict.receipt",
  list: "mail.verdict.list",
} satisfies Readonly<Record<NonNullable<StoredMail["verdict"]>, WordKey>>;

export const reasonKey = (because: string): WordKey => REASONS[because] ?? "triage.because.other";
export const verdictKey = (verdict: string): WordKey => VERDICTS[verdict] ?? "mail.verdict.other";
