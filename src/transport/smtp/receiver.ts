/**
 * The door for answers by e-mail: SMTP, or LMTP behind a mail server.
 *
 * Says 250 only when the raw mail is kept. What was never ours, what is too large and what tries to smuggle a second
 * mail is refused while the sender is still there; nothing is ever bounced later (mail-rules.md rules 16 and 17).
 */
import { once } from "node:events";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from "smtp-server";
import { describeError, type LogFields } from "../edge/log.ts";
import { hasSmuggledEnd } from "./smuggled-end.ts";

export interface SmtpMail {
  /** Null: the null sender `<>`, so a report, never to be answered. */
  readonly envelopeFrom: string | null;
  readonly recipients: readonly string[];
  /** As it came, without dot-stuffing. */
  readonly raw: Uint8Array;
  readonly remoteAddress: string;
  /** What the client called itself; null: nothing usable. */
  readonly helo: string | null;
}

interface ReceiverLimits {
  /** Advertised as SIZE and enforced. Above what any provider delivers (Gmail 25 MB, Microsoft 365 35 MB encoded). */
  readonly mailBytes: number;
  /** Bytes of mails under way, together: bounds the memory that strangers can take. */
  readonly bufferedBytes: number;
  /** RFC 5321 §4.5.3.1.8 asks for 100. */
  readonly recipients: number;
  readonly clients: number;
  /** From one address, so that one client cannot take every place. Postfix opens 20 to one destination. */
  readonly clientsPerHost: number;
  /** Milliseconds without a byte from the client (RFC 5321 §4.5.3.2.7 says 5 min; half-open links should go sooner). */
  readonly idleFor: number;
  /** Milliseconds for one mail's bytes, so that a client which drips is cut off. */
  readonly dataFor: number;
  /** Milliseconds that `close` leaves to mails under way. */
  readonly closeWithin: number;
}

export const RECEIVER_LIMITS: ReceiverLimits = {
  mailBytes: 35 * 1024 * 1024,
  bufferedBytes: 280 * 1024 * 1024,
  recipients: 100,
  clients: 100,
  clientsPerHost: 25,
  idleFor: 120_000,
  dataFor: 600_000,
  closeWithin: 5_000,
};

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

/** Reads mails, and knows how much of them is in memory. */
class MailsUnderWay {
  readonly #options: SmtpReceiverOptions;
  readonly #limits: ReceiverLimits;
  #bytes = 0;

  constructor(options: SmtpReceiverOptions, limits: ReceiverLimits) {
    this.#options = options;
    this.#limits = limits;
  }

  /** Resolves when the mail is kept; rejects with the refusal that the client is told. */
  async take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => stream.destroy(new Lapsed()), this.#limits.dataFor);
    let held = 0;
    try {
      for await (const chunk of stream) {
        // Too large: read on without keeping, because a client listens only after its final dot.
        if (stream.sizeExceeded) continue;
        if (!Buffer.isBuffer(chunk)) throw new Error("a mail came in as something other than bytes");
        if (this.#bytes + chunk.byteLength > this.#limits.bufferedBytes) throw refusal(451, "busy, try again later");
        this.#bytes += chunk.byteLength;
        held += chunk.byteLength;
        chunks.push(chunk);
      }
      if (stream.sizeExceeded) throw refusal(552, "message too large");
      await this.#store(Buffer.concat(chunks, held), session);
    } catch (error) {
      if (error instanceof Lapsed) throw refusal(421, "your message takes too long");
      throw error;
    } finally {
      clearTimeout(timer);
      this.#bytes -= held;
    }
  }

  async #store(raw: Uint8Array, session: SMTPServerSession): Promise<void> {
    const { log, store } = this.#options;
    if (hasSmuggledEnd(raw)) {
      log("smtp-smuggling-refused", { bytes: raw.byteLength });
      throw refusal(554, "lines must end in CR LF");
    }
    const mail: SmtpMail = {
      envelopeFrom: (session.envelope.mailFrom && session.envelope.mailFrom.address) || null,
      recipients: session.envelope.rcptTo.map(({ address }) => address),
      raw,
      remoteAddress: session.remoteAddress,
      helo: session.hostNameAppearsAs || null,
    };
    const outcome = await store(mail).catch((error: unknown) => {
      log("smtp-mail-not-stored", { bytes: raw.byteLength, ...describeError(error) });
      return "try-later" as const;
    });
    if (outcome === "try-later") throw refusal(451, "could not be stored, try again later");
    log("smtp-mail-stored", { bytes: raw.byteLength, recipients: mail.recipients.length });
  }
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

class Lapsed extends Error {}

const refusal = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });
