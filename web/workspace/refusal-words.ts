/** Which sentence a refusal gets: one table for the whole workspace. A code without a sentence shows a general one with the code. */
import type { RefusalBody } from "../../contract/shared.ts";
import type { Refusal } from "../kit/answer.ts";
import { Refused } from "./api.ts";
import type { MessageArguments } from "../ui/words.ts";
import type { WordKey } from "./words-context.tsx";

/** What only a visitor or a mail provider meets. */
type MetByOthers =
  "identity-refused" | "join-unconfirmed" | "address-bounced" | "session-unknown" | "signature-invalid";
type MetByAgents =
  Exclude<RefusalBody["code"], MetByOthers> | "offline" | "unreachable" | "answer-unreadable" | "server-trouble";

const KEYS: Readonly<Record<string, WordKey>> = {
  "address-non-ascii": "refusal.address-non-ascii",
  "address-no-mail": "refusal.address-no-mail",
  "address-shape": "refusal.address-shape",
  "address-too-long": "refusal.address-too-long",
  "already-accepted": "refusal.already-accepted",
  "already-mailed": "refusal.already-mailed",
  "already-set-up": "refusal.already-set-up",
  "changed-meanwhile": "refusal.changed-meanwhile",
  "colour-contrast": "refusal.colour-contrast",
  "conversation-closed": "refusal.conversation-closed",
  "conversation-full": "refusal.conversation-full",
  "dkim-key-unknown": "refusal.dkim-key-unknown",
  "dkim-not-published": "refusal.dkim-not-published",
  "email-taken": "refusal.email-taken",
  "file-empty": "refusal.file-empty",
  "file-too-large": "refusal.file-too-large",
  "file-unknown": "refusal.file-unknown",
  "first-admin-code-wrong": "refusal.first-admin-code-wrong",
  "host-unknown": "refusal.host-unknown",
  "identity-key-invalid": "refusal.identity-key-invalid",
  "identity-key-taken": "refusal.identity-key-taken",
  "identity-keys-full": "refusal.identity-keys-full",
  "last-admin": "refusal.last-admin",
  "last-support-address": "refusal.last-support-address",
  "link-invalid": "refusal.link-invalid",
  "locale-unknown": "refusal.locale-unknown",
  "logo-drawing": "refusal.logo-drawing",
  "logo-size": "refusal.logo-size",
  "logo-type": "refusal.logo-type",
  "mail-capped": "refusal.mail-capped",
  "mail-not-taken": "refusal.mail-not-taken",
  "mail-text-invalid": "refusal.mail-text-invalid",
  "message-empty": "refusal.message-empty",
  "messaging-off": "refusal.messaging-off",
  "no-address": "refusal.no-address",
  "no-chat-access": "refusal.no-chat-access",
  "no-relay": "refusal.no-relay",
  "no-room": "refusal.no-room",
  "not-a-reply": "refusal.not-a-reply",
  "not-allowed": "refusal.not-allowed",
  "not-found": "refusal.not-found",
  "not-yours": "refusal.not-yours",
  "nothing-to-send": "refusal.nothing-to-send",
  "origin-not-allowed": "refusal.origin-not-allowed",
  "origin-shape": "refusal.origin-shape",
  "password-common": "refusal.password-common",
  "password-own": "refusal.password-own",
  "password-too-long": "refusal.password-too-long",
  "password-too-short": "refusal.password-too-short",
  "password-wrong": "refusal.password-wrong",
  "photo-size": "refusal.photo-size",
  "photo-type": "refusal.photo-type",
  "prerequisite-missing": "refusal.prerequisite-missing",
  "rate-limited": "refusal.rate-limited",
  "request-invalid": "refusal.request-invalid",
  "schedule-in-use": "refusal.schedule-in-use",
  "schedule-invalid": "refusal.schedule-invalid",
  "sign-in-failed": "refusal.sign-in-failed",
  "signed-out": "refusal.signed-out",
  "time-zone-unknown": "refusal.time-zone-unknown",
  "too-busy": "refusal.too-busy",
  "too-many-uploads": "refusal.too-many-uploads",
  "trigger-invalid": "refusal.trigger-invalid",
  unavailable: "refusal.unavailable",
  "upload-quota": "refusal.upload-quota",
  "workspace-off": "refusal.workspace-off",
  offline: "refusal.offline",
  unreachable: "refusal.offline",
  "answer-unreadable": "refusal.answer-unreadable",
  "server-trouble": "refusal.server-trouble",
  internal: "refusal.server-trouble",
} satisfies Readonly<Record<MetByAgents, WordKey>>;

export interface RefusalWords {
  readonly key: WordKey;
  readonly args: MessageArguments;
}

export function refusalWords(error: unknown): RefusalWords {
  if (!(error instanceof Refused)) return { key: "refusal.other", args: { code: "page-trouble" } };
  return wordsOf(error);
}

/** Of a refusal that was kept as data. */
export function wordsOf({ code, details = {} }: Refusal): RefusalWords {
  const args = Object.entries(details).map(([name, value]) => [name, argument(name, value)]);
  return { key: KEYS[code] ?? "refusal.other", args: { ...Object.fromEntries(args), code } };
}

/** `missing` is a choice of an ICU `select`, where a hyphen may not stand. */
function argument(name: string, value: string | number | boolean): string | number {
  if (name === "missing" || name === "because") return String(value).replaceAll("-", "_");
  return typeof value === "boolean" ? String(value) : value;
}
