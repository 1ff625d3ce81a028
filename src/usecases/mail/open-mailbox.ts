import { DAY, instant, type Instant, later, MINUTE } from "../../domain/ids.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** A process that died gives its mailbox up after this. */
const HELD_FOR = MINUTE;
/** Between two servers' clocks, and for mail that was on its way into the mailbox. */
const MARGIN_MS = DAY;

/** Takes the mailbox for one process, or renews it; false: another process reads it. */
export function holdMailbox({ store, clock }: Deps, name: string, holder: string): Promise<boolean> {
  const now = clock.now();
  return store.transaction((tx) => tx.mailboxes.hold(name, holder, { now, until: later(now, HELD_FOR) }));
}

/** Lets another process have it at once. */
export function releaseMailbox({ store }: Deps, name: string, holder: string): Promise<void> {
  return store.transaction((tx) => tx.mailboxes.release(name, holder));
}

/** Where to read on. */
export interface ReadFrom {
  /** UIDs above this one are new. */
  readonly lastUid: number;
  /** Mail that came into the mailbox before this is not ours to take. */
  readonly since: Instant;
}

/**
 * Asked after each sign-in, with what the server says of the mailbox. The first time reading starts from now: nobody
 * wants the mail of years. With a new UIDVALIDITY no UID means what it meant, so everything is looked at that may have
 * come since nothing was left; what was taken before is known by its dedupe key.
 */
export function openMailbox(
  { store, clock }: Deps,
  name: string,
  found: { readonly uidValidity: number; readonly uidNext: number },
): Promise<ReadFrom> {
  const now = clock.now();
  return store.transaction(async (tx) => {
    const cursor = await tx.mailboxes.lockCursor(name);
    if (cursor === null) throw new Error("a mailbox is held before it is opened");
    if (cursor.uidValidity === found.uidValidity) return cursor;
    const { uidValidity } = found;
    const start =
      cursor.uidValidity === null
        ? { uidValidity, lastUid: found.uidNext - 1, since: instant(0), completeAt: now }
        : { uidValidity, lastUid: 0, since: instant(Math.max(0, cursor.completeAt - MARGIN_MS)) };
    await tx.mailboxes.moveCursor(name, start);
    return start;
  });
}

/** Everything that the mailbox had has been taken. */
export function noteMailboxComplete({ store, clock }: Deps, name: string): Promise<void> {
  return store.transaction((tx) => tx.mailboxes.moveCursor(name, { completeAt: clock.now() }));
}
