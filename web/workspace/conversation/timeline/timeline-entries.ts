/** A conversation's messages as what stands on the screen: days, runs of one author, and where the new begins. Pure. */
import type { AgentMessage } from "../../../../contract/shared.ts";

export interface Run {
  readonly kind: "run";
  readonly key: string;
  /** One after the other by one author, on one channel, of one visibility, close in time. */
  readonly messages: readonly [AgentMessage, ...AgentMessage[]];
}

export type Entry =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "new"; readonly key: "new" }
  | Run;

/** Messages of one author further apart than this stand apart. */
const RUN_WITHIN_MS = 5 * 60_000;

interface Reading {
  /** What is after this seq is new to the reader. */
  readonly readUpTo: number;
  readonly myId: string;
  readonly sameDay: (a: number, b: number) => boolean;
}

export function entriesOf(messages: readonly AgentMessage[], reading: Reading): readonly Entry[] {
  const firstNew = messages.find((message) => message.seq > reading.readUpTo && message.author.id !== reading.myId);
  const hasOlder = messages.some((message) => message.seq <= reading.readUpTo);
  const entries: Entry[] = [];
  let previous: AgentMessage | null = null;
  for (const message of messages) {
    const isNewDay = previous === null || !reading.sameDay(previous.postedAt, message.postedAt);
    if (isNewDay) entries.push({ kind: "day", key: `day-${message.seq}`, at: message.postedAt });
    const startsNew = message === firstNew && hasOlder;
    if (startsNew) entries.push({ kind: "new", key: "new" });
    const run = entries.at(-1);
    if (run?.kind === "run" && previous !== null && continues(previous, message)) {
      entries[entries.length - 1] = { ...run, messages: [...run.messages, message] };
    } else {
      entries.push({ kind: "run", key: `run-${message.seq}`, messages: [message] });
    }
    previous = message;
  }
  return entries;
}

const continues = (before: AgentMessage, message: AgentMessage): boolean =>
  before.author.kind === message.author.kind &&
  before.author.id === message.author.id &&
  // Strangers have no id: each has an address.
  (before.author.kind !== "another-sender" || before.author.name === message.author.name) &&
  before.author.kind !== "system" &&
  before.visibility === message.visibility &&
  before.channel === message.channel &&
  before.anotherSender === null &&
  message.anotherSender === null &&
  message.postedAt - before.postedAt < RUN_WITHIN_MS;
