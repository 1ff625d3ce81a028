import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { createPool, type Pool } from "../../../src/adapters/postgres/pool.ts";

/** Far from UTC, by an odd number of minutes, and with summer time: code that leans on the server's zone shows. */
export const ODD_TIME_ZONE = "Pacific/Chatham";

/** What `pg` needs to connect; plain data, so that a child process can be handed it as JSON. */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  readonly database: string;
  readonly ssl: false;
}

/** The run's PostgreSQL, and the name of the migrated database that is cloned. */
export interface TestServer {
  readonly connection: Connection;
  /** Of whoever may end every session: of a superuser, where we know one. PostgreSQL's own housekeeping is such a session. */
  readonly admin: Connection;
  readonly template: string;
}

declare module "vitest" {
  interface ProvidedContext {
    postgres: TestServer;
  }
}

export interface TestDatabase {
  readonly connection: Connection;
  /** A pool on it, closed by `dispose`. */
  readonly pool: Pool;
  /** Closes the pool and drops the database, whoever is still connected. Safe to repeat. */
  dispose(): Promise<void>;
}

/**
 * A database of its own for a test file, with every migration applied and nothing in it; takes about 0.1 s.
 * Call it in `beforeAll` and its `dispose` in `afterAll`.
 */
export async function freshDatabase(): Promise<TestDatabase> {
  const { connection: server, admin, template } = inject("postgres");
  const name = `ariane_test_${randomBytes(6).toString("hex")}`;
  await executeSql(server, `create database ${name} template ${template}`);
  await executeSql(server, `alter database ${name} set timezone to '${ODD_TIME_ZONE}'`);
  const connection = { ...server, database: name };
  const pool = createPool({ ...connection, max: 10 });
  let disposal: Promise<void> | null = null;
  const dispose = async (): Promise<void> => {
    await pool.end();
    await executeSql(admin, `drop database if exists ${name} with (force)`);
  };
  return { connection, pool, dispose: () => (disposal ??= dispose()) };
}

/** Runs one statement on a connection of its own. */
export async function executeSql(connection: Connection, sql: string): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
