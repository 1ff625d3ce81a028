import pg from "pg";
import type { DatabaseTrouble } from "../../ports/database-trouble.ts";
import { troubleOf } from "./trouble.ts";

export type Pool = pg.Pool;
/** What runs a statement: the pool, or the one connection of a transaction. */
export type Queryable = Pick<pg.Pool, "query">;
export type ConnectionOptions = pg.PoolConfig;

/** Connections a process keeps at most: two cores are busy with fewer, and PostgreSQL's own limit is 100 for all processes. */
const MAX_CONNECTIONS = 20;
const INT8_OID = 20;
/** A statement that takes longer than this is a fault of ours: better an error than a pool that fills up. */
const STATEMENT_TIMEOUT_MS = 15_000;
/**
 * Without an answer in this time the connection is given up: the server would have spoken by then, so the network swallows
 * it. Idle ones are closed after 10 s, so all is well within 30 s of a network that froze.
 */
const ANSWERS_WITHIN_MS = STATEMENT_TIMEOUT_MS + 5_000;
/** Waiting for a connection of the pool, or for a new one: whoever waits longer is better told to come back. */
const CONNECTS_WITHIN_MS = 10_000;
/** A server that has become somebody's standby still answers what is read: within this we are connected to the primary. */
const LIVES_FOR_SECONDS = 45;
/**
 * How the server ends sessions whose other end it never hears of again, so that they hold neither locks nor places: in a
 * transaction soon, since others wait for its rows; idle ones long after we would have closed them.
 */
const FORSAKEN_IN_TRANSACTION_MS = 20_000;
const FORSAKEN_MS = 60_000;

/**
 * A pool whose `bigint` columns arrive as numbers: instants stay below 2^53 for 285,000 years. What goes wrong with the
 * database itself is thrown as `DatabaseTrouble`, by the pool and by its connections, and told to `met`; it never ends the
 * process.
 */
export function createPool(
  connection: ConnectionOptions,
  met: (trouble: DatabaseTrouble) => void = () => undefined,
): Pool {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8_OID, Number);
  const pool = new pg.Pool({
    max: MAX_CONNECTIONS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: ANSWERS_WITHIN_MS,
    connectionTimeoutMillis: CONNECTS_WITHIN_MS,
    maxLifetimeSeconds: LIVES_FOR_SECONDS,
    keepAlive: true,
    idle_in_transaction_session_timeout: FORSAKEN_IN_TRANSACTION_MS,
    options: `-c idle_session_timeout=${FORSAKEN_MS}`,
    application_name: "ariane",
    // Statements of a transaction that wait for no answer of each other go over in one write (tx-connection.ts).
    pipeline: true,
    ...connection,
    types,
  });
  // Whoever uses a connection hears of its end by what they asked; the next use gets another. An end that nobody listens
  // to would end the process: the pool listens to idle ones only, and says so here.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return tellingTrouble(pool, (error) => {
    const trouble = troubleOf(error);
    if (trouble !== null) met(trouble);
    throw trouble ?? error;
  });
}

type Failed = (error: unknown) => never;

/** The same, whose failures are told by what they mean. */
const tellingTrouble = (pool: Pool, failed: Failed): Pool =>
  new Proxy(pool, {
    get(target, key) {
      if (key === "query") return asking(target, target.query, failed);
      if (key !== "connect") return Reflect.get(target, key);
      return async (): Promise<pg.PoolClient> => {
        const client = await target.connect().catch(failed);
        return tellingOnce(client, failed);
      };
    },
  });

/** A connection that was in trouble is not lent again: the next one may lead to a server that is well. */
function tellingOnce(client: pg.PoolClient, failed: Failed): pg.PoolClient {
  let isDoubtful = false;
  const noticing: Failed = (error) => {
    isDoubtful ||= troubleOf(error) !== null;
    return failed(error);
  };
  const release = (isBroken?: Error | boolean): void => client.release(isDoubtful || isBroken);
  return new Proxy(client, {
    get(connected, name) {
      if (name === "release") return release;
      return name === "query" ? asking(connected, connected.query, noticing) : Reflect.get(connected, name);
    },
  });
}

const asking =
  (target: object, query: (...given: never[]) => unknown, failed: Failed) =>
  async (...given: unknown[]): Promise<unknown> => {
    try {
      return await Reflect.apply(query, target, given);
    } catch (error) {
      return failed(error);
    }
  };
