/** `npm run doctor`: configuration, DNS, HTTPS and WebSocket, and the mail round trip, each with its cure. */
import { Resolver } from "node:dns/promises";
import { join } from "node:path";
import process from "node:process";
import { createPool } from "../src/adapters/postgres/pool.ts";
import { createStore } from "../src/adapters/postgres/store.ts";
import { findRunningPostgres } from "../src/adapters/postgres-embedded/find-running.ts";
import { systemClock } from "../src/adapters/system/clock.ts";
import { createNewId } from "../src/adapters/system/new-id.ts";
import { examineDatabase, examineRole } from "../src/doctor/role.ts";
import { examineSignIns } from "../src/doctor/sign-ins.ts";
import { type DoctorDns, examineDns, examinePublicUrl, examineRoundTrip, type Finding } from "../src/doctor/doctor.ts";
import { type Config, parseConfig, publicUrlAt } from "../src/config.ts";

const SIGNS = { good: "ok  ", bad: "BAD ", note: "note" } as const;
let isBad = false;

function say(title: string, findings: readonly Finding[]): void {
  console.log(`\n${title}`);
  for (const { state, text } of findings) console.log(`  ${SIGNS[state]} ${text}`);
  isBad ||= findings.some(({ state }) => state === "bad");
}

const bad = (text: string): Finding => ({ state: "bad", text });

async function examine(config: Config): Promise<void> {
  const warnings = config.warnings.map((text): Finding => ({ state: "note", text }));
  say("Configuration", warnings.length === 0 ? [{ state: "good", text: "no fault" }] : warnings);
  const publicUrl = config.publicUrl ?? publicUrlAt(config.http.port);
  say("Web", await examinePublicUrl(publicUrl));
  const connection =
    config.databaseUrl === null
      ? findRunningPostgres(join(config.dataDir, "postgres"))
      : { connectionString: config.databaseUrl };
  if (connection === null) {
    say("Mail", [
      bad("The server is not running: start it, then ask again. DNS and the round trip need what it knows."),
    ]);
    return;
  }
  const pool = createPool({ ...connection, max: 2 });
  try {
    const store = createStore({ pool, newId: createNewId(() => systemClock.now()), publish: () => undefined });
    const host = config.publicUrl === null ? null : new URL(config.publicUrl).hostname;
    const relay = config.smtpUrl === null ? null : new URL(config.smtpUrl).hostname;
    const dns = { store, dns: doctorDns(), mailDomain: config.mailDomain, host, relay };
    const trouble = await examineDatabase([
      async () => say("Database", await examineRole(pool)),
      async () =>
        say("DNS", config.demo ? [{ state: "note", text: "not asked: the demo needs none" }] : await examineDns(dns)),
      async () => say("Mail, once round", await examineRoundTrip({ store, now: () => systemClock.now() })),
      async () => {
        const signIns = await examineSignIns(pool, config);
        if (signIns.length > 0) say("Sign-in by OAuth", signIns);
      },
    ]);
    if (trouble.length > 0) say("The database is in trouble", trouble);
  } finally {
    await pool.end();
  }
}

function doctorDns(): DoctorDns {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  return {
    texts: (name) => ask(resolver.resolveTxt(name), (pieces) => pieces.join("")),
    exchanges: (domain) => ask(resolver.resolveMx(domain), ({ exchange }) => exchange),
  };
}

async function ask<T>(question: Promise<readonly T[]>, print: (found: T) => string): Promise<readonly string[] | null> {
  try {
    return (await question).map(print);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    return code === "ENOTFOUND" || code === "ENODATA" ? [] : null;
  }
}

const parsed = parseConfig(process.env);
if (parsed.ok) await examine(parsed.value);
else say("Configuration", parsed.error.map(bad));
console.log(isBad ? "\nSomething needs mending.\n" : "\nAll is well.\n");
process.exitCode = isBad ? 1 : 0;
