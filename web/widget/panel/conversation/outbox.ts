/**
 * What the person wrote and the server has not confirmed. Kept here and in storage, sent one at a time and in order,
 * again and again under the same client id: the server takes each id once, so nothing is lost and nothing doubled.
 */
import type { Attachment } from "../../../../contract/shared.ts";

export interface Unsent {
  readonly clientId: string;
  /** Empty where the files say it. */
  readonly text: string;
  /** Uploaded before, and waiting on the server to be named. */
  readonly attachments: readonly Attachment[];
  /** Null: it starts a conversation. */
  readonly conversationId: string | null;
  /** The seq that the panel was showing when it was written. */
  readonly shownUpTo: number;
  readonly writtenAt: number;
  /** The refusal's code where sending again as it is would not help; null: still being sent. */
  readonly refused: string | null;
}

/** What the person just wrote in the conversation shown; in a new one where there is none, or it is closed. */
export function newUnsent(
  { text, attachments }: Pick<Unsent, "text" | "attachments">,
  shown: { readonly id: string; readonly status: string } | null,
  shownUpTo: number,
  now: number,
): Unsent {
  const isNew = shown === null || shown.status === "closed";
  return {
    // `crypto.randomUUID` exists in secure contexts only; the widget also runs on plain http.
    clientId: crypto.getRandomValues(new Uint32Array(4)).join("-"),
    text,
    attachments,
    conversationId: isNew ? null : shown.id,
    shownUpTo: isNew ? 0 : shownUpTo,
    writtenAt: now,
    refused: null,
  };
}

/** Both lists, each entry once: another tab may have left something behind. */
export function mergeOutboxes(ours: readonly Unsent[], theirs: readonly Unsent[]): readonly Unsent[] {
  const known = new Set(ours.map((entry) => entry.clientId));
  return [...ours, ...theirs.filter((entry) => !known.has(entry.clientId))].toSorted(
    (a, b) => a.writtenAt - b.writtenAt,
  );
}

/** Without those that the server has: `clientId` comes back on one's own messages. */
export function settle(entries: readonly Unsent[], clientIds: readonly (string | null)[]): readonly Unsent[] {
  return entries.some((entry) => clientIds.includes(entry.clientId))
    ? entries.filter((entry) => !clientIds.includes(entry.clientId))
    : entries;
}

/** The next to be sent, or null. */
export const nextToSend = (entries: readonly Unsent[]): Unsent | null =>
  entries.find((entry) => entry.refused === null) ?? null;

/** What was to start a conversation goes to the one that now exists. */
export const startedAs = (entries: readonly Unsent[], conversationId: string): readonly Unsent[] =>
  entries.map((entry) => (entry.conversationId === null ? { ...entry, conversationId } : entry));

/** What was meant for this conversation, or for any where null, starts a new one: closed, or no longer ours. */
export const startAnew = (entries: readonly Unsent[], conversationId: string | null): readonly Unsent[] =>
  entries.map((entry) =>
    conversationId === null || entry.conversationId === conversationId
      ? { ...entry, conversationId: null, shownUpTo: 0 }
      : entry,
  );
