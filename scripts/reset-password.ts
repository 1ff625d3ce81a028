/**
 * `npm run reset-password -- EMAIL`: prints a link that chooses a new password, once, within a day. With `--set` the
 * password is asked for here instead. Works on the database of the environment, whether the server runs or not.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { createLocalBus } from "../src/adapters/bus/local-bus.ts";
import { startDoorbell } from "../src/adapters/bus/postgres-doorbell.ts";
import { migrate } from "../src/adapters/postgres/migrate.ts";
import { createPool } from "../src/adapters/postgres/pool.ts";
import { createStore } from "../src/adapters/postgres/store.ts";
import { systemClock } from "../src/adapters/system/clock.ts";
import { createNewId } from "../src/adapters/system/new-id.ts";
import { systemSecrets } from "../src/adapters/system/secrets.ts";
import { systemTimers } from "../src/adapters/system/timers.ts";
import { type Config, publicUrlAt, readConfig } from "../src/config.ts";
import type { Store } from "../src/ports/store.ts";
import { openDatabase } from "./open-database.ts";
import { makeResetLink } from "../src/usecases/passwords/make-reset-link.ts";
import { setPasswordOf } from "../src/usecases/passwords/set-password-of.ts";

const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);

/** As it was announced at the last start; without an own URL the port is known there alone. */
function publicUrlOf({ publicUrl, dataDir, http }: Config): string {
  if (publicUrl !== null) return publicUrl;
  try {
    const ready: unknown = JSON.parse(readFileSync(join(dataDir, "ready.json"), "utf8"));
    if (typeof ready === "object" && ready !== null && "url" in ready) return String(ready.url);
  } catch {
    // It is not running.
  }
  return publicUrlAt(http.port);
}

/** A line that is typed and not shown; where it comes from a pipe, its next line. */
async function askPassword(): Promise<string> {
  const isTerminal = process.stdin.isTTY;
  if (isTerminal) process.stdout.write("New password (not shown): ");
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silence, terminal: isTerminal });
  try {
    return await lines.question("");
  } finally {
    lines.close();
    if (isTerminal) say("");
  }
}

interface Deps {
  readonly store: Store;
  readonly clock: typeof systemClock;
  readonly secrets: typeof systemSecrets;
}

async function setIt(deps: Deps, email: string): Promise<string> {
  const set = await setPasswordOf(deps, { email, password: await askPassword() });
  if (!set.ok) return refused(set.error);
  return `The password of ${email} is changed. Every session of theirs has ended, and older reset links work no more.`;
}

async function printLink(deps: Deps, config: Config, { email, isRunning }: { email: string; isRunning: boolean }) {
  const made = await makeResetLink(deps, { email }, publicUrlOf(config));
  if (!made.ok) return refused(made.error);
  const { url, expiresAt } = made.value;
  const start = isRunning ? "" : "The server is not running: start it first. ";
  return [
    `A link for ${email} to choose a new password. It works once, until ${new Date(expiresAt).toISOString()}:`,
    `\n  ${url}\n`,
    `${start}Until it is used nothing changes; then every session of theirs ends.`,
  ].join("\n");
}

function refused({ code, message }: { readonly code: string; readonly message: string }): string {
  process.exitCode = 1;
  return `Nothing was changed. ${message}${code === "not-found" ? ` ${ADDRESSES}` : ""}`;
}

const ADDRESSES = "Give the address with which they sign in; a deactivated one is activated by an admin first.";

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const isSetting = words.includes("--set");
  const [email, ...rest] = words.filter((word) => word !== "--set");
  if (email === undefined || email.startsWith("-") || rest.length > 0) {
    say(
      "Usage: npm run reset-password -- [--set] EMAIL\n  Prints a link that chooses a new password; --set asks for it.",
    );
    process.exitCode = 2;
    return;
  }
  const config = readConfig();
  const database = await openDatabase(config);
  const pool = createPool({ ...database.connection, max: 2 });
  try {
    const { now } = systemClock;
    await migrate(pool, now());
    const { rows } = await pool.query("select 1 from account");
    if (rows.length === 0) {
      process.exitCode = 1;
      say("Nothing was changed. This installation has no account yet: start it, and make the first admin.");
      return;
    }
    // Processes that run forget whose cookies ended, and close their sockets, at a ring.
    const bell = await startDoorbell({
      connection: database.connection,
      processId: "reset-password",
      timers: systemTimers,
      local: createLocalBus(),
      execute: (sql, values) => pool.query(sql, [...values]),
      missed: () => undefined,
      log: () => undefined,
    });
    const store = createStore({ pool, newId: createNewId(now), publish: bell.publish });
    const deps = { store, clock: systemClock, secrets: systemSecrets };
    const isRunning = !database.isStartedHere;
    say(isSetting ? await setIt(deps, email) : await printLink(deps, config, { email, isRunning }));
    await bell.stop();
  } finally {
    await pool.end();
    await database.stop();
  }
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
