/** What the history shows, row by row: days, the unread line, and runs of messages by one author on one channel. */
import type { Attachment, Channel, MessageForm, WidgetMessage } from "../../../../contract/shared.ts";
import type { Unsent } from "./outbox.ts";

type Author = WidgetMessage["author"];

/** One bubble: a message, or one that is still on its way. */
export interface Item {
  readonly key: string;
  /** 0: not sent yet. */
  readonly seq: number;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly at: number;
  readonly form: MessageForm | null;
  readonly cut: string | null;
  readonly isEdited: boolean;
  readonly isDeleted: boolean;
  readonly unsent: Unsent | null;
}

export type Row =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "new"; readonly key: string }
  | {
      readonly kind: "run";
      readonly key: string;
      readonly author: Author;
      readonly channel: Channel;
      readonly items: readonly Item[];
    };

/** A pause after which the same author begins anew. */
const RUN_PAUSE = 5 * 60_000;
const ME: Author = { kind: "end-user", id: null, name: null };

/** `newFrom`: the unread line stands before this seq; 0: nowhere. `dayOf` names the day of an instant, in local time. */
export function rowsOf(
  messages: readonly WidgetMessage[],
  unsent: readonly Unsent[],
  newFrom: number,
  dayOf: (at: number) => string,
): readonly Row[] {
  const rows: Row[] = [];
  let day = "";
  let run: { author: Author; channel: Channel; items: Item[] } | null = null;
  const add = (author: Author, channel: Channel, item: Item): void => {
    const today = dayOf(item.at);
    if (today !== day) rows.push({ kind: "day", key: `day ${today}`, at: item.at });
    if (item.seq > 0 && item.seq === newFrom) rows.push({ kind: "new", key: "new" });
    const last = run?.items.at(-1);
    const goesOn =
      run !== null &&
      last !== undefined &&
      rows.at(-1)?.kind === "run" &&
      run.channel === channel &&
      run.author.kind === author.kind &&
      // There is one end user, whose id a message that was just sent does not know yet.
      (author.kind === "end-user" || run.author.id === author.id) &&
      // Strangers have no id: each has an address.
      (author.kind !== "another-sender" || run.author.name === author.name) &&
      item.at - last.at < RUN_PAUSE;
    day = today;
    if (goesOn) {
      run?.items.push(item);
      return;
    }
    run = { author, channel, items: [item] };
    rows.push({ kind: "run", key: `run ${item.key}`, ...run });
  };
  for (const message of messages) if (!message.neverSeen) add(message.author, message.channel, itemOf(message));
  for (const entry of unsent) add(ME, "messaging", itemOfUnsent(entry));
  return rows;
}

const itemOf = (message: WidgetMessage): Item => ({
  // A sent message keeps the key it had while it was on its way, so that its bubble stays.
  key: message.clientId ?? `${message.seq}`,
  seq: message.seq,
  text: message.text,
  attachments: message.attachments,
  at: message.postedAt,
  form: message.form,
  cut: message.cut,
  isEdited: message.editedAt !== null,
  isDeleted: message.deletedAt !== null,
  unsent: null,
});

const itemOfUnsent = (entry: Unsent): Item => ({
  key: entry.clientId,
  seq: 0,
  text: entry.text,
  attachments: entry.attachments,
  at: entry.writtenAt,
  form: null,
  cut: null,
  isEdited: false,
  isDeleted: false,
  unsent: entry,
});
