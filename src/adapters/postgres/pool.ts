import pg from "pg";

export type Pool = pg.Pool;
/** What runs a statement: the pool, or the one connection of a transaction. */
export type Queryable = Pick<pg.Pool, "query">;
export type ConnectionOptions = pg.PoolConfig;

/** Connections a process keeps at most: two cores are busy with fewer, and PostgreSQL's own limit is 100 for all processes. */
const MAX_CONNECTIONS = 20;
const INT8_OID = 20;
/** A statement that takes longer than this is a fault of ours: better an error than a pool that fills up. */
const STATEMENT_TIMEOUT_MS = 30_000;

/** A pool whose `bigint` columns arrive as numbers: instants stay below 2^53 for 285,000 years. */
export function createPool(connection: ConnectionOptions): Pool {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8_OID, Number);
  const pool = new pg.Pool({
    max: MAX_CONNECTIONS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: "ariane",
    // Statements of a transaction that wait for no answer of each other go over in one write (tx-connection.ts).
    pipeline: true,
    ...connection,
    types,
  });
  // A connection that breaks while idle is replaced at its next use; without a listener it would end the process.
  pool.on("error", () => undefined);
  return pool;
}
