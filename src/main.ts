/** Starts and stops; nothing else. */
import { setFlagsFromString } from "node:v8";
import { startApplication, type Application } from "./compose/application.ts";
import { heedBugs } from "./compose/bugs.ts";
import { createLog } from "./compose/log/log.ts";
import { readConfig } from "./config.ts";

const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);

/**
 * Buffers that files and mails went through are collected when there are 16 MB of them; V8 by itself waits for a hundred.
 * It takes eight times this figure, and sizes nothing else by it once it runs.
 */
setFlagsFromString("--scavenger-max-new-space-capacity-mb=2");

async function main(): Promise<void> {
  // Whatever is written from here on is ours alone.
  process.umask(0o077);
  const config = readConfig();
  for (const warning of config.warnings) say(`Note: ${warning}`);
  const application = await startApplication(config, say);
  stopOnSignals(application, config.stopGraceMs);
  announce(application);
}

function announce({ url, firstAdminCode, demoSignIn }: Application): void {
  if (demoSignIn === null) {
    say(`\nAriane is ready: ${url}/workspace/\n`);
    if (firstAdminCode !== null) {
      say(`Nobody administers it yet. Open that page and make the first admin, with this code (once):

  ${firstAdminCode}

It also stands in the file first-admin-code of the data folder.\n`);
    }
    return;
  }
  say(`
Ariane is ready. This is the demo: delays are seconds, and everybody may sign in.

  Shop with the widget   ${url}/demo/
  Agent workspace        ${url}/workspace/
  Admin center           ${url}/workspace/admin
  Mailbox                ${url}/demo/mailbox

  Sign in as             ${demoSignIn.email}
  Password               ${demoSignIn.password}

Ctrl-C stops everything.
`);
}

/** After the grace people are sent away (5 s), and requests and mails have 10 s to end; the rest is what the database needs. */
const STOPS_WITHIN_MS = 25_000;
/** npm hands a Ctrl-C on that the terminal has sent us already: that is one word, not two. */
const SAID_ONCE_WITHIN_MS = 300;

function stopOnSignals(application: Application, graceMs: number): void {
  let toldAt: number | null = null;
  const stop = (code: number): void => {
    const now = performance.now();
    if (toldAt !== null) {
      // Told twice: whoever says so means it.
      if (now - toldAt > SAID_ONCE_WITHIN_MS) process.exit(1);
      return;
    }
    toldAt = now;
    setTimeout(() => {
      process.stderr.write("Not everything ended in time; it ends now. What was acknowledged is in the database.\n");
      process.exit(1);
    }, graceMs + STOPS_WITHIN_MS).unref();
    application.stop().then(
      () => process.exit(code),
      (error: unknown) => fail(error),
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop(0));
  heedBugs(process, createLog("error"), () => toldAt === null && stop(1));
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof Error && error.cause instanceof Error) process.stderr.write(`  ${error.cause.message}\n`);
  process.exit(1);
}

main().catch(fail);
