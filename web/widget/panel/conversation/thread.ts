/** One conversation as this page knows it: messages by seq, brought forward by revision. */
import type { WidgetMessage } from "../../../../contract/shared.ts";
import type { WidgetConversation } from "../../../../contract/widget.ts";

export interface Thread {
  readonly conversation: WidgetConversation;
  /** In order of seq. */
  readonly messages: readonly WidgetMessage[];
  /** Everything up to this revision is in `messages`; 0: nothing was fetched yet. */
  readonly revision: number;
  /** Seen on this page, whether or not the server has heard it. */
  readonly seenUpTo: number;
}

/** What came to be since `after`, as the socket or GET …/changes says it. */
export interface Changes {
  readonly after: number;
  readonly revision: number;
  readonly conversation: WidgetConversation | null;
  readonly messages: readonly WidgetMessage[];
}

export const newThread = (conversation: WidgetConversation): Thread => ({
  conversation,
  messages: [],
  revision: 0,
  seenUpTo: 0,
});

/**
 * The thread with these changes. In any order and however often: of each message the highest revision stays.
 * Where something between is missing, the revision does not move, and `isBehind` stays true until it is fetched.
 */
export function applyChanges(thread: Thread, changes: Changes): Thread {
  const messages = mergeMessages(thread.messages, changes.messages);
  const last = messages.at(-1);
  const known = thread.conversation;
  const told = changes.conversation ?? {
    ...known,
    revision: changes.revision,
    lastSeq: Math.max(known.lastSeq, last?.seq ?? 0),
    lastMessageAt: Math.max(known.lastMessageAt, last?.postedAt ?? 0),
  };
  return {
    ...thread,
    messages,
    conversation: told.revision >= known.revision ? told : known,
    revision: changes.after <= thread.revision ? Math.max(thread.revision, changes.revision) : thread.revision,
  };
}

/** Whether the server knows something of this conversation that the page has not got. */
export const isBehind = (thread: Thread): boolean => thread.revision < thread.conversation.revision;

/** Everything up to here is read: on the server's word, or seen here a moment ago. */
export const readUpTo = (thread: Thread): number => Math.max(thread.conversation.readUpTo, thread.seenUpTo);

/** Messages by others that nobody has seen yet, in order. */
export const unreadMessages = (thread: Thread): readonly WidgetMessage[] =>
  thread.messages.filter(
    (message) => message.author.kind !== "end-user" && message.deletedAt === null && message.seq > readUpTo(thread),
  );

/** How many are unread; the server's count where the messages are not here. */
export const unreadCount = (thread: Thread): number =>
  thread.revision === 0 ? thread.conversation.unread : unreadMessages(thread).length;

function mergeMessages(known: readonly WidgetMessage[], told: readonly WidgetMessage[]): readonly WidgetMessage[] {
  if (told.length === 0) return known;
  const bySeq = new Map(known.map((message) => [message.seq, message]));
  for (const message of told) {
    const before = bySeq.get(message.seq);
    if (before === undefined || before.revision <= message.revision) bySeq.set(message.seq, message);
  }
  return [...bySeq.values()].toSorted((a, b) => a.seq - b.seq);
}
