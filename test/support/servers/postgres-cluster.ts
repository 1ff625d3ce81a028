/**
 * One PostgreSQL for the whole run, with one migrated template in it that every test file clones (`freshDatabase`).
 * `TEST_DATABASE_URL` (of someone who may create databases) names a server to use instead of our own.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { TestProject } from "vitest/node";
import { migrate } from "../../../src/adapters/postgres/migrate.ts";
import { createPool } from "../../../src/adapters/postgres/pool.ts";
import { instant } from "../../../src/domain/ids.ts";
import { SUPERUSER } from "../../../src/adapters/postgres-embedded/cluster.ts";
import { startEmbeddedPostgres } from "../../../src/adapters/postgres-embedded/embedded-postgres.ts";
import { type Connection, executeSql, ODD_TIME_ZONE, type TestServer } from "./database.ts";

interface Cluster {
  readonly server: TestServer;
  stop(): Promise<void>;
}

/** Several projects of one run ask for this set-up; they share one cluster, and the last to leave stops it. */
class Sharing {
  #cluster: Promise<Cluster> | null = null;
  #users = 0;

  async join(): Promise<TestServer> {
    this.#users += 1;
    this.#cluster ??= makeCluster();
    return (await this.#cluster).server;
  }

  async leave(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    const cluster = await this.#cluster;
    this.#cluster = null;
    await cluster?.stop();
  }
}

declare global {
  // Each project loads this module anew, so what they share hangs on the process.
  var arianeTestCluster: Sharing | undefined;
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const sharing = (globalThis.arianeTestCluster ??= new Sharing());
  project.provide("postgres", await sharing.join());
  return () => sharing.leave();
}

async function makeCluster(): Promise<Cluster> {
  const url = process.env["TEST_DATABASE_URL"] ?? "";
  const base = url === "" ? await startOurs() : theirs(parseUrl(url));
  const template = `ariane_template_${randomBytes(4).toString("hex")}`;
  try {
    await executeSql(base.connection, `create database ${template}`);
    await migrateOnce({ ...base.connection, database: template });
  } catch (error) {
    await base.stop();
    throw error;
  }
  return {
    server: { connection: base.connection, admin: base.admin, template },
    stop: async () => {
      await executeSql(base.admin, `drop database if exists ${template} with (force)`);
      await base.stop();
    },
  };
}

interface Base extends Pick<TestServer, "connection" | "admin"> {
  stop(): Promise<void>;
}

const theirs = (connection: Connection): Base => ({
  connection,
  admin: connection,
  stop: () => Promise.resolve(),
});

async function startOurs(): Promise<Base> {
  const dataDir = mkdtempSync(join(tmpdir(), "ariane-test-"));
  const server = await startEmbeddedPostgres({
    dataDir,
    durable: false,
    extraSettings: { timezone: ODD_TIME_ZONE, max_connections: "200" },
  });
  // Tests make databases of their own; beyond that they are who the product is.
  const admin = { ...server.connection, user: SUPERUSER };
  await executeSql(admin, `alter role ${server.connection.user} createdb`);
  return {
    connection: server.connection,
    admin,
    stop: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function parseUrl(text: string): Connection {
  const url = new URL(text);
  return {
    host: url.searchParams.get("host") ?? decodeURIComponent(url.hostname),
    port: Number(url.port === "" ? 5432 : url.port),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    ssl: false,
  };
}

async function migrateOnce(connection: Connection): Promise<void> {
  const pool = createPool({ ...connection, max: 1 });
  try {
    await migrate(pool, instant(Date.now()));
  } finally {
    await pool.end();
  }
}
