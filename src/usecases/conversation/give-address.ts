import { refuseAddress } from "../../domain/mail/address-refusal.ts";
import { parseEmailAddress } from "../../domain/mail/email-address.ts";
import { mendEmailAddress } from "../../domain/mail/mend-address.ts";
import { suggestDomain } from "../../domain/mail/email-typos.ts";
import type { ConversationId, EmailAddress } from "../../domain/ids.ts";
import type { Conversation } from "../../domain/conversation/conversation.ts";
import { decideGiveAddress } from "../../domain/conversation/notification-address.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import type { Store } from "../../ports/store.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Clock, MailDomains } from "../../ports/system.ts";
import { type AskingDeps, askingWords } from "../../steps/continuity/asking-words.ts";
import { requireOwnConversation } from "../../steps/conversation/require-conversation.ts";

interface Deps extends AskingDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly mailDomains: MailDomains;
}

interface Given {
  readonly conversationId: ConversationId;
  readonly address: string;
  /** The person was asked about a likely typing error and meant what they typed. */
  readonly confirmed: boolean;
}

/**
 * The notification address of one conversation: unproved, not unique, merges nobody, links nothing (product.md §5.1).
 * A likely typing error is no refusal, nor is what can be mended: nothing is saved and the answer suggests what was probably meant.
 */
export async function giveAddress(
  deps: Deps,
  principal: WidgetPrincipal,
  given: Given,
): Promise<Result<{ readonly accepted: boolean; readonly suggestion: EmailAddress | null }, Refusal>> {
  const parsed = parseEmailAddress(given.address);
  const mended = parsed.ok || given.confirmed ? null : mendEmailAddress(given.address);
  if (mended !== null) return ok({ accepted: false, suggestion: suggestDomain(mended) ?? mended });
  if (!parsed.ok) return refuseAddress(parsed.error);
  const email = parsed.value;
  const suggestion = given.confirmed ? null : suggestDomain(email);
  if (suggestion !== null) return ok({ accepted: false, suggestion });
  const { conversationId } = given;
  // Before anything is asked about the address: whoever may not give it here learns nothing, and makes nobody be asked.
  const may = await deps.store.transaction((tx) => requireOwnConversation(tx, principal, conversationId));
  if (!may.ok) return may;
  if ((await deps.mailDomains.takesMail(email)) === "no") {
    return refuse("address-no-mail", "The domain of this address takes no mail.");
  }
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const found = await requireOwnConversation(tx, principal, conversationId);
    if (!found.ok) return found;
    // Anybody can type an address; only mail that is proved to come from there says that the mailbox is alive.
    if (await tx.suppressions.hasBounced(email)) {
      return refuse("address-bounced", "Mail to this address came back; it is mailed again once it has written to us.");
    }
    const locked = found.value;
    const formMessages = await tx.conversations.loadForms(locked.head.id);
    const acknowledgeText = await acknowledgement(deps, tx, locked.head);
    await tx.conversations.apply(locked, decideGiveAddress(locked, { email, formMessages, acknowledgeText }, now));
    return ok({ accepted: true, suggestion: null });
  });
}

/** In the trigger's words where an admin wrote some and they are true, else in ours; in the end user's language. */
async function acknowledgement(deps: Deps, tx: Tx, head: Conversation): Promise<string> {
  const { locale } = await tx.people.mustFindEndUser(head.endUserId);
  const trigger = await tx.triggers.find({ key: "request-email" });
  const own = trigger?.actions.find((each) => each.type === "request-email") ?? null;
  const { acknowledgeText } = await askingWords(deps, tx, { head, locale, own, isServed: head.servedAt !== null });
  return acknowledgeText;
}
