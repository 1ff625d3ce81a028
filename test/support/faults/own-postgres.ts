/** A PostgreSQL of a test's own, which it may end and start again under whoever is connected. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "../../../src/adapters/postgres/migrate.ts";
import { createPool } from "../../../src/adapters/postgres/pool.ts";
import { startEmbeddedPostgres } from "../../../src/adapters/postgres-embedded/embedded-postgres.ts";
import { instant } from "../../../src/domain/ids.ts";
import type { TestDatabase } from "../servers/database.ts";

/** PostgreSQL's own names: `fast` cuts everybody off and writes down; `immediate` drops everything, as a crash does. */
export type Ending = "fast" | "immediate";

export interface OwnPostgres {
  /** Migrated, with nothing in it; the same after each start. */
  readonly database: TestDatabase;
  stop(how: Ending): Promise<void>;
  start(): Promise<void>;
}

/** `settings` are stronger than ours. What it acknowledges is there after an immediate stop, too. */
export async function ownPostgres(settings: Readonly<Record<string, string>> = {}): Promise<OwnPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), "ariane-fault-"));
  const launch = () =>
    startEmbeddedPostgres({ dataDir, durable: false, extraSettings: { synchronous_commit: "on", ...settings } });
  let server = await launch();
  const { connection } = server;
  const pool = createPool(connection);
  await migrate(pool, instant(Date.now()));
  return {
    database: {
      connection,
      pool,
      async dispose() {
        await pool.end();
        await server.stop();
        await rm(dataDir, { recursive: true, force: true });
      },
    },
    async stop(how) {
      if (how === "immediate") process.kill(server.pid, "SIGQUIT");
      await server.stop();
    },
    async start() {
      server = await launch();
    },
  };
}
