import { deliveryId, emailAddress, type Instant, later, millis, MINUTE } from "../../domain/ids.ts";
import { formatMessageId, returnPath, type TokenKeys } from "../../domain/mail/reply-address.ts";
import { MAILED_RESET_LIVES_FOR, resetUrl } from "../../domain/passwords/password-reset.ts";
import type { MailComposer } from "../../ports/continuity/mail-composer.ts";
import type { Mailer } from "../../ports/continuity/mailer.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, NewId, Secrets } from "../../ports/system.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Words } from "../../ports/words.ts";
import { makeReset } from "../../steps/passwords/make-reset.ts";

export interface MailResetDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly secrets: Pick<Secrets, "newToken" | "hashToken">;
  readonly words: Words;
  readonly composer: Pick<MailComposer, "composeNotice">;
  readonly mailer: Mailer;
  readonly keys: TokenKeys;
  readonly mailDomain: string;
  /** Origin under which browsers reach us. */
  readonly publicUrl: () => string;
}

const TRIED_EVERY = millis(2 * MINUTE);
/** Whoever asked has given up, or has asked again. */
const GIVEN_UP_AFTER = MAILED_RESET_LIVES_FOR;

interface AskedFor {
  readonly email: string;
  readonly at: Instant;
}

/**
 * Mails a link that chooses a new password to the active team member of this address, if there is one. Answers when to try
 * again, where the next server takes nothing now; each try has a link of its own.
 */
export async function mailReset(deps: MailResetDeps, asked: AskedFor): Promise<Instant | null> {
  const now = deps.clock.now();
  if (now >= later(asked.at, GIVEN_UP_AFTER)) return null;
  const letter = await deps.store.transaction((tx) => write(deps, tx, asked.email));
  if (letter === null) return null;
  const { token, from, to, id, ...rest } = letter;
  const messageId = formatMessageId(id, deps.mailDomain, deps.keys).slice(1, -1);
  const raw = await deps.composer.composeNotice({ ...rest, messageId, from, to, date: now, answers: false });
  const { kind } = await deps.mailer.send({ envelope: { from: returnPath(id, deps), to }, raw });
  if (kind === "accepted" || kind === "ambiguous") return null;
  // Nobody will ever see this one.
  await deps.store.transaction((tx) => tx.passwordResets.take(deps.secrets.hashToken(token), now));
  return kind === "deferred" ? later(now, TRIED_EVERY) : null;
}

async function write(deps: MailResetDeps, tx: Tx, email: string) {
  const agent = await tx.people.findAgent({ email });
  if (agent === null || !agent.active) return null;
  const account = await tx.settings.requireAccount();
  const [support] = await tx.settings.loadSupportAddresses();
  const { token } = await makeReset(deps, tx, { agentId: agent.id, livesFor: MAILED_RESET_LIVES_FOR });
  const facts = { name: agent.name, email: agent.email, account: account.name };
  const say = (key: string): string => deps.words.say(agent.locale, `reset-mail.${key}`, facts);
  return {
    token,
    id: deliveryId(deps.newId()),
    from: { name: account.name, address: support?.address ?? emailAddress(`support@${deps.mailDomain}`) },
    to: emailAddress(agent.email),
    locale: agent.locale,
    subject: say("subject"),
    text: say("text"),
    button: { label: say("button"), url: resetUrl(deps.publicUrl(), token) },
    footer: say("footer"),
  };
}
