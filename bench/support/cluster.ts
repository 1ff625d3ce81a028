/** A PostgreSQL of our own with fsync on, and databases in it with the product's tables. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { migrate } from "../../src/adapters/postgres/migrate.ts";
import { createPool } from "../../src/adapters/postgres/pool.ts";
import type { EmbeddedConnection } from "../../src/adapters/postgres-embedded/application-role.ts";
import { SUPERUSER } from "../../src/adapters/postgres-embedded/cluster.ts";
import { startEmbeddedPostgres } from "../../src/adapters/postgres-embedded/embedded-postgres.ts";
import { instant } from "../../src/domain/ids.ts";

export interface Cluster {
  /** Makes a migrated database of that name. */
  database(name: string): Promise<EmbeddedConnection>;
  stop(): Promise<void>;
}

export async function startCluster(): Promise<Cluster> {
  const dataDir = mkdtempSync(join(tmpdir(), "ariane-bench-"));
  const server = await startEmbeddedPostgres({ dataDir, durable: true });
  return {
    async database(name) {
      const client = new pg.Client({ ...server.connection, user: SUPERUSER });
      await client.connect();
      await client.query(`create database ${name} owner ${server.connection.user}`);
      await client.end();
      const connection = { ...server.connection, database: name };
      const pool = createPool({ ...connection, max: 1 });
      await migrate(pool, instant(Date.now()));
      await pool.end();
      return connection;
    },
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
