/** The product as it runs for real, in a process of its own. */
import { createSmtpMailer } from "../src/adapters/mail/smtp-out.ts";
import { systemClock } from "../src/adapters/system/clock.ts";
import { createLog } from "../src/compose/log/log.ts";
import { startServer } from "../src/compose/server.ts";
import { isServerSetting } from "./support/connection.ts";
import { obey, optionsOf } from "./support/obey.ts";

const setting = optionsOf(isServerSetting);
const LOOPBACK = { host: "127.0.0.1", port: 0 };
const MANY = 1_000_000;
const BENCHMARKS = { socketsOfANetwork: MANY, mailsOfANetworkAnHour: MANY };
const mailer = createSmtpMailer({ url: `smtp://127.0.0.1:${setting.smtpPort}` });

const server = await startServer({
  hasRelay: true,
  connection: setting.connection,
  http: LOOPBACK,
  inboundSmtp: LOOPBACK,
  publicUrl: null,
  mailDomain: "reply.bench.example",
  secret: null,
  trustedProxies: setting.trustedProxies ?? [],
  // All clients of the other benchmarks come by one address.
  allowed: setting.trustedProxies === undefined ? BENCHMARKS : {},
  processJobs: true,
  mailer: () => mailer,
  clock: systemClock,
  // Of a flood nobody wants to read every line.
  log: createLog(setting.trustedProxies === undefined ? "warn" : "error"),
  // No name server is asked: a benchmark measures us. SPF proves what this machine sends for the visitors.
  dns: {
    resolve: (name, type) =>
      name === "visitor.example" && type === "TXT"
        ? Promise.resolve([["v=spf1 ip4:127.0.0.1 -all"]])
        : Promise.reject(Object.assign(new Error("no such name"), { code: "ENOTFOUND" })),
    mailDomains: { takesMail: () => Promise.resolve("unknown") },
  },
  demo: null,
});
obey({ port: server.port, mailPort: server.inboundPort ?? 0 }, async () => {
  await server.stop();
  await mailer.close();
});
