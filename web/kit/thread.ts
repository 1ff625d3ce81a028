/** How a page that holds a conversation takes in what the server says of it: messages by seq, forward by revision. */

/** Of a message, as far as its place and its age go. */
interface Placed {
  readonly seq: number;
  readonly revision: number;
}

/** Of a conversation. */
interface Headed {
  readonly revision: number;
  readonly lastSeq: number;
}

/** One conversation as this page knows it. */
export interface Held<C extends Headed, M extends Placed> {
  readonly conversation: C;
  /** In order of seq. */
  readonly messages: readonly M[];
  /** Everything up to this revision is in `messages`; 0: nothing was fetched yet. */
  readonly revision: number;
}

/** What came to be since `after`, as the socket or GET …/changes says it. */
export interface Changes<C extends Headed, M extends Placed> {
  readonly after: number;
  readonly revision: number;
  readonly conversation: C | null;
  readonly messages: readonly M[];
}

/**
 * What is held with these changes. In any order and however often: of each message the highest revision stays.
 * Where something between is missing, the revision does not move, and `isBehind` stays true until it is fetched.
 */
export function takeIn<C extends Headed, M extends Placed, H extends Held<C, M>>(held: H, changes: Changes<C, M>): H {
  const messages = mergeMessages(held.messages, changes.messages);
  const known = held.conversation;
  const lastSeq = Math.max(known.lastSeq, messages.at(-1)?.seq ?? 0);
  const told = changes.conversation ?? { ...known, revision: changes.revision, lastSeq };
  return {
    ...held,
    messages,
    conversation: told.revision >= known.revision ? told : known,
    revision: changes.after <= held.revision ? Math.max(held.revision, changes.revision) : held.revision,
  };
}

/** Whether the server knows something of this conversation that the page has not got. */
export const isBehind = ({ revision, conversation }: Held<Headed, Placed>): boolean => revision < conversation.revision;

/** In order of seq; of two forms of one message the one with the higher revision stays. */
export function mergeMessages<M extends Placed>(known: readonly M[], told: readonly M[]): readonly M[] {
  if (told.length === 0) return known;
  const bySeq = new Map(known.map((message) => [message.seq, message]));
  for (const message of told) {
    const before = bySeq.get(message.seq);
    if (before === undefined || before.revision <= message.revision) bySeq.set(message.seq, message);
  }
  return [...bySeq.values()].toSorted((a, b) => a.seq - b.seq);
}
