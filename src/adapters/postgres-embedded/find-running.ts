/** The server that another process of ours has started on a folder. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { APPLICATION_ROLE, type EmbeddedConnection } from "./application-role.ts";
import { clusterFolder, loadPostmaster } from "./cluster.ts";

const PORT_LINE = 3;
const SOCKET_LINE = 4;

/** How to connect to it (lines of `postmaster.pid`, `miscadmin.h` of PostgreSQL); null: none is running. */
export function findRunningPostgres(dataDir: string): EmbeddedConnection | null {
  if (loadPostmaster(dataDir)?.isReady !== true) return null;
  const lines = readFileSync(join(clusterFolder(dataDir), "postmaster.pid"), "utf8").split("\n");
  const host = lines[SOCKET_LINE]?.trim() ?? "";
  if (host === "") return null;
  return { host, port: Number(lines[PORT_LINE]), user: APPLICATION_ROLE, database: "ariane", ssl: false };
}
