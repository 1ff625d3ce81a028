import type { SMTPServerDataStream, SMTPServerSession } from "smtp-server";
import { describeError, type LogFields } from "../edge/log.ts";
import type { ReceiverLimits } from "./limits.ts";
import { refusal } from "./refusal.ts";
import { hasSmuggledEnd } from "./smuggled-end.ts";

/** A mail as its sender handed it over. */
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

/** What becomes of a mail, and who is told. */
interface Taking {
  /** Resolves `stored` when the mail survives a crash. Throwing means `try-later`. */
  readonly store: (mail: SmtpMail) => Promise<"stored" | "try-later">;
  readonly log: (event: string, facts: LogFields) => void;
}

/** Reads mails, and knows how much of them is in memory. */
export class MailsUnderWay {
  readonly #options: Taking;
  readonly #limits: ReceiverLimits;
  #bytes = 0;

  constructor(options: Taking, limits: ReceiverLimits) {
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

class Lapsed extends Error {}
