/** Servers in the test's own process, as many as wanted on one database. */
import { createSmtpMailer } from "../../../src/adapters/mail/smtp-out.ts";
import { systemClock } from "../../../src/adapters/system/clock.ts";
import { createLog } from "../../../src/compose/log.ts";
import { type RunningServer, startServer } from "../../../src/compose/server.ts";
import { dnsOf, EXAMPLE_SENDS_FROM_HERE } from "../peers/dns.ts";
import { type LiveWorld, MAIL_DOMAIN } from "../live-world.ts";

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
  const server = await startServer({
    hasRelay: true,
    connection: database.connection,
    http: LOOPBACK,
    inboundSmtp: LOOPBACK,
    publicUrl: null,
    mailDomain: MAIL_DOMAIN,
    secret: null,
    trustedProxies: [],
    processJobs,
    mailer: () => mailer,
    clock: systemClock,
    log: createLog("error"),
    dns: dnsOf(EXAMPLE_SENDS_FROM_HERE),
    demo: null,
  });
  return {
    ...server,
    inboundPort: server.inboundPort ?? 0,
    async stop() {
      await server.stop();
      await mailer.close();
    },
  };
}
