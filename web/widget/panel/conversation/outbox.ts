/** What the person wrote and the server has not confirmed: kept here and in storage, sent one at a time and in order. */
import type { Attachment } from "../../../../contract/shared.ts";
import type { Unsent as Kept } from "../../../kit/unsent.ts";

export interface Unsent extends Kept {
  /** Empty where the files say it. */
  readonly text: string;
  /** Uploaded before, and waiting on the server to be named. */
  readonly attachments: readonly Attachment[];
  /** Null: it starts a conversation, unless `isUndecided`. */
  readonly conversationId: string | null;
  /** Written before this page knew which conversations there are: it goes on with the one that is then shown. Not given: no. */
  readonly isUndecided?: boolean;
  /** The seq that the panel was showing when it was written. */
  readonly shownUpTo: number;
  /** The refusal's code where sending again as it is would not help; null: still being sent. */
  readonly refused: string | null;
  /** The server takes nothing more before then; it goes by itself. Not given: it has not said so. */
  readonly heldUntil?: number;
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

/** The next to be sent, or null. */
export const nextToSend = (entries: readonly Unsent[]): Unsent | null =>
  entries.find((entry) => entry.refused === null) ?? null;

/** It waits for the list of conversations; one that has begun meanwhile has taken it. */
export const isUndecided = (entry: Unsent): boolean => entry.isUndecided === true && entry.conversationId === null;

/** What was written before the conversations were known goes on with this one; null: it starts one. */
export const decidedAs = (entries: readonly Unsent[], conversationId: string | null): readonly Unsent[] =>
  entries.map((entry) => (isUndecided(entry) ? { ...entry, conversationId, isUndecided: false } : entry));

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
