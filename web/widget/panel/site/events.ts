/** What a page is told by `on …`: by what there is to see now, and what there was before. */
import type { Thread } from "../conversation/thread.ts";
import { currentThread, type State, threadOf } from "../state.ts";

/** What events are made of. */
export interface Seen extends Pick<State, "threads" | "outbox"> {
  readonly isOpen?: boolean;
  /** How many messages nobody has seen. */
  readonly unread?: number;
  /** The conversation before the person's eyes, and what they see of it. */
  readonly conversationId?: string | undefined;
  readonly shown: Thread["messages"];
}

/** Before a listener has begun there was nothing: so it hears what is so. */
export const NOTHING: Seen = { threads: [], outbox: [], shown: [] };

export function look(state: State, unread: number): Seen {
  const thread = state.isOpen && state.at !== "home" ? currentThread(state) : null;
  return { ...state, unread, conversationId: thread?.conversation.id, shown: thread?.messages ?? [] };
}

/** `unread` is told as a number, everything else as an object. */
type Told =
  | {
      readonly unread?: number | undefined;
      readonly type?: string;
      readonly conversationId?: string | undefined;
      readonly messages?: Thread["messages"];
    }
  | false
  | ""
  | undefined;

/** By what the page calls them; false or undefined: nothing has become of it. */
export function eventsOf(now: Seen, was: Seen): Readonly<Record<string, Told>> {
  const { isOpen, unread, conversationId } = now;
  const seen = new Set(was.shown);
  const messages = now.shown.filter((message) => !seen.has(message));
  const find = (isSo: (thread: Thread, before: Thread | null) => boolean): Told => {
    const found = now.threads.find((thread) => isSo(thread, threadOf(was, thread.conversation.id)));
    return found && { conversationId: found.conversation.id };
  };
  return {
    "on unreadMessages": unread !== was.unread && { unread },
    "on open": isOpen && !was.isOpen && { type: "messagingOpened" },
    "on close": !isOpen && was.isOpen && { type: "messagingClosed" },
    // The list may have named it before its first message was here.
    "on conversationStarted": find(({ messages: held }) =>
      was.outbox.some(
        ({ clientId, conversationId: of }) => of === null && held.some((message) => message.clientId === clientId),
      ),
    ),
    "on conversationOpened": conversationId && conversationId !== was.conversationId && { conversationId },
    "on conversationAgentAssigned": find(
      ({ conversation }, before) => conversation.agentName !== null && before?.conversation.agentName === null,
    ),
    "on messagesShown": messages[0] && { conversationId, messages },
  };
}
