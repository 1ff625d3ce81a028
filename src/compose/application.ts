/** Everything that `npm start` runs: the database, the mailbox of the demo, one server; and how to stop it all. */
import { chmod, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ConnectionOptions } from "../adapters/postgres/pool.ts";
import { createSmtpMailer } from "../adapters/mail/smtp-out.ts";
import { keepEmbeddedPostgres } from "../adapters/postgres-embedded/kept-postgres.ts";
import { leavesRoot, probeTools } from "../adapters/postgres-embedded/launcher.ts";
import { diskRoom } from "../adapters/system/disk-room.ts";
import { createSteadyClock } from "../adapters/system/steady-clock.ts";
import { systemTimers } from "../adapters/system/timers.ts";
import type { Config } from "../config.ts";
import { DISK_FLOOR } from "../domain/attachments/quotas.ts";
import { DEMO_SIGN_IN } from "../domain/settings/demo.ts";
import type { Mailer } from "../ports/continuity/mailer.ts";
import { mountDemo, prepareDemo, refuseDemo, startMailbox } from "./demo.ts";
import { createDemoPost, proveDemo } from "./demo-post.ts";
import { offerFirstRun } from "../usecases/settings/offer-first-run.ts";
import type { Log } from "../transport/edge/log.ts";
import { createLog } from "./log/log.ts";
import { type RunningServer, startServer } from "./server.ts";
import type { ServerOptions } from "./server-options.ts";
import type { Grants } from "./sign-ins.ts";

export interface Application {
  readonly url: string;
  readonly server: RunningServer;
  /** How everybody signs in. Null: this is no demo. */
  readonly demoSignIn: typeof DEMO_SIGN_IN | null;
  /** With it the first admin is made. Null: there is one. */
  readonly firstAdminCode: string | null;
  stop(): Promise<void>;
}

interface Database {
  readonly connection: ConnectionOptions;
  readonly pid: number | null;
  stop(): Promise<void>;
}

/** `witness`: a test's. */
export async function startApplication(
  config: Config,
  say: (sentence: string) => void,
  { witness }: Pick<ServerOptions, "witness"> = {},
): Promise<Application> {
  await closeFolder(config);
  const readyFile = join(config.dataDir, "ready.json");
  await rm(readyFile, { force: true });
  const undo: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    await rm(readyFile, { force: true });
    // What started last stops first.
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    const log = createLog(config.logLevel);
    const database = await openDatabase(config, say, log);
    undo.push(database.stop);
    const mailbox = config.demo ? await startMailbox(config.dataDir) : null;
    if (mailbox !== null) undo.push(() => mailbox.close());
    const post =
      mailbox === null || config.smtpUrl !== null ? null : createDemoPost(`smtp://127.0.0.1:${mailbox.smtpPort}`);
    say("Starting the server …");
    const server = await startServer({
      ...config,
      connection: database.connection,
      ...(config.databaseUrl === null ? { room: diskRoom(config.dataDir, DISK_FLOOR) } : {}),
      hasRelay: post !== null || config.smtpUrl !== null,
      mailer(grants) {
        const mailer = post ?? openMailer(config, grants);
        undo.push(mailer.close);
        return mailer;
      },
      ...steadyTime(),
      log,
      demo:
        mailbox === null
          ? null
          : {
              signIn: DEMO_SIGN_IN,
              mount: (app, house, inboundPort) =>
                mountDemo(app, house, { mailbox, inboundHost: config.inboundSmtp.host, inboundPort }),
            },
      prepare: config.demo ? prepareDemo : refuseDemo,
      ...(witness === undefined ? {} : { witness }),
    });
    undo.push(server.stop);
    if (post !== null && server.inboundPort !== null) {
      post.deliverHome(server.house, { host: config.inboundSmtp.host, port: server.inboundPort });
      await proveDemo(server.house, post);
    }
    const firstAdminCode = await keepCode(config.dataDir, await offerFirstRun(server.house));
    await writeReady(readyFile, readyFacts(config, server, database.pid));
    const demoSignIn = config.demo ? DEMO_SIGN_IN : null;
    return { url: server.url, server, demoSignIn, firstAdminCode, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function steadyTime(): Pick<ServerOptions, "clock" | "steady"> {
  const clock = createSteadyClock();
  return { clock, steady: clock };
}

async function openDatabase(config: Config, say: (sentence: string) => void, log: Log): Promise<Database> {
  if (config.databaseUrl !== null) {
    say("Connecting to the database of DATABASE_URL …");
    return { connection: { connectionString: config.databaseUrl }, pid: null, stop: () => Promise.resolve() };
  }
  return await keepEmbeddedPostgres({
    dataDir: join(config.dataDir, "postgres"),
    durable: true,
    onProgress: say,
    timers: systemTimers,
    ended: (why) =>
      log("error", "database-ended", { error: `PostgreSQL ended by itself; it is started again. ${why}` }),
    back: (pid) => log("warn", "database-started-again", { pid }),
  });
}

/** Without a relay nothing can leave: mail waits, is tried again, and the agent reads why. */
function openMailer({ smtpUrl: url, smtpOAuth }: Config, grants: Grants): Mailer & { close(): Promise<void> } {
  if (url !== null) {
    return createSmtpMailer({ url, ...(smtpOAuth === null ? {} : { accessTokens: grants.open("smtp", smtpOAuth) }) });
  }
  return {
    send: () => Promise.resolve({ kind: "deferred", code: null, reply: "No relay is configured: set SMTP_URL." }),
    close: () => Promise.resolve(),
  };
}

/** For scripts: where everything is, once it is. */
function readyFacts(config: Config, server: RunningServer, postgres: number | null): object {
  const { url } = server;
  return {
    url,
    demo: config.demo ? `${url}/demo/` : null,
    workspace: `${url}/workspace/`,
    admin: `${url}/workspace/admin`,
    mailbox: config.demo ? `${url}/demo/mailbox` : null,
    ...(config.demo ? { signIn: DEMO_SIGN_IN } : {}),
    inboundSmtpPort: server.inboundPort,
    pids: { server: process.pid, postgres },
  };
}

/**
 * What lies below it is everybody's messages: nobody else on this machine reads it, whatever the umask says. Where
 * PostgreSQL must run as another user, that user finds a way through, and nothing else.
 */
async function closeFolder({ dataDir, databaseUrl }: Config): Promise<void> {
  const mode = databaseUrl === null && leavesRoot(await probeTools()) ? 0o711 : 0o700;
  await mkdir(dataDir, { recursive: true, mode });
  await chmod(dataDir, mode);
}

/** For whoever does not see what the server prints. Answers the code. */
async function keepCode(folder: string, code: string | null): Promise<string | null> {
  const file = join(folder, "first-admin-code");
  await rm(file, { force: true });
  if (code !== null) await writeFile(file, `${code}\n`, { mode: 0o600 });
  return code;
}

/** Whole or not at all: whoever waits for the file may read it at once. */
async function writeReady(file: string, facts: object): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
