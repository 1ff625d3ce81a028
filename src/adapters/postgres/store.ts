/** The write side of the product on PostgreSQL. */
import { type Actor, THE_HOUSE } from "../../domain/audit/audit.ts";
import type { Instant } from "../../domain/ids.ts";
import type { Notice } from "../../ports/bus.ts";
import type { HotPosts } from "../../ports/conversation/hot-posts.ts";
import { DatabaseTrouble } from "../../ports/database-trouble.ts";
import type { Store } from "../../ports/store.ts";
import type { Tx } from "../../ports/tx.ts";
import { createPlaces, type Places } from "../places.ts";
import { accessTx } from "./sessions/access-tx.ts";
import { markTx } from "./conversation/mark-tx.ts";
import { agentSessionTx } from "./sessions/agent-session-tx.ts";
import { type Audited, auditTx } from "./audit/audit-tx.ts";
import { attachmentTx } from "./attachments/attachment-tx.ts";
import { pictureTx } from "./attachments/pictures.ts";
import { blockTx } from "./people/block-tx.ts";
import { conversationTx } from "./conversation/conversation-tx.ts";
import { deliveryTx } from "./continuity/delivery-tx.ts";
import { hotPosts } from "./conversation/hot-posts.ts";
import { identityKeyTx } from "./sessions/identity-key-tx.ts";
import { identityTx } from "./sessions/identity-tx.ts";
import { inboundTx } from "./mail/inbound-tx.ts";
import { jobTx } from "./job-tx.ts";
import { mailLimitsTx } from "./continuity/mail-limits-tx.ts";
import { mailSettingsTogether } from "./mail-settings/mail-settings-together.ts";
import { mailboxTx } from "./mail/mailbox-tx.ts";
import { passwordResetTx } from "./passwords/password-reset-tx.ts";
import { peopleTx } from "./people/people-tx.ts";
import type { Pool } from "./pool.ts";
import { linkTx } from "./sessions/link-tx.ts";
import { retentionTx } from "./retention/retention-tx.ts";
import { createRings, type Rings } from "./rings.ts";
import { deskTx } from "./sessions/desk-tx.ts";
import { presenceTx } from "./sessions/presence-tx.ts";
import { firstRunTx } from "./settings/first-run-tx.ts";
import { scheduleTx } from "./schedules/schedule-tx.ts";
import { settingsTogether } from "./settings/settings-together.ts";
import { storedMails } from "./mail/stored-mails.ts";
import { suppressionTx } from "./continuity/suppression-tx.ts";
import { shareTransactions } from "./tx/together.ts";
import { triggerTx } from "./triggers/trigger-tx.ts";
import { beginTx, type TxConnection } from "./tx/tx-connection.ts";

interface Deps {
  readonly pool: Pool;
  readonly newId: () => string;
  /** Called after a commit with what it changed; never inside the transaction. */
  readonly publish: (notices: readonly Notice[]) => void;
  /** Called after a commit that woke jobs, with the instant at which the first of them is due. */
  readonly woke?: (firstDue: Instant) => void;
  /** Called after a commit with each event of the security log that it kept. */
  readonly audited?: (audited: Audited) => void;
  /** Milliseconds since any moment; not given: by this process's clock. */
  readonly elapsed?: () => number;
}

/** Of the connections of a pool a third: two cores have enough to do with them, and the others are for people. */
const IN_BULK_AT_ONCE = 6;
/** While people are at work: each of theirs meets two others at most, on the processor, in PostgreSQL and on the disk. */
const BESIDE_PEOPLE_AT_ONCE = 2;
/** People write again within this, or others do. */
const AT_WORK_FOR_MS = 1_000;

export function createStore(deps: Deps): Store {
  const { elapsed = () => performance.now() } = deps;
  let lastAsked = Number.NEGATIVE_INFINITY;
  const asked = (): void => void (lastAsked = elapsed());
  const isAtWork = (): boolean => elapsed() - lastAsked < AT_WORK_FOR_MS;
  const bulk = createPlaces(() => (isAtWork() ? BESIDE_PEOPLE_AT_ONCE : IN_BULK_AT_ONCE), AT_WORK_FOR_MS);
  return storeOf(deps, { bulk, asked, hot: hotPosts(deps) }, THE_HOUSE);
}

interface Shared {
  readonly bulk: Places;
  /** Somebody waits. */
  readonly asked: () => void;
  readonly hot: HotPosts;
}

function storeOf(deps: Deps, shared: Shared, actor: Actor): Store {
  const { bulk, asked, hot } = shared;
  return {
    transaction(work) {
      asked();
      return transaction(deps, actor, (open) => work(open()));
    },
    inBulk: (work) => bulk.hold(() => transaction(deps, actor, (open) => work(open()))),
    together: shareTransactions((works) => bulk.hold(() => transaction(deps, actor, works))),
    by: (another) => storeOf(deps, shared, another),
    hot: {
      ...hot,
      post(post) {
        asked();
        return hot.post(post);
      },
    },
    mails: storedMails(deps.pool),
  };
}

/** `work` opens it once for each of the works that share it. */
async function transaction<T>(deps: Deps, actor: Actor, work: (open: () => Tx) => Promise<T>): Promise<T> {
  const { pool, newId, publish, woke, audited } = deps;
  const client = await pool.connect();
  const rings = createRings();
  const kept: Audited[] = [];
  const { open, commit, rollback } = beginTx(client);
  let isBroken = true;
  let isCommitting = false;
  try {
    const result = await work(() => openTx(open(), { actor, newId, rings, kept }));
    isCommitting = true;
    await commit();
    isBroken = false;
    publish(rings.take());
    if (audited !== undefined) kept.forEach(audited);
    const firstDue = rings.firstDue();
    if (firstDue !== null) woke?.(firstDue);
    return result;
  } catch (thrown) {
    // A connection that cannot roll back is thrown away: whatever it held ends with it.
    const ended = await rollback(thrown);
    isBroken = ended.isBroken;
    // It may have gone through, only its answer did not: whoever looks finds out.
    if (isCommitting && ended.error instanceof DatabaseTrouble) publish(rings.take());
    throw ended.error;
  } finally {
    client.release(isBroken);
  }
}

interface Opened {
  readonly actor: Actor;
  readonly newId: () => string;
  readonly rings: Rings;
  readonly kept: Audited[];
}

const openTx = (db: TxConnection, { actor, newId, rings, kept }: Opened): Tx => ({
  access: accessTx(db),
  agentSessions: agentSessionTx(db, rings),
  attachments: attachmentTx(db),
  audit: auditTx(db, actor, kept),
  blocks: blockTx(db, rings),
  conversations: conversationTx({ db, rings, newId }),
  deliveries: deliveryTx(db),
  desks: deskTx(db, rings),
  firstRun: firstRunTx(db, rings),
  identities: identityTx(db, rings),
  identityKeys: identityKeyTx(db, rings),
  inbound: inboundTx(db, rings),
  jobs: jobTx(db, newId, rings),
  links: linkTx(db, rings),
  limits: mailLimitsTx(db, rings),
  mailSettings: mailSettingsTogether(db),
  mailboxes: mailboxTx(db),
  marks: markTx(db),
  passwordResets: passwordResetTx(db),
  people: peopleTx(db, rings),
  pictures: pictureTx(db, rings),
  presence: presenceTx(db),
  retention: retentionTx(db),
  schedules: scheduleTx(db, rings),
  settings: settingsTogether(db, rings),
  suppressions: suppressionTx(db, rings),
  triggers: triggerTx(db, rings),
});
