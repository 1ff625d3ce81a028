import { err, type Result } from "./result.ts";

/** Every expected "no" of the product. Stable: screens and integrations key their words and their handling on it. */
export const REFUSAL_CODES = [
  "address-bounced",
  "address-non-ascii",
  "address-no-mail",
  "address-shape",
  "address-too-long",
  "already-accepted",
  "already-mailed",
  "already-set-up",
  "changed-meanwhile",
  "colour-contrast",
  "conversation-closed",
  "conversation-full",
  "dkim-key-unknown",
  "dkim-not-published",
  "email-taken",
  "file-empty",
  "file-too-large",
  "file-unknown",
  "first-admin-code-wrong",
  "host-unknown",
  "identity-key-invalid",
  "identity-key-taken",
  "identity-keys-full",
  "identity-refused",
  "join-unconfirmed",
  "last-admin",
  "last-support-address",
  "link-invalid",
  "locale-unknown",
  "logo-drawing",
  "logo-size",
  "logo-type",
  "mail-capped",
  "mail-not-taken",
  "mail-text-invalid",
  "message-empty",
  "messaging-off",
  "no-address",
  "no-chat-access",
  "no-relay",
  "no-room",
  "not-a-reply",
  "not-allowed",
  "not-found",
  "not-yours",
  "nothing-to-send",
  "origin-not-allowed",
  "origin-shape",
  "password-common",
  "password-own",
  "password-too-long",
  "password-too-short",
  "password-wrong",
  "photo-size",
  "photo-type",
  "prerequisite-missing",
  "rate-limited",
  "request-invalid",
  "schedule-in-use",
  "schedule-invalid",
  "session-unknown",
  "signature-invalid",
  "sign-in-failed",
  "signed-out",
  "time-zone-unknown",
  "too-busy",
  "too-many-uploads",
  "trigger-invalid",
  "unavailable",
  "upload-quota",
  "workspace-off",
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/**
 * A "no" that is part of the product: what was refused, in a code for machines and a sentence for developers.
 * `details` holds facts that a screen may show (the offending characters, the missing prerequisite).
 */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

export const refuse = (
  code: RefusalCode,
  message: string,
  details?: Readonly<Record<string, string | number | boolean>>,
): Result<never, Refusal> => err(details === undefined ? { code, message } : { code, message, details });
