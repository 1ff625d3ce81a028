/** A process that runs the embedded PostgreSQL until it is killed: `node embedded-server.ts <data folder> [<tools as JSON>]`. */
import process from "node:process";
import { startEmbeddedPostgres } from "../../../src/adapters/postgres-embedded/embedded-postgres.ts";
import type { Tools } from "../../../src/adapters/postgres-embedded/launcher.ts";

const [dataDir = "", tools] = process.argv.slice(2);
const parsed: unknown = tools === undefined ? null : JSON.parse(tools);
const server = await startEmbeddedPostgres({ dataDir, durable: true, ...(isTools(parsed) ? { tools: parsed } : {}) });
process.stdout.write(`${JSON.stringify({ pid: server.pid, connection: server.connection })}\n`);

function isTools(value: unknown): value is Tools {
  return typeof value === "object" && value !== null && "unshare" in value && "lock" in value;
}
