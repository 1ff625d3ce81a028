import { inboundMailId } from "../../domain/ids.ts";
import type { NewInboundMail } from "../../domain/inbound-mail/inbound-mail.ts";
import type { Store } from "../../ports/store.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Clock, NewId } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
}

export interface MailboxPlace {
  readonly mailbox: string;
  readonly uidValidity: number;
  readonly uid: number;
}

/** A mail that cannot be fetched so often stands in the way of all that come after it. */
const TRIES = 5;

/**
 * Stores a mail raw with the job that reads it, and moves the cursor over it, in one transaction: it is never lost
 * between the two, nor stored twice. False: the cursor had passed it.
 */
export function takeFromMailbox(deps: Deps, place: MailboxPlace, raw: Uint8Array): Promise<boolean> {
  return deps.store.transaction(async (tx) => {
    if (!(await passes(tx, place))) return false;
    const mail = newMail(deps, raw);
    await tx.inbound.store(mail);
    await tx.jobs.wake({
      kind: "receive-email",
      key: mail.id,
      payload: { inboundMailId: mail.id },
      dueAt: mail.receivedAt,
    });
    return true;
  });
}

/** Why a mail was passed over. */
type PassedOver = "not-fetched" | "too-large";

/** It stays in the mailbox; agents find in triage that it is there, with as much of it as there is. */
export function passOver(deps: Deps, place: MailboxPlace, because: PassedOver, head: Uint8Array): Promise<void> {
  return deps.store.transaction((tx) => recordPassedOver(deps, tx, place, { because, head }));
}

/** A mail could not be fetched: `again`, or, after the last try, `passed`, so that it holds up no other. */
export function noteUnfetched(deps: Deps, place: MailboxPlace): Promise<"again" | "passed"> {
  return deps.store.transaction(async (tx) => {
    if ((await tx.mailboxes.countFailure(place.mailbox, place.uid)) < TRIES) return "again";
    await recordPassedOver(deps, tx, place, { because: "not-fetched", head: new Uint8Array() });
    return "passed";
  });
}

/** The mail vanished from the mailbox before it was fetched. */
export function skipVanished(deps: Deps, place: MailboxPlace): Promise<void> {
  return deps.store.transaction(async (tx) => void (await passes(tx, place)));
}

async function recordPassedOver(
  deps: Deps,
  tx: Tx,
  place: MailboxPlace,
  { because, head }: { readonly because: PassedOver; readonly head: Uint8Array },
): Promise<void> {
  if (!(await passes(tx, place))) return;
  const mail = newMail(deps, head);
  await tx.inbound.store(mail);
  await tx.inbound.settle(mail.id, {
    ...NOTHING_KNOWN,
    because,
    subject: `${place.mailbox.slice(place.mailbox.lastIndexOf("/") + 1)} ${place.uid}`,
  });
}

const NOTHING_KNOWN = {
  state: "triage" as const,
  verdict: null,
  conversationId: null,
  deliveryId: null,
  fromAddress: null,
  fromName: null,
  messageId: null,
  copiedTo: [],
  preview: null,
  dedupeKey: null,
};

/** Moves the cursor over the mail; false where it stood there already, or counts by another UIDVALIDITY. */
async function passes(tx: Tx, { mailbox, uidValidity, uid }: MailboxPlace): Promise<boolean> {
  const cursor = await tx.mailboxes.lockCursor(mailbox);
  if (cursor?.uidValidity !== uidValidity || cursor.lastUid >= uid) return false;
  await tx.mailboxes.moveCursor(mailbox, { lastUid: uid });
  return true;
}

/** The door knows no envelope: the headers say for whom it is. */
const newMail = ({ newId, clock }: Deps, raw: Uint8Array): NewInboundMail => ({
  id: inboundMailId(newId()),
  receivedAt: clock.now(),
  door: "imap",
  envelopeFrom: null,
  recipients: [],
  remoteAddress: null,
  helo: null,
  raw,
});
