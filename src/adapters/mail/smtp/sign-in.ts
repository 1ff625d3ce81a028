/** Opens a session by what the target says about sign-in; a token that the server refuses is replaced once. */
import { explainTrouble } from "../../../domain/mail-settings/grant-trouble.ts";
import { unreachable } from "../../../domain/result.ts";
import type { SendOutcome } from "../../../ports/continuity/mailer.ts";
import { oneLine } from "./failure.ts";
import { type OpenedSession, type Opening, openSession } from "./session.ts";
import type { SmtpSignIn, SmtpTarget } from "./target.ts";

/** A session that is signed in, or why there is none: then the mail waits, whatever the reason. */
export function openSignedIn(target: SmtpTarget, opening: Opening): Promise<OpenedSession> {
  const { signIn } = target;
  switch (signIn.kind) {
    case "none":
      return openSession(target, null, opening);
    case "password":
      return openSession(target, signIn, opening);
    case "oauth":
      return openByToken(target, signIn, opening);
    default:
      return unreachable(signIn);
  }
}

async function openByToken(
  target: SmtpTarget,
  { user, accessTokens }: Extract<SmtpSignIn, { kind: "oauth" }>,
  opening: Opening,
): Promise<OpenedSession> {
  const first = await accessTokens.current();
  if (!first.ok) return failed({ code: null, reply: explainTrouble(first.error, "smtp") });
  const opened = await openSession(target, { user, accessToken: first.value }, opening);
  if (!isSignInRefused(opened)) return opened;

  accessTokens.forget(first.value);
  const second = await accessTokens.current();
  if (!second.ok) return failed({ code: null, reply: explainTrouble(second.error, "smtp") });
  // No other one: it was replaced a moment ago, and the server took that one no better.
  if (second.value === first.value) return failed(refusedAnyway(opened.outcome));
  const again = await openSession(target, { user, accessToken: second.value }, opening);
  return isSignInRefused(again) ? failed(refusedAnyway(again.outcome)) : again;
}

/** RFC 4954 §6: the credentials are not good. */
const REFUSED = 535;

const isSignInRefused = (opened: OpenedSession): opened is Extract<OpenedSession, { kind: "failed" }> =>
  opened.kind === "failed" && opened.outcome.code === REFUSED;

function refusedAnyway({ code, reply }: SendOutcome): Pick<SendOutcome, "code" | "reply"> {
  const cure = "Is the user in SMTP_URL the one who granted it, may it send by SMTP, and does the grant say so?";
  return { code, reply: `The relay refuses a fresh access token too (${reply}). ${cure}` };
}

const failed = ({ code, reply }: Pick<SendOutcome, "code" | "reply">): OpenedSession => ({
  kind: "failed",
  outcome: { kind: "deferred", code, reply: oneLine(reply), ofRelay: true },
});
