import { formatMessageId, returnPath, type TokenKeys } from "../../domain/mail/reply-address.ts";
import { DAY, deliveryId, type EmailAddress, type InboundMailId } from "../../domain/ids.ts";
import type { MailComposer } from "../../ports/continuity/mail-composer.ts";
import type { Mailer } from "../../ports/continuity/mailer.ts";
import type { RateLimiter } from "../../ports/rate-limiter.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, NewId } from "../../ports/system.ts";
import type { Words } from "../../ports/words.ts";

export interface TellAgentDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly words: Words;
  readonly limiter: RateLimiter;
  readonly composer: Pick<MailComposer, "composeNotice">;
  readonly mailer: Mailer;
  readonly keys: TokenKeys;
  readonly mailDomain: string;
  /** Origin under which browsers reach us. */
  readonly publicUrl: () => string;
}

/** mail-rules.md rule 22: one receipt a person a day. It also ends every circle. */
const ONE_A_DAY = { most: 1, within: DAY };

/**
 * Tells a team member who answered by mail that replies are written in the workspace, and where (product.md §4.6). At most
 * once a day, whatever comes; a notice that the next server does not take is not sent again.
 */
export async function tellAgent(
  deps: TellAgentDeps,
  { to, about }: { readonly to: EmailAddress; readonly about: InboundMailId },
): Promise<void> {
  const now = deps.clock.now();
  if ((await deps.limiter.take(`told:${to.toLowerCase()}`, ONE_A_DAY, now)) !== null) return;
  const found = await deps.store.transaction(async (tx) => {
    const agent = await tx.people.findAgent({ email: to });
    const [sender] = await tx.settings.loadSupportAddresses();
    return agent === null || sender === undefined ? null : { locale: agent.locale, from: sender.address };
  });
  // Left the team meanwhile, or there is nobody to write as.
  if (found === null) return;
  const id = deliveryId(deps.newId());
  const url = `${deps.publicUrl()}/workspace/triage/${about}`;
  const raw = await deps.composer.composeNotice({
    messageId: formatMessageId(id, deps.mailDomain, deps.keys).slice(1, -1),
    from: { name: "", address: found.from },
    to,
    date: now,
    locale: found.locale,
    subject: deps.words.say(found.locale, "agent-mail.subject"),
    text: deps.words.say(found.locale, "agent-mail.text", { url }),
    button: null,
    footer: null,
    answers: true,
  });
  // A return path of ours: what bounces finds no delivery, and nothing follows from it.
  const from = returnPath(id, deps);
  await deps.mailer.send({ envelope: { from, to }, raw });
}
