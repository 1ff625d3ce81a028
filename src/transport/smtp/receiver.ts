/**
 * The door for answers by e-mail: SMTP, or LMTP behind a mail server.
 *
 * Says 250 only when the raw mail is kept. What was never ours, what is too large and what tries to smuggle a second
 * mail is refused while the sender is still there; nothing is ever bounced later (mail-rules.md rules 16 and 17).
 */
import { once } from "node:events";
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from "smtp-server";
import { describeError, type LogFields } from "../edge/log.ts";
import { type CertificateFiles, RenewedCertificate } from "./certificate.ts";
import { Doorkeeper } from "./doorkeeper.ts";
import { RECEIVER_LIMITS, type ReceiverLimits } from "./limits.ts";
import { MailsUnderWay, type SmtpMail } from "./mails-under-way.ts";
import { refusal } from "./refusal.ts";

export interface SmtpReceiverOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** LMTP (RFC 2033), for a mail server in front of us. */
  readonly lmtp?: boolean;
  /** What we call ourselves in the greeting. */
  readonly name?: string;
  /** With them STARTTLS is offered; without, a mail server in front has to. */
  readonly certificate?: CertificateFiles | null;
  readonly limits?: Partial<ReceiverLimits>;
  /** Asked once for each mail, before it: whether this client may hand it over. Not given: always. */
  readonly mayTake?: (remoteAddress: string) => Promise<boolean>;
  /** Asked once for each RCPT; throwing means "try later". `unknown` is for what was never ours. */
  readonly decideRecipient: (address: string) => Promise<"accept" | "unknown">;
  /** Resolves `stored` when the mail survives a crash. Throwing means `try-later`. */
  readonly store: (mail: SmtpMail) => Promise<"stored" | "try-later">;
  /** Asked at each MAIL: no room for another one now, and the sender keeps it; without it there always is. */
  readonly isFull?: () => Promise<boolean>;
  /** Facts without addresses or words of a mail. */
  readonly log: (event: string, facts: LogFields) => void;
}

export interface SmtpReceiver {
  readonly port: number;
  /** Takes no further connection, sends away who brings no mail just now, lets the mails under way end, then closes what is left. */
  close(): Promise<void>;
}

/** Listens. Rejects when the port cannot be had, or the certificate not used. */
export async function startSmtpReceiver(options: SmtpReceiverOptions): Promise<SmtpReceiver> {
  const limits = { ...RECEIVER_LIMITS, ...options.limits };
  const doorkeeper = new Doorkeeper(options.lmtp === true ? { ...limits, ...OUR_OWN_SERVER } : limits);
  const mails = new MailsUnderWay(options, limits);
  const certificate = options.certificate ? new RenewedCertificate(options.certificate, options.log) : null;
  const server = new SMTPServer({
    ...serverOptions(options, limits),
    ...(await certificate?.first()),
    // Hidden alone it would still be obeyed, with a certificate whose key everybody has.
    disabledCommands: certificate === null ? ["AUTH", "STARTTLS"] : ["AUTH"],
    logger: listeningLog(doorkeeper),
    onConnect: (session, callback) => {
      void answer(admit(session), callback);
    },
    onClose: (session) => doorkeeper.leave(session.id),
    onMailFrom: (_address, session, callback) => {
      const admitted = requireRoom(options).then(() => admitMail(options, session.remoteAddress));
      void answer(admitted, callback);
    },
    onRcptTo: (address, _session, callback) => {
      void answer(decide(options, address.address), callback);
    },
    onData: (stream, session, callback) => {
      doorkeeper.mailBegins(session.id);
      void answer(mails.take(stream, session), callback).then((isStored) => doorkeeper.mailEnds(session.id, isStored));
    },
  });
  const admit = async ({ id }: SMTPServerSession): Promise<void> => {
    const renewed = await certificate?.renewed();
    if (renewed) server.updateSecureContext(renewed);
    const connection = [...server.connections].find((each) => each.id === id);
    const why = connection === undefined ? "gone" : doorkeeper.admit(connection);
    if (why !== null) throw refusal(421, why);
  };
  // A client that resets the connection or breaks the handshake is no trouble of ours.
  server.on("error", (error: Error) => options.log("smtp-client-error", { error: error.message }));
  server.listen(options.port, options.host);
  await once(server.server, "listening");
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("the SMTP receiver has no port");
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Lines that lie idle, our own mailer's among them, would else be waited for.
        doorkeeper.close();
      }),
  };
}

async function requireRoom({ isFull, log }: SmtpReceiverOptions): Promise<void> {
  if ((await isFull?.()) !== true) return;
  log("smtp-no-room", {});
  throw refusal(452, "no room for mail just now, try again later");
}

/** Behind LMTP stands one server of the operator's, which brings the mail of all the world, and its mistakes. */
const OUR_OWN_SERVER = { clientsPerNetwork: Infinity, errors: Infinity };

/** The library tells its log of every command and answer, and nobody else. */
function listeningLog(doorkeeper: Doorkeeper): Exclude<SMTPServerOptions["logger"], boolean | undefined> {
  return {
    debug({ tnx, cid, command }: LogEntry, _direction: unknown, line: unknown) {
      if (tnx === "command") doorkeeper.heard(String(cid), String(command));
      if (tnx === "send") doorkeeper.told(String(cid), Number.parseInt(String(line), 10));
    },
    trace: ignore,
    info: ignore,
    warn: ignore,
    error: ignore,
    fatal: ignore,
  };
}

const ignore = (): void => undefined;

interface LogEntry {
  readonly tnx?: unknown;
  readonly cid?: unknown;
  readonly command?: unknown;
}

function serverOptions(options: SmtpReceiverOptions, limits: ReceiverLimits): SMTPServerOptions {
  return {
    ...(options.name === undefined ? {} : { name: options.name }),
    banner: "Ariane",
    lmtp: options.lmtp ?? false,
    size: limits.mailBytes,
    rejectOversized: true,
    maxRecipients: limits.recipients,
    // Places are given by the doorkeeper; this bounds those who have not come up to it.
    maxClients: 2 * limits.clients,
    socketTimeout: limits.idleFor,
    closeTimeout: limits.closeWithin,
    disableReverseLookup: true,
    // Our own addresses are ASCII; with SMTPUTF8 hidden nobody hands us an envelope that we could not answer.
    hideSMTPUTF8: true,
    hideENHANCEDSTATUSCODES: false,
    authOptional: true,
  };
}

/** The library speaks in callbacks: an error is a refusal, nothing is consent. Says which it was. */
async function answer(work: Promise<void>, callback: (error?: Error | null) => void): Promise<boolean> {
  try {
    await work;
  } catch (error) {
    callback(error instanceof Error ? error : refusal(451, "try again later"));
    return false;
  }
  callback();
  return true;
}

async function admitMail({ mayTake, log }: SmtpReceiverOptions, remoteAddress: string): Promise<void> {
  if (mayTake === undefined || (await mayTake(remoteAddress))) return;
  log("smtp-mail-put-off", {});
  throw refusal(451, "too many mails from your network, try again later");
}

async function decide(options: SmtpReceiverOptions, address: string): Promise<void> {
  const decision = await options.decideRecipient(address).catch((error: unknown) => {
    options.log("smtp-recipient-undecided", describeError(error));
    throw refusal(451, "try again later");
  });
  // 550 carries 5.1.1 by itself.
  if (decision === "unknown") throw refusal(550, "no such address here");
}
