import type { Change } from "../../domain/change.ts";
import type { Conversation } from "../../domain/conversation/conversation.ts";
import { decideSystemNote } from "../../domain/conversation/posting.ts";
import { type Instant, messageId } from "../../domain/ids.ts";
import type { NewId } from "../../ports/system.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Words } from "../../ports/words.ts";

/** What a note to agents needs. */
export interface TellAgentsDeps {
  readonly newId: NewId;
  readonly words: Words;
}

interface Told {
  /** The sentence, in `locales/server`. */
  readonly key: `note.${string}`;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly now: Instant;
}

/**
 * A note of the system in the account's language, which brings the conversation up where nobody looks at it. To be merged
 * with what it tells of.
 */
export async function tellAgents(
  { newId, words }: TellAgentsDeps,
  tx: Tx,
  head: Conversation,
  { key, facts, now }: Told,
): Promise<Change> {
  const { defaultLocale } = await tx.settings.requireAccount();
  return decideSystemNote(head, { id: messageId(newId()), text: words.say(defaultLocale, key, facts) }, now);
}
