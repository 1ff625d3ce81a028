/** A PostgreSQL of a test's own, which it may end and start again under whoever is connected. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "../../../src/adapters/postgres/migrate.ts";
import { createPool } from "../../../src/adapters/postgres/pool.ts";
import { startEmbeddedPostgres } from "../../../src/adapters/postgres-embedded/embedded-postgres.ts";
import { instant } from "../../../src/domain/ids.ts";
import { SUPERUSER } from "../../../src/adapters/postgres-embedded/cluster.ts";
import { type Connection, executeSql, type TestDatabase } from "../servers/database.ts";
import { until } from "../until.ts";

/** PostgreSQL's own names: `fast` cuts everybody off and writes down; `immediate` drops everything, as a crash does. */
export type Ending = "fast" | "immediate";

export interface OwnPostgres {
  /** Where it lies: in `cluster`. */
  readonly dataDir: string;
  /** Migrated, with nothing in it; the same after each start. */
  readonly database: TestDatabase;
  stop(how: Ending): Promise<void>;
  start(): Promise<void>;
  /** It takes no writes any more and lives on, as one that was told to hand over. Answers how to reach the one that has all it had. */
  handOver(): Promise<Connection>;
}

/** `settings` are stronger than ours. What it acknowledges is there after an immediate stop, too. */
export async function ownPostgres(settings: Readonly<Record<string, string>> = {}): Promise<OwnPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), "ariane-fault-"));
  const launch = (folder = dataDir) =>
    startEmbeddedPostgres({
      dataDir: folder,
      durable: false,
      extraSettings: { synchronous_commit: "on", autovacuum: "off", ...settings },
    });
  let server = await launch();
  const heirs: Awaited<ReturnType<typeof launch>>[] = [];
  const { connection } = server;
  const pool = createPool(connection);
  await migrate(pool, instant(Date.now()));
  return {
    dataDir,
    database: {
      connection,
      pool,
      async dispose() {
        await pool.end();
        await Promise.all([server, ...heirs].map((each) => each.stop()));
        await Promise.all(heirs.map((_, place) => rm(`${dataDir}-${place}`, { recursive: true, force: true })));
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
    async handOver() {
      const admin = { ...connection, user: SUPERUSER };
      await executeSql(admin, "alter system set default_transaction_read_only = on");
      await executeSql(admin, "select pg_reload_conf()");
      await until("nothing is being written", async () => {
        const found = await pool.query<{ writing: number }>(
          "select count(*) as writing from pg_stat_activity where backend_xid is not null",
        );
        return found.rows[0]?.writing === 0;
      });
      await executeSql(admin, "checkpoint");
      const another = `${dataDir}-${heirs.length}`;
      await cp(`${dataDir}/cluster`, `${another}/cluster`, { recursive: true });
      await rm(`${another}/cluster/postmaster.pid`, { force: true });
      await rm(`${another}/cluster/postgresql.auto.conf`);
      const heir = await launch(another);
      heirs.push(heir);
      return heir.connection;
    },
  };
}
