/**
 * How many mails may leave, whatever the rule says: so that nobody can have us flood a stranger by giving their address,
 * and no loop mails one conversation for ever (product.md §4.11, mail-rules.md rule 22).
 */
import { DAY, HOUR, type Instant, later, type Millis, millis } from "../ids.ts";

interface Cap {
  readonly most: number;
  readonly within: Millis;
}

export const MAILS_A_CONVERSATION: Cap = { most: 10, within: HOUR };
/** First mails to addresses that nobody has proved, given by one browser session. */
export const FIRST_MAILS_A_SESSION: Cap = { most: 5, within: millis(DAY) };
/** First mails to one such address, whoever gave it, in all conversations. */
export const FIRST_MAILS_A_RECIPIENT: Cap = { most: 5, within: millis(DAY) };

export type MailCapName = "conversation-cap" | "session-cap" | "recipient-cap";

/** When mails left, or were to leave; those that were cancelled left out. */
export interface MailCapFacts {
  readonly inConversation: readonly Instant[];
  /** Null: this would not be a first mail to an unproved address. */
  readonly firstMails: { readonly ofSession: readonly Instant[]; readonly toRecipient: readonly Instant[] } | null;
}

interface Capped {
  readonly because: MailCapName;
  /** When there is room again. */
  readonly until: Instant;
}

/** Null: one more may leave. Where several caps are reached, the one that holds longest. */
export function decideMailCap({ inConversation, firstMails }: MailCapFacts, now: Instant): Capped | null {
  const capped = [
    reached("conversation-cap", MAILS_A_CONVERSATION, inConversation, now),
    reached("session-cap", FIRST_MAILS_A_SESSION, firstMails?.ofSession ?? [], now),
    reached("recipient-cap", FIRST_MAILS_A_RECIPIENT, firstMails?.toRecipient ?? [], now),
  ];
  return capped.reduce((longest, each) => (each !== null && each.until > (longest?.until ?? 0) ? each : longest), null);
}

function reached(because: MailCapName, { most, within }: Cap, at: readonly Instant[], now: Instant): Capped | null {
  const recent = at.filter((each) => later(each, within) > now).toSorted((one, other) => one - other);
  const leaves = recent.at(-most);
  return recent.length < most || leaves === undefined ? null : { because, until: later(leaves, within) };
}
