/** A process of its own that runs one server, to be killed. Its options come as JSON; it says in one line when it is ready. */
import { createSmtpMailer } from "../../../src/adapters/mail/smtp-out.ts";
import { createSteadyClock } from "../../../src/adapters/system/steady-clock.ts";
import { createLog } from "../../../src/compose/log/log.ts";
import { startServer } from "../../../src/compose/server.ts";
import type { ChildOptions } from "./children.ts";
import { dnsOf } from "../peers/dns.ts";
import { witness } from "../doors/witness.ts";

const options: ChildOptions = JSON.parse(process.argv[2] ?? "null");
const clock = createSteadyClock();
const LOOPBACK = { host: "127.0.0.1", port: 0 };
const MANY = 1_000_000;
const CROWD = {
  socketsOfANetwork: MANY,
  conversationsOfANetworkAnHour: MANY,
  conversationsAMinute: MANY,
  mailsOfANetworkAnHour: MANY,
};

const server = await startServer({
  hasRelay: true,
  connection: options.connection,
  http: { ...LOOPBACK, port: options.httpPort ?? 0 },
  inboundSmtp: LOOPBACK,
  publicUrl: null,
  mailDomain: options.mailDomain,
  secret: null,
  trustedProxies: [],
  allowed: options.isCrowded === true ? CROWD : {},
  processJobs: true,
  mailer: () => createSmtpMailer({ url: options.smtpUrl }),
  clock,
  steady: clock,
  log: createLog("warn"),
  dns: dnsOf(options.zone),
  demo: null,
  witness: witness((fault) => {
    throw new Error(fault);
  }),
});
process.stdout.write(`${JSON.stringify({ url: server.url, inboundPort: server.inboundPort })}\n`);
process.once("SIGTERM", () => void server.stop().then(() => process.exit(0)));
// Whoever started it is gone: nobody is left to stop it.
process.stdin.on("end", () => process.exit(0)).resume();
