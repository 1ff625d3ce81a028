/** A replica of a PostgreSQL: it has what the other one has, as soon as the other one has acknowledged it, and takes over. */
import { closeSync, openSync } from "node:fs";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import pg from "pg";
import { locateBinaries } from "../../../src/adapters/postgres-embedded/binaries.ts";
import { clusterFolder, SUPERUSER } from "../../../src/adapters/postgres-embedded/cluster.ts";
import { makeLauncher, probeTools } from "../../../src/adapters/postgres-embedded/launcher.ts";
import { settingsFor } from "../../../src/adapters/postgres-embedded/settings.ts";
import { socketFolder } from "../../../src/adapters/postgres-embedded/socket-folder.ts";
import type { Connection } from "../servers/database.ts";
import { until } from "../until.ts";

export interface Standby {
  /** How to reach it once it has been promoted; before, it answers what is read. */
  readonly connection: Connection;
  /** The other one is gone: from now on it takes writes. */
  promote(): Promise<void>;
  stop(): Promise<void>;
}

/** What the one needs that is to be replicated. */
export const REPLICATES = { wal_level: "replica", max_wal_senders: "2", full_page_writes: "on" } as const;
/** Of no use to the copy, or its own. */
const NOT_COPIED: ReadonlySet<string> = new Set(["pg_wal", "postmaster.pid", "postmaster.opts", "pg_replslot"]);

/**
 * Copies the one in `dataDir` to `${dataDir}-standby` while it works, by a base backup, and follows it. Resolves when no
 * commit is acknowledged any more that is not in both.
 */
export async function standbyOf(dataDir: string, primary: Connection): Promise<Standby> {
  const folder = `${dataDir}-standby`;
  await mkdir(folder, { mode: 0o700 });
  await baseBackup({ ...primary, user: SUPERUSER }, clusterFolder(dataDir), clusterFolder(folder));
  await writeFile(join(clusterFolder(folder), "standby.signal"), "");
  const child = await follow(folder, primary);
  const ended = new Promise<void>((resolve) => void child.once("exit", () => resolve()));
  const connection = { ...primary, host: socketFolder(folder).path };
  await onceSynchronous({ ...primary, user: SUPERUSER });
  return {
    connection,
    promote: () =>
      asSuperuser(connection, async (client) => {
        const { rows } = await client.query<{ is: boolean }>("select pg_promote(true) as is");
        if (rows[0]?.is !== true) throw new Error("the standby was not promoted");
      }),
    async stop() {
      child.kill("SIGQUIT");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** As `pg_basebackup` does: what is torn in the copy is mended by the log, which comes by the line. */
async function baseBackup(primary: Connection, from: string, to: string): Promise<void> {
  await asSuperuser(primary, async (client) => {
    await client.query("select pg_backup_start('standby', true)");
    await cp(from, to, { recursive: true, filter: (path) => !NOT_COPIED.has(relative(from, path)) });
    await mkdir(join(to, "pg_wal"), { mode: 0o700 });
    await mkdir(join(to, "pg_replslot"), { mode: 0o700 });
    const { rows } = await client.query<{ labelfile: string }>("select labelfile from pg_backup_stop(false)");
    await writeFile(join(to, "backup_label"), rows[0]?.labelfile ?? "");
  });
}

async function follow(folder: string, { host, port }: Connection) {
  const binaries = locateBinaries();
  const launcher = await makeLauncher(folder, binaries, await probeTools());
  const settings = {
    ...settingsFor(socketFolder(folder).path, false),
    ...REPLICATES,
    synchronous_commit: "on",
    autovacuum: "off",
    hot_standby: "on",
    primary_conninfo: `host=${host} port=${port} user=${SUPERUSER} application_name=standby`,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openSync(join(folder, "postgres.log"), "a", 0o600);
  const command = [binaries.postgres, "-D", clusterFolder(folder), ...flags];
  const child = launcher.run('chmod 700 cluster\nexec "$@"', command, ["ignore", log, log], true);
  closeSync(log);
  return child;
}

/** Nothing is acknowledged from then on that the standby has not written down. */
const onceSynchronous = (primary: Connection): Promise<void> =>
  asSuperuser(primary, async (client) => {
    const stateOf = async (): Promise<string> =>
      (await client.query<{ sync_state: string }>("select sync_state from pg_stat_replication")).rows[0]?.sync_state ??
      "";
    await until("the standby follows", async () => (await stateOf()) !== "");
    await client.query("alter system set synchronous_standby_names = 'standby'");
    await client.query("select pg_reload_conf()");
    await until("the standby is waited for", async () => (await stateOf()) === "sync");
  });

async function asSuperuser(connection: Connection, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ ...connection, user: SUPERUSER, database: "postgres" });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
