import { hasWayOut } from "../../domain/continuity/way-out.ts";
import type { Conversation } from "../../domain/conversation/conversation.ts";
import type { Locale } from "../../domain/ids.ts";
import { type LocalText, textFor } from "../../domain/triggers/trigger.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Words } from "../../ports/words.ts";

/** What choosing the words needs. */
export interface AskingDeps {
  readonly words: Words;
  /** False: no mail leaves this installation. */
  readonly hasRelay: boolean;
}

interface Asked {
  readonly head: Conversation;
  readonly locale: Locale;
  /** What an admin wrote, who counts on mail: it speaks only where mail gets out. Null: ours speak. */
  readonly own: { readonly askText: LocalText; readonly acknowledgeText: LocalText } | null;
  /** An agent asks, or has taken it up: nobody says that nobody is free. */
  readonly isServed: boolean;
}

/** The words that ask for an address, and those that acknowledge one: they promise mail only where it gets out. */
export async function askingWords(
  { words, hasRelay }: AskingDeps,
  tx: Tx,
  { head, locale, own, isServed }: Asked,
): Promise<{ readonly askText: string; readonly acknowledgeText: string }> {
  const { continuityOn, prerequisiteLostAt } = await tx.settings.requireAccount();
  const hasTrouble = (await tx.limits.loadRelayTrouble()) !== null;
  const lastChannel = head.lastEndUserMessage?.channel ?? null;
  const isPromised = hasWayOut({ hasRelay, hasTrouble, continuityOn, prerequisiteLostAt, lastChannel });
  const say = (text: LocalText | undefined, key: string): string =>
    isPromised ? (textFor(text ?? null, locale) ?? words.say(locale, key)) : words.say(locale, `${key}-here`);
  const askKey = isServed ? "request-email.ask-served" : "request-email.ask";
  return {
    askText: head.address?.state === "bounced" ? words.say(locale, "request-email.bounced") : say(own?.askText, askKey),
    acknowledgeText: say(own?.acknowledgeText, "request-email.acknowledge"),
  };
}
