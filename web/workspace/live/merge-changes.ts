/** How one conversation in this page takes in what the server says. Pure: the same changes twice change nothing. */
import type { AgentChanges, AgentConversation } from "../../../contract/agent.ts";
import type { AgentMessage } from "../../../contract/shared.ts";

/** One conversation as this page knows it. `revision`: everything up to here is in it. */
export interface Held {
  readonly revision: number;
  readonly conversation: AgentConversation;
  /** By seq, without gaps. */
  readonly messages: readonly AgentMessage[];
  readonly mine: AgentChanges["mine"];
}

export interface Changes {
  /** The changes are those above this revision. */
  readonly after: number;
  readonly revision: number;
  readonly conversation: AgentConversation | null;
  readonly messages: readonly AgentMessage[];
}

export const hold = (answer: AgentChanges): Held => ({
  revision: answer.conversation.revision,
  conversation: answer.conversation,
  messages: mergeMessages([], answer.messages),
  mine: answer.mine,
});

/** The state with the changes in it; null: something between is missing, ask for the changes since `held.revision`. */
export function mergeChanges(held: Held, changes: Changes): Held | null {
  if (held.revision < changes.after) return null;
  const messages = mergeMessages(held.messages, changes.messages);
  if (hasGap(messages)) return null;
  if (changes.revision <= held.revision) return { ...held, messages };
  const known = changes.conversation ?? held.conversation;
  const lastSeq = Math.max(known.lastSeq, messages.at(-1)?.seq ?? 0);
  return {
    ...held,
    revision: changes.revision,
    messages,
    conversation: { ...known, revision: changes.revision, lastSeq },
  };
}

/** In order of seq; of two forms of one message the one with the higher revision stays. */
export function mergeMessages(
  known: readonly AgentMessage[],
  changed: readonly AgentMessage[],
): readonly AgentMessage[] {
  if (changed.length === 0) return known;
  const bySeq = new Map(known.map((message) => [message.seq, message]));
  for (const message of changed) {
    const before = bySeq.get(message.seq);
    if (before === undefined || before.revision <= message.revision) bySeq.set(message.seq, message);
  }
  return [...bySeq.values()].toSorted((a, b) => a.seq - b.seq);
}

const hasGap = (messages: readonly AgentMessage[]): boolean =>
  messages.some((message, index) => index > 0 && message.seq !== (messages[index - 1]?.seq ?? 0) + 1);
