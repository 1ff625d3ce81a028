/** A running product with the doors for mail that a test wants, on a live world. */
import { createSmtpMailer, type SmtpMailer, type SmtpMailerOptions } from "../../../src/adapters/mail/smtp-out.ts";
import { systemClock } from "../../../src/adapters/system/clock.ts";
import { createLog } from "../../../src/compose/log/log.ts";
import type { MailDoorOptions } from "../../../src/compose/mail-doors.ts";
import { type RunningServer, startServer } from "../../../src/compose/server.ts";
import type { ServerOptions } from "../../../src/compose/server-options.ts";
import type { Grants } from "../../../src/compose/sign-ins.ts";
import type { ImapConfig } from "../../../src/config.ts";
import type { OAuthGrant } from "../../../src/ports/mail/access-tokens.ts";
import type { EnvelopedMail, Mailer } from "../../../src/ports/continuity/mailer.ts";
import type { Log } from "../../../src/transport/edge/log.ts";
import { dnsOf, EXAMPLE_SENDS_FROM_HERE, type Zone } from "../peers/dns.ts";
import { type LiveWorld, liveWorld, MAIL_DOMAIN } from "../live-world.ts";
import { until } from "../until.ts";
import { witness } from "../doors/witness.ts";

export interface MailHouse {
  readonly world: LiveWorld;
  readonly server: RunningServer;
  /** What has left, oldest first, where no `smtpUrl` was given. */
  readonly left: readonly EnvelopedMail[];
  /** Stops the server, and starts another on the same data; `between` happens while nobody runs. */
  restart(between?: () => Promise<void>): Promise<void>;
  /** Another process beside the first. */
  addProcess(): Promise<RunningServer>;
  close(): Promise<void>;
}

export interface MailHouseOptions extends Partial<MailDoorOptions>, Pick<ServerOptions, "allowed" | "room"> {
  readonly mailUpstream?: string | null;
  /** Where its mail goes; without it nowhere, and whatever leaves is taken as sent. */
  readonly smtpUrl?: string;
  /** Sign-in there by XOAUTH2. */
  readonly smtpOAuth?: OAuthGrant;
  readonly secret?: string;
  readonly log?: Log;
  /** What DNS says; without it example.com sends from this machine. */
  readonly zone?: Zone;
}

const LOOPBACK = { host: "127.0.0.1", port: 0 };
/** Whoever is gone is tried again at once, so that a test waits for nothing. */
const QUICK = { retryAfter: 10, retryAtMost: 50, holdEvery: 100, pollWithoutIdle: 50 };

const takesAll = (left: EnvelopedMail[]): Mailer => ({
  send(mail) {
    left.push(mail);
    return Promise.resolve({ kind: "accepted", code: 250, reply: "250 2.0.0 taken" });
  },
});

export async function openMailHouse(options: MailHouseOptions = {}): Promise<MailHouse> {
  const world = await liveWorld();
  const servers: RunningServer[] = [];
  const mailers: SmtpMailer[] = [];
  const left: EnvelopedMail[] = [];
  const start = async (): Promise<RunningServer> => {
    const server = await startServer({
      hasRelay: true,
      connection: world.database.connection,
      http: LOOPBACK,
      inboundSmtp: null,
      publicUrl: null,
      mailDomain: MAIL_DOMAIN,
      secret: null,
      trustedProxies: [],
      processJobs: true,
      mailer(grants) {
        if (options.smtpUrl === undefined) return takesAll(left);
        const mailer = createSmtpMailer({ url: options.smtpUrl, ...signInBy(options, grants) });
        mailers.push(mailer);
        return mailer;
      },
      clock: systemClock,
      log: createLog("error"),
      dns: dnsOf(options.zone ?? EXAMPLE_SENDS_FROM_HERE),
      demo: null,
      witness: witness(),
      ...options,
      imapTiming: { ...QUICK, ...options.imapTiming },
    });
    servers.push(server);
    return server;
  };
  const stop = async (): Promise<void> => {
    for (const server of servers.splice(0)) await server.stop();
    for (const mailer of mailers.splice(0)) await mailer.close();
  };
  let current = await start();
  return {
    world,
    left,
    get server() {
      return current;
    },
    async restart(between) {
      await stop();
      await between?.();
      current = await start();
    },
    addProcess: start,
    async close() {
      await stop();
      await world.dispose();
    },
  };
}

const signInBy = ({ smtpOAuth }: MailHouseOptions, grants: Grants): Pick<SmtpMailerOptions, "accessTokens"> =>
  smtpOAuth === undefined ? {} : { accessTokens: grants.open("smtp", smtpOAuth) };

/** A mailbox on this machine, as the configuration names it. */
export const mailboxAt = (port: number, signIn: ImapConfig["signIn"] = PASSWORD): ImapConfig => ({
  host: "127.0.0.1",
  port,
  isImplicitTls: false,
  user: "desk",
  folder: "INBOX",
  signIn,
});
const PASSWORD: ImapConfig["signIn"] = { kind: "password", password: "secret" };

export interface ReceivedMail {
  readonly state: string;
  readonly because: string | null;
  readonly subject: string | null;
  readonly door: string;
  readonly conversation_id: string | null;
}

/** Everything that came in so far, oldest first, once all of it has been read. */
export async function receivedBy({ world }: MailHouse): Promise<readonly ReceivedMail[]> {
  const found = await world.database.pool.query<ReceivedMail>(
    "select state, because, subject, door, conversation_id from inbound_mail order by received_at, id",
  );
  return found.rows;
}

/** Resolves with them when so many mails have come in and been read. */
export function receives(house: MailHouse, count: number): Promise<readonly ReceivedMail[]> {
  return until(`${count} mails have come in and been read`, async () => {
    const mails = await receivedBy(house);
    return mails.length >= count && mails.every(({ state }) => state !== "stored") ? mails : null;
  });
}

let lastMail = 0;

/** A mail by Marie to the support address, unlike every other; a test changes only what it is about. */
export function aLetter(change: {
  readonly subject?: string;
  readonly to?: string;
  readonly from?: string;
  readonly id?: string | null;
  readonly text?: string;
  readonly head?: readonly string[];
}): string {
  lastMail += 1;
  const { subject = `Question ${lastMail}`, to = `help@${MAIL_DOMAIN}`, from = "Marie <marie@example.com>" } = change;
  const { id = `<letter-${lastMail}@example.com>`, text = "Do you have the oak lamp?", head = [] } = change;
  return [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    ...(id === null ? [] : [`Message-ID: ${id}`]),
    "Date: Mon, 05 Jan 2026 14:00:00 +0000",
    ...head,
    "",
    text,
    "",
  ].join("\r\n");
}
