/** Which adapters answer which ports, for one process on one database. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ConnectionOptions } from "../adapters/postgres/pool.ts";
import { createLocalBus } from "../adapters/bus/local-bus.ts";
import { type Doorbell, startDoorbell } from "../adapters/bus/postgres-doorbell.ts";
import { createJobQueue } from "../adapters/postgres/job-tx.ts";
import { measureSkew, mendFuture, SKEW_WORTH_A_WARNING_MS } from "../adapters/postgres/clock-skew.ts";
import { migrateAt } from "../adapters/postgres/migrate.ts";
import { createPool, type Pool } from "../adapters/postgres/pool.ts";
import { troubleOf } from "../adapters/postgres/trouble.ts";
import { presenceBook } from "../adapters/postgres/sessions/presence-book.ts";
import { rateLimiter } from "../adapters/postgres/sessions/rate-limiter.ts";
import { triggerQueries } from "../adapters/postgres/queries/trigger-queries.ts";
import { scheduleQueries } from "../adapters/postgres/queries/schedule-queries.ts";
import { settingsQueries } from "../adapters/postgres/queries/settings-queries.ts";
import { agentQueries } from "../adapters/postgres/queries/conversation/agent-queries.ts";
import { attachmentQueries } from "../adapters/postgres/queries/attachment-queries.ts";
import { auditQueries } from "../adapters/postgres/queries/audit-queries.ts";
import { blockedQueries } from "../adapters/postgres/queries/blocked-queries.ts";
import { healthQueries } from "../adapters/postgres/queries/health-queries.ts";
import { mailSettingsQueries } from "../adapters/postgres/queries/mail-settings-queries.ts";
import { peopleQueries } from "../adapters/postgres/queries/people-queries.ts";
import { widgetQueries } from "../adapters/postgres/queries/conversation/widget-queries.ts";
import { agentSessionBook } from "../adapters/postgres/sessions/agent-session-book.ts";
import { ensureSigningKeys } from "../adapters/postgres/signing-keys.ts";
import { createStore } from "../adapters/postgres/store.ts";
import { identityProver } from "../adapters/system/identity-prover.ts";
import { ROOM_UNKNOWN } from "../adapters/system/disk-room.ts";
import { lastTrouble } from "../adapters/system/last-trouble.ts";
import { createNewId } from "../adapters/system/new-id.ts";
import { systemSecrets } from "../adapters/system/secrets.ts";
import { newStoredKey, openTokenKeys } from "../adapters/system/token-keys.ts";
import { systemTimers } from "../adapters/system/timers.ts";
import { catalogueWords } from "../adapters/words/catalogue-words.ts";
import type { Words } from "../ports/words.ts";
import { FILES_AT_MOST } from "../domain/attachments/quotas.ts";
import type { Instant } from "../domain/ids.ts";
import type { TokenKeys } from "../domain/mail/reply-address.ts";
import type { Store } from "../ports/store.ts";
import type { Clock, DiskRoom, SteadyClock } from "../ports/system.ts";
import { describeError, type Log } from "../transport/edge/log.ts";
import { alertOperator } from "./log/audit-log.ts";
import { type MailRoomOptions, openMailRoom } from "./mail-room.ts";
import { openGrants } from "./sign-ins.ts";

export interface HouseOptions extends MailRoomOptions {
  readonly connection: ConnectionOptions;
  readonly clock: Clock;
  /** The same clock, where it is to be set by the database's; not given: it stays as it is. */
  readonly steady?: SteadyClock;
  /** Of the disk under the database; without it nobody knows, and everything is taken. */
  readonly room?: DiskRoom;
  /** Bytes of all files together; not given: `FILES_AT_MOST`. */
  readonly filesAtMost?: number;
  /** False: no mail leaves this installation. */
  readonly hasRelay: boolean;
  readonly log: Log;
  /** Called when a gap in the doorbell may have swallowed notices. */
  readonly missed: () => void;
  /** Called after a commit that woke jobs, with the instant at which the first of them is due. */
  readonly woke: (firstDue: Instant) => void;
}

export type House = Awaited<ReturnType<typeof openHouse>>;

/** Root of the project, where catalogues and built pages lie. */
export const PROJECT = join(import.meta.dirname, "..", "..");

const wordsIn = (area: string): Words => catalogueWords(pathToFileURL(join(PROJECT, "locales", area, "/")));

/** Connects, migrates, makes the keys where there are none, and puts an adapter behind every port. */
export async function openHouse(options: HouseOptions) {
  const { clock, log } = options;
  const trouble = lastTrouble(clock);
  const pool = createPool(options.connection, trouble.note);
  try {
    await migrateAt(options.connection, clock.now());
    await setClock(pool, options);
    const keys = await openKeys(pool, options);
    const processId = randomUUID();
    const bus = await ring(pool, options, processId);
    const newId = createNewId(() => clock.now());
    const store: Store = createStore({
      pool,
      newId,
      publish: bus.publish,
      woke: options.woke,
      audited: alertOperator(log),
    });
    const grants = openGrants({ pool, clock, log, secret: options.secret });
    return {
      /** Names this process to the others. */
      processId,
      pool,
      trouble,
      store,
      bus,
      clock,
      room: options.room ?? ROOM_UNKNOWN,
      filesAtMost: { ...FILES_AT_MOST, inAll: options.filesAtMost ?? FILES_AT_MOST.inAll },
      newId,
      hasRelay: options.hasRelay,
      keys,
      log,
      secrets: systemSecrets,
      grants,
      identityProver: identityProver(options.secret),
      words: wordsIn("server"),
      widgetWords: wordsIn("widget"),
      mail: openMailRoom(options, pool, grants),
      jobs: createJobQueue(pool, newId, processId),
      presence: presenceBook(pool),
      agentSessions: agentSessionBook(pool),
      limiter: rateLimiter(pool),
      queries: queriesOf(pool, grants.doors, options.hasRelay),
      async close() {
        await bus.stop();
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** The reads that decide nothing. */
const queriesOf = (pool: Pool, doors: Parameters<typeof healthQueries>[1], hasRelay: boolean) => ({
  widget: widgetQueries(pool, hasRelay),
  agent: agentQueries(pool),
  schedules: scheduleQueries(pool),
  settings: settingsQueries(pool),
  triggers: triggerQueries(pool),
  files: attachmentQueries(pool),
  health: healthQueries(pool, doors),
  mailSettings: mailSettingsQueries(pool),
  people: peopleQueries(pool),
  blocked: blockedQueries(pool),
  audit: auditQueries(pool),
});

/** Our clock is set by the database's, before anything is written by it. */
async function setClock(pool: Pool, { clock, steady, log }: HouseOptions): Promise<void> {
  const skewMs = await measureSkew(pool, () => clock.now());
  if (Math.abs(skewMs) > SKEW_WORTH_A_WARNING_MS) log("warn", "clocks-differ", { skewMs });
  steady?.follow(skewMs);
  if (steady !== undefined) await mendFuture(pool, clock.now());
}

async function openKeys(pool: Pool, { secret, clock }: HouseOptions): Promise<TokenKeys> {
  return openTokenKeys(await ensureSigningKeys(pool, (id) => newStoredKey(id, secret), clock.now()), secret);
}

function ring(pool: Pool, options: HouseOptions, processId: string): Promise<Doorbell> {
  return startDoorbell({
    connection: options.connection,
    processId,
    timers: systemTimers,
    local: createLocalBus(),
    execute: (sql, values) => pool.query(sql, [...values]),
    missed: options.missed,
    log: (event, error) => options.log("warn", event, describeError(troubleOf(error) ?? error)),
  });
}
