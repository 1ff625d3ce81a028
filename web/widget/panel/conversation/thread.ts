/** One conversation as this page knows it: messages by seq, brought forward by revision. */
import type { WidgetConversation, WidgetPage } from "../../../../contract/conversation/widget-conversations.ts";
import type { WidgetMessage } from "../../../../contract/shared.ts";
import { type Changes, type Held, takeIn } from "../../../kit/thread.ts";

type MessageChanges = Changes<WidgetConversation, WidgetMessage>;

export interface Thread extends Held<WidgetConversation, WidgetMessage> {
  /** Seen on this page, whether or not the server has heard it. */
  readonly seenUpTo: number;
  /** On which channels the messages came that are before the first of these; empty: there are none. */
  readonly before: WidgetPage["before"];
}

export const newThread = (conversation: WidgetConversation): Thread => ({
  conversation,
  messages: [],
  revision: 0,
  seenUpTo: 0,
  before: [],
});

/** The first message that is here, where there are others before it; else 0. */
export const firstHere = ({ before, messages }: Thread): number => (before.length > 0 ? (messages[0]?.seq ?? 0) : 0);

/** The newest page of it, or the one before what is here. `before`: of that page. */
export function applyPage(thread: Thread, page: MessageChanges, before: Thread["before"]): Thread {
  // What the line has said of older ones comes again with their page.
  const from = thread.revision === 0 ? (page.messages[0]?.seq ?? 0) : 0;
  const messages = thread.messages.filter(({ seq }) => seq >= from);
  return { ...applyChanges({ ...thread, messages, before: [] }, page), before };
}

/** The thread with these changes. A message that was just posted makes it the newest, before the server says so. */
export function applyChanges(thread: Thread, changes: MessageChanges): Thread {
  const messages = changes.messages.filter(({ seq }) => seq >= firstHere(thread));
  const next = takeIn(thread, { ...changes, messages });
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
