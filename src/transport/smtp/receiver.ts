/**
 * The door for answers by e-mail: SMTP, or LMTP behind a mail server.
 *
 * Says 250 only when the raw mail is kept. What was never ours, what is too large and what tries to smuggle a second
 * mail is refused while the sender is still there; nothing is ever bounced later (mail-rules.md rules 16 and 17).
 */
import { once } from "node:events";
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from "smtp-server";
import { describeError, type LogFields } from "../edge/log.ts";
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
  /** PEM. With it STARTTLS is offered. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly limits?: Partial<ReceiverLimits>;
  /** Asked once for each RCPT; throwing means "try later". `unknown` is for what was never ours. */
  readonly decideRecipient: (address: string) => Promise<"accept" | "unknown">;
  /** Resolves `stored` when the mail survives a crash. Throwing means `try-later`. */
  readonly store: (mail: SmtpMail) => Promise<"stored" | "try-later">;
  /** Facts without addresses or words of a mail. */
  readonly log: (event: string, facts: LogFields) => void;
}

export interface SmtpReceiver {
  readonly port: number;
  /** Takes no further connection, lets the mails under way end, then closes what is left. */
  close(): Promise<void>;
}

/** Listens. Rejects when the port cannot be had. */
export async function startSmtpReceiver(options: SmtpReceiverOptions): Promise<SmtpReceiver> {
  const limits = { ...RECEIVER_LIMITS, ...options.limits };
  const hosts = new ClientsPerHost(limits.clientsPerHost);
  const mails = new MailsUnderWay(options, limits);
  const server = new SMTPServer({
    ...serverOptions(options, limits),
    onConnect: (session, callback) =>
      callback(hosts.admit(session) ? null : refusal(421, "too many connections from your address")),
    onClose: (session) => hosts.leave(session),
    onRcptTo: (address, _session, callback) => {
      void answer(decide(options, address.address), callback);
    },
    onData: (stream, session, callback) => {
      void answer(mails.take(stream, session), callback);
    },
  });
  // A client that resets the connection or breaks the handshake is no trouble of ours.
  server.on("error", (error: Error) => options.log("smtp-client-error", { error: error.message }));
  server.listen(options.port, options.host);
  await once(server.server, "listening");
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("the SMTP receiver has no port");
  return {
    port: address.port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function serverOptions(options: SmtpReceiverOptions, limits: ReceiverLimits): SMTPServerOptions {
  return {
    ...(options.name === undefined ? {} : { name: options.name }),
    ...options.tls,
    banner: "Ariane",
    lmtp: options.lmtp ?? false,
    size: limits.mailBytes,
    rejectOversized: true,
    maxRecipients: limits.recipients,
    maxClients: limits.clients,
    socketTimeout: limits.idleFor,
    closeTimeout: limits.closeWithin,
    disableReverseLookup: true,
    // Our own addresses are ASCII; with SMTPUTF8 hidden nobody hands us an envelope that we could not answer.
    hideSMTPUTF8: true,
    hideENHANCEDSTATUSCODES: false,
    hideSTARTTLS: options.tls === undefined,
    authOptional: true,
    disabledCommands: ["AUTH"],
    logger: false,
  };
}

/** The library speaks in callbacks: an error is a refusal, nothing is consent. */
async function answer(work: Promise<void>, callback: (error?: Error | null) => void): Promise<void> {
  try {
    await work;
  } catch (error) {
    callback(error instanceof Error ? error : refusal(451, "try again later"));
    return;
  }
  callback();
}

async function decide(options: SmtpReceiverOptions, address: string): Promise<void> {
  const decision = await options.decideRecipient(address).catch((error: unknown) => {
    options.log("smtp-recipient-undecided", describeError(error));
    throw refusal(451, "try again later");
  });
  // 550 carries 5.1.1 by itself.
  if (decision === "unknown") throw refusal(550, "no such address here");
}

class ClientsPerHost {
  readonly #most: number;
  readonly #hosts = new Map<string, number>();
  readonly #admitted = new Map<string, string>();

  constructor(most: number) {
    this.#most = most;
  }

  admit(session: SMTPServerSession): boolean {
    const count = this.#hosts.get(session.remoteAddress) ?? 0;
    if (count >= this.#most) return false;
    this.#hosts.set(session.remoteAddress, count + 1);
    this.#admitted.set(session.id, session.remoteAddress);
    return true;
  }

  leave(session: SMTPServerSession): void {
    const host = this.#admitted.get(session.id);
    if (host === undefined || !this.#admitted.delete(session.id)) return;
    const left = (this.#hosts.get(host) ?? 1) - 1;
    if (left === 0) this.#hosts.delete(host);
    else this.#hosts.set(host, left);
  }
}
