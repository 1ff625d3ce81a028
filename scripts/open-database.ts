/** The database that the environment names, for scripts on the host: as the server has it open, or started for us. */
import { join } from "node:path";
import { startEmbeddedPostgres } from "../src/adapters/postgres-embedded/embedded-postgres.ts";
import { findRunningPostgres } from "../src/adapters/postgres-embedded/find-running.ts";
import type { ConnectionOptions } from "../src/adapters/postgres/pool.ts";
import type { Config } from "../src/config.ts";

interface Database {
  readonly connection: ConnectionOptions;
  readonly isStartedHere: boolean;
  stop(): Promise<void>;
}

export async function openDatabase({ databaseUrl, dataDir }: Config): Promise<Database> {
  const leaveIt = { isStartedHere: false, stop: () => Promise.resolve() };
  if (databaseUrl !== null) return { connection: { connectionString: databaseUrl }, ...leaveIt };
  const folder = join(dataDir, "postgres");
  const running = findRunningPostgres(folder);
  if (running !== null) return { connection: running, ...leaveIt };
  const started = await startEmbeddedPostgres({ dataDir: folder, durable: true });
  return { connection: started.connection, isStartedHere: true, stop: started.stop };
}
