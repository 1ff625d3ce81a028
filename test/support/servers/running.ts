/** Servers in the test's own process, as many as wanted on one database. */
import { createSmtpMailer } from "../../../src/adapters/mail/smtp-out.ts";
import { systemClock } from "../../../src/adapters/system/clock.ts";
import { createLog } from "../../../src/compose/log/log.ts";
import { type RunningServer, startServer } from "../../../src/compose/server.ts";
import type { ServerOptions } from "../../../src/compose/server-options.ts";
import { witness } from "../doors/witness.ts";
import { type LiveWorld, MAIL_DOMAIN } from "../live-world.ts";
import { dnsOf, EXAMPLE_SENDS_FROM_HERE } from "../peers/dns.ts";
import type { TestDatabase } from "./database.ts";

const LOOPBACK = { host: "127.0.0.1", port: 0 };

export interface Running extends RunningServer {
  readonly inboundPort: number;
}

/** A server whose mail goes to `smtpUrl`. `processJobs` false: it leaves all work to others. */
export async function run(
  { database }: LiveWorld,
  { smtpUrl, processJobs = true }: { readonly smtpUrl: string; readonly processJobs?: boolean },
): Promise<Running> {
  const mailer = createSmtpMailer({ url: smtpUrl });
  const server = await runOn(database, { processJobs, mailer: () => mailer });
  return {
    ...server,
    inboundPort: server.inboundPort ?? 0,
    async stop() {
      await server.stop();
      await mailer.close();
    },
  };
}

/** A server on a database, every door open; unless told otherwise it leaves all work to others, and no mail leaves. */
export const runOn = (
  { connection }: Pick<TestDatabase, "connection">,
  options: Partial<ServerOptions> = {},
): Promise<RunningServer> =>
  startServer({
    hasRelay: true,
    connection,
    http: LOOPBACK,
    inboundSmtp: LOOPBACK,
    publicUrl: null,
    mailDomain: MAIL_DOMAIN,
    secret: null,
    trustedProxies: [],
    processJobs: false,
    mailer: () => ({ send: () => Promise.resolve({ kind: "deferred", code: null, reply: "no relay" }) }),
    clock: systemClock,
    log: createLog("error"),
    dns: dnsOf(EXAMPLE_SENDS_FROM_HERE),
    demo: null,
    witness: witness(),
    ...options,
  });
