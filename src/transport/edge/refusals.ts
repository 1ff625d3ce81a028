/** Refusal → HTTP status, in one table. */
import type { FastifyReply } from "fastify";
import type { Refusal, RefusalCode } from "../../domain/refusal.ts";
import { type DatabaseTrouble, keepsReading } from "../../ports/database-trouble.ts";

const STATUS: Readonly<Record<RefusalCode, number>> = {
  "address-bounced": 422,
  "address-non-ascii": 422,
  "address-no-mail": 422,
  "address-shape": 422,
  "address-too-long": 422,
  "already-accepted": 409,
  "already-mailed": 409,
  "already-set-up": 409,
  "changed-meanwhile": 409,
  "colour-contrast": 422,
  "conversation-closed": 409,
  "conversation-full": 409,
  "dkim-key-unknown": 404,
  "dkim-not-published": 409,
  "email-taken": 409,
  "file-empty": 422,
  "file-too-large": 413,
  "file-unknown": 409,
  "first-admin-code-wrong": 403,
  "host-unknown": 421,
  "identity-key-invalid": 422,
  "identity-key-taken": 409,
  "identity-keys-full": 409,
  "identity-refused": 401,
  "join-unconfirmed": 409,
  "last-admin": 409,
  "last-support-address": 409,
  "link-invalid": 404,
  "locale-unknown": 422,
  "logo-drawing": 422,
  "logo-size": 422,
  "logo-type": 422,
  "mail-capped": 429,
  "mail-not-taken": 409,
  "mail-text-invalid": 422,
  "message-empty": 422,
  "messaging-off": 403,
  "no-address": 409,
  "no-chat-access": 403,
  "no-relay": 409,
  "no-room": 503,
  "not-a-reply": 409,
  "not-allowed": 403,
  "not-found": 404,
  "not-yours": 403,
  "nothing-to-send": 409,
  "origin-not-allowed": 403,
  "origin-shape": 422,
  "password-common": 422,
  "password-own": 422,
  "password-too-long": 422,
  "password-too-short": 422,
  "password-wrong": 422,
  "photo-size": 422,
  "photo-type": 422,
  "prerequisite-missing": 409,
  "rate-limited": 429,
  "request-invalid": 400,
  "schedule-in-use": 409,
  "schedule-invalid": 422,
  "session-unknown": 401,
  "signature-invalid": 401,
  "sign-in-failed": 401,
  "signed-out": 401,
  "time-zone-unknown": 422,
  "too-busy": 503,
  "too-many-uploads": 429,
  "trigger-invalid": 422,
  unavailable: 503,
  "upload-quota": 429,
  "workspace-off": 403,
};

/** The HTTP status that a refusal is sent with. */
export const statusOf = (code: RefusalCode): number => STATUS[code];

/** Where a refusal does not know when to come back: soon enough for a person, too late for a flood. */
const RETRY_AFTER_SECONDS = 60;

/** Whoever is told "later" (429, 503) is told when, in `Retry-After`: by the refusal's `retryAfterSeconds`, or a minute. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const seconds = refusal.details?.["retryAfterSeconds"];
  if (seconds !== undefined) reply.header("retry-after", String(seconds));
  return reply.code(statusOf(refusal.code)).send(refusal);
}

/** For every answer, of whatever route, on its way out. */
export function sayWhenToComeBack(reply: FastifyReply): void {
  const isLater = reply.statusCode === 429 || reply.statusCode === 503;
  if (isLater && !reply.hasHeader("retry-after")) reply.header("retry-after", String(RETRY_AFTER_SECONDS));
}

/** A refusal on its way up through hooks; the server's error handler prints it with `sendRefusal`. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

export function refused(code: RefusalCode, message: string, details: Refusal["details"] = {}): Refused {
  return new Refused({ code, message, ...(Object.keys(details).length === 0 ? {} : { details }) });
}

/** A database is started again in seconds, and another takes over from it in less than a minute. */
const BACK_AFTER_SECONDS = 5;

/** What whoever asked is told of the database's trouble: when to come back, and nothing of what it said. */
export function unavailable(trouble: DatabaseTrouble): Refusal {
  if (keepsReading(trouble)) {
    const message = "Nothing can be stored just now; what is stored can be read. Try again later.";
    return { code: "unavailable", message, details: { retryAfterSeconds: RETRY_AFTER_SECONDS } };
  }
  const message = "The database gives no answer just now. Try again in a moment.";
  return { code: "unavailable", message, details: { retryAfterSeconds: BACK_AFTER_SECONDS } };
}
