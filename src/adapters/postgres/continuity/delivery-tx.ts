/** The outbox: one row a mail, written in the transaction that decides, looked at again when it leaves. */
import { type ConversationId, type DeliveryId, instant, type Instant } from "../../../domain/ids.ts";
import { nextDeliveryState } from "../../../domain/continuity/delivery.ts";
import type { DeliveryTx } from "../../../ports/continuity/delivery-tx.ts";
import type { LeasedJob } from "../../../ports/job-tx.ts";
import { lockOf } from "../conversation/locking.ts";
import { holdsLease } from "../job-tx.ts";
import type { TxConnection } from "../tx/tx-connection.ts";
import { findDelivery, findInFlight, insertDelivery } from "./delivery-rows.ts";
import { endAttempt, setState, startAttempt } from "./delivery-attempts.ts";
import { hasReached, loadCarried, loadContext, loadThread } from "./mailed-before.ts";

export function deliveryTx(db: TxConnection): DeliveryTx {
  return {
    insert: (delivery) => insertDelivery(db, delivery),
    clearWay: (id, now) => clearWay(db, id, now),
    find: (id) => findDelivery(db, id),
    lockForAttempt: (id, job) => lockForAttempt(db, id, job),
    ...contents(db),
    ...attempts(db),
    async loadFailures(address, except) {
      const found = await db.query<{ settled_at: number }>(
        `select settled_at from delivery
         where recipient = $1 and id <> $2 and state in ('bounced', 'refused') and settled_at is not null`,
        [address, except],
      );
      return found.rows.map((row) => instant(row.settled_at));
    },
  };
}

async function lockForAttempt(
  db: TxConnection,
  id: DeliveryId,
  job: LeasedJob,
): ReturnType<DeliveryTx["lockForAttempt"]> {
  // In this order: the mail is read, and the lease judged, under the lock of the conversation.
  const [locked, delivery, isOurs] = await Promise.all([lockOf(db, id), findDelivery(db, id), holdsLease(db, job)]);
  return locked === null || delivery === null || !isOurs ? null : { locked, delivery };
}

/** What a mail says, and what it follows. */
function contents(db: TxConnection): Pick<DeliveryTx, "loadCarried" | "loadContext" | "loadThread" | "hasReached"> {
  return {
    loadCarried: (id, seqs) => loadCarried(db, { id, seqs }),
    loadContext: (id, before, most) => loadContext(db, { id, before, most }),
    loadThread: (id) => loadThread(db, id),
    hasReached: (id, address) => hasReached(db, { id, address }),
  };
}

function attempts(db: TxConnection): Pick<DeliveryTx, "startAttempt" | "loadFrozen" | "recordOutcome" | "setState"> {
  return {
    startAttempt: (id, frozen, now) => startAttempt(db, { id, frozen, now }),
    async loadFrozen(id) {
      const found = await db.query<{ raw: Buffer | null }>("select raw from delivery where id = $1", [id]);
      return found.rows[0]?.raw ?? null;
    },
    async recordOutcome(id, state, outcome, now) {
      await endAttempt(db, { id, state, outcome, now });
      await setState(db, { id, state, because: null, now });
    },
    setState: (id, state, because, now) => setState(db, { id, state, because, now }),
  };
}

async function clearWay(db: TxConnection, id: ConversationId, now: Instant): Promise<boolean> {
  const inFlight = await findInFlight(db, id);
  if (inFlight === null) return true;
  const state = nextDeliveryState(inFlight.state, "cancelled");
  if (state !== "cancelled") return false;
  await setState(db, { id: inFlight.id, state, because: "nothing-waiting", now });
  return true;
}
