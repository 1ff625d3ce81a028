/** One conversation as this page knows it: messages by seq, brought forward by revision. */
import type { WidgetConversation } from "../../../../contract/conversation/widget-conversations.ts";
import type { WidgetMessage } from "../../../../contract/shared.ts";
import { type Changes, type Held, takeIn } from "../../../kit/thread.ts";

export interface Thread extends Held<WidgetConversation, WidgetMessage> {
  /** Seen on this page, whether or not the server has heard it. */
  readonly seenUpTo: number;
}

export const newThread = (conversation: WidgetConversation): Thread => ({
  conversation,
  messages: [],
  revision: 0,
  seenUpTo: 0,
});

/** The thread with these changes. A message that was just posted makes it the newest, before the server says so. */
export function applyChanges(thread: Thread, changes: Changes<WidgetConversation, WidgetMessage>): Thread {
  const next = takeIn(thread, changes);
  const lastMessageAt = Math.max(next.conversation.lastMessageAt, next.messages.at(-1)?.postedAt ?? 0);
  return { ...next, conversation: { ...next.conversation, lastMessageAt } };
}

/** Everything up to here is read: on the server's word, or seen here a moment ago. */
export const readUpTo = (thread: Thread): number => Math.max(thread.conversation.readUpTo, thread.seenUpTo);

/** Messages by others that nobody has seen yet, in order. */
export const unreadMessages = (thread: Thread): readonly WidgetMessage[] =>
  thread.messages.filter(
    (message) => message.author.kind !== "end-user" && message.deletedAt === null && message.seq > readUpTo(thread),
  );

/** How many are unread beyond this seq; the server's count where the messages are not here. */
export const unreadCount = (thread: Thread, beyond = 0): number =>
  thread.revision === 0 ? thread.conversation.unread : unreadMessages(thread).filter(({ seq }) => seq > beyond).length;
