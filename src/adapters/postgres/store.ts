/** The write side of the product on PostgreSQL. */
import type { Notice } from "../../ports/bus.ts";
import type { Store, Tx } from "../../ports/store.ts";
import { accessTx, markTx } from "./access-tx.ts";
import { attachmentTx } from "./attachment-tx.ts";
import { conversationTx } from "./conversation-tx.ts";
import { deliveryTx } from "./delivery-tx.ts";
import { hotPosts } from "./hot-posts.ts";
import { inboundTx } from "./inbound-tx.ts";
import { jobTx } from "./job-tx.ts";
import { mailLimitsTx } from "./mail-limits-tx.ts";
import { mailSettingsTx } from "./mail-settings-tx.ts";
import { mailboxTx } from "./mailbox-tx.ts";
import { named } from "./named.ts";
import { peopleTx } from "./people-tx.ts";
import type { Pool } from "./pool.ts";
import { createRings } from "./rings.ts";
import { settingsTx } from "./settings-tx.ts";
import { triggerTx } from "./trigger-tx.ts";

interface Deps {
  readonly pool: Pool;
  readonly newId: () => string;
  /** Called after a commit with what it changed; never inside the transaction. */
  readonly publish: (notices: readonly Notice[]) => void;
}

export function createStore(deps: Deps): Store {
  return {
    transaction: (work) => transaction(deps, work),
    hot: hotPosts(deps.pool, deps.newId, deps.publish),
  };
}

async function transaction<T>({ pool, newId, publish }: Deps, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const rings = createRings();
  let isBroken = true;
  try {
    await client.query("begin");
    const db = named(client);
    const result = await work({
      access: accessTx(db),
      attachments: attachmentTx(db),
      conversations: conversationTx({ db, rings, newId }),
      deliveries: deliveryTx(db),
      inbound: inboundTx(db, rings),
      jobs: jobTx(db, newId),
      limits: mailLimitsTx(db),
      mail: mailSettingsTx(db),
      mailboxes: mailboxTx(db),
      marks: markTx(db),
      people: peopleTx(db, rings),
      settings: settingsTx(db, rings),
      triggers: triggerTx(db, rings),
    });
    await client.query("commit");
    isBroken = false;
    publish(rings.take());
    return result;
  } catch (error) {
    // A connection that cannot roll back is thrown away: whatever it held ends with it.
    await client.query("rollback").then(
      () => (isBroken = false),
      () => undefined,
    );
    throw error;
  } finally {
    client.release(isBroken);
  }
}
