import { asksToSlowDown } from "../../../domain/continuity/mail-pace.ts";
import type { SendOutcome } from "../../../ports/continuity/mailer.ts";

/** How far a mail had come. `answer`: the final dot was handed to the network, and no answer to it has come. */
export type SendStage = "session" | "envelope" | "transfer" | "answer";

/** What the SMTP library says of a failure. */
export interface SmtpFailure {
  readonly message: string;
  readonly code?: string | undefined;
  /** Where in the talk it happened; `CONN`: it concerns the connection, and answers no command. */
  readonly command?: string | undefined;
  readonly response?: string | undefined;
  readonly responseCode?: number | undefined;
}

/** The port's promise: what is kept of an answer. */
const REPLY_LENGTH = 500;

/**
 * 5yz that judge our session and not this mail: bad sequence, or TLS or sign-in missing or wrong (RFC 4954 §6). An
 * operator can mend those, so the mail waits.
 */
const OUR_FAULT: ReadonlySet<number> = new Set([500, 502, 503, 523, 530, 534, 535, 538]);

/** What a failure means for the mail. Only a whole answer to the final dot makes a failure after it certain. */
export function outcomeOf(failure: SmtpFailure, stage: SendStage): SendOutcome {
  const code = failure.responseCode ?? null;
  const reply = oneLine(failure.response ?? failure.message);
  const isAnswer = code !== null && code >= 400 && code < 600;
  if (stage === "answer" && (!isAnswer || failure.command === "CONN")) return { kind: "ambiguous", code, reply };
  if (failure.code === "EMESSAGE" && failure.command === "MAIL FROM" && code === null) {
    // The library compares with the SIZE that the server announced, and does not even ask.
    return { kind: "refused", code: 552, reply };
  }
  const isVerdict = stage !== "session" && isAnswer && code >= 500 && !OUR_FAULT.has(code);
  if (isVerdict) return { kind: "refused", code, reply };
  const deferred = { kind: "deferred", code, reply } as const;
  return isOfRelay(failure, stage, deferred) ? { ...deferred, ofRelay: true } : deferred;
}

/** A 4yz to RCPT speaks of the recipient; one that asks for patience, of the pace of their domain. All else is the relay's own. */
const isOfRelay = ({ command }: SmtpFailure, stage: SendStage, deferred: SendOutcome): boolean =>
  stage === "session" || (command !== "RCPT TO" && !asksToSlowDown(deferred));

/** Without line ends and controls, cut to what the port promises. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, REPLY_LENGTH);
