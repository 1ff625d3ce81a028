/** How one conversation in this page takes in what the server says. Pure: the same changes twice change nothing. */
import type { AgentChanges, AgentConversation } from "../../../contract/conversation/agent-shapes.ts";
import type { AgentMessage } from "../../../contract/shared.ts";
import { type Changes as ChangesOf, type Held as HeldOf, isBehind, mergeMessages, takeIn } from "../../kit/thread.ts";

/** One conversation as this page knows it: its messages without gaps. */
export interface Held extends HeldOf<AgentConversation, AgentMessage> {
  readonly mine: AgentChanges["mine"];
}

export type Changes = ChangesOf<AgentConversation, AgentMessage>;

export const hold = (answer: AgentChanges): Held => ({
  revision: answer.conversation.revision,
  conversation: answer.conversation,
  messages: mergeMessages([], answer.messages),
  mine: answer.mine,
});

/** The state with the changes in it; null: something between is missing, ask for the changes since `held.revision`. */
export function mergeChanges(held: Held, changes: Changes): Held | null {
  const next = takeIn(held, changes);
  return isBehind(next) || hasGap(next.messages) ? null : next;
}

/** An agent sees every message, so that a missing seq is one that did not come. */
const hasGap = (messages: readonly AgentMessage[]): boolean =>
  messages.some((message, index) => index > 0 && message.seq !== (messages[index - 1]?.seq ?? 0) + 1);
