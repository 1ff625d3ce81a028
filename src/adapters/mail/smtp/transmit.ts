import { Readable } from "node:stream";
import type { EnvelopedMail, SendOutcome } from "../../../ports/continuity/mailer.ts";
import { oneLine, outcomeOf, type SendStage, type SmtpFailure } from "./failure.ts";
import type { SmtpSession } from "./session.ts";

/** Milliseconds. Every one bounds a whole phase, so that a server which answers a letter a minute is bounded too. */
export interface SmtpTimeouts {
  /** The line. */
  readonly connect: number;
  /** Connecting, greeting, TLS, sign-in. */
  readonly session: number;
  /** From MAIL to the answer to DATA. */
  readonly envelope: number;
  /** The bytes of the mail. */
  readonly transfer: number;
  /** The answer after the final dot. */
  readonly answer: number;
}

/** What a mail on its way asks of those that are on their way beside it. */
export interface Way {
  /** Another connection was faster, or nobody wants the mail any more. */
  readonly signal: AbortSignal;
  /** The server is ready for the bytes: whether this connection may hand them over. One alone may. */
  claim(): boolean;
  /** The final dot is handed to the network: how long its answer is waited for, in milliseconds. */
  dotted(): number;
  /** That is over: how much longer; 0: no longer. */
  longer(): number;
}

interface Transmission {
  readonly outcome: SendOutcome;
  /** The connection can carry the next mail. */
  readonly isReusable: boolean;
  /** The final dot was answered, whatever the answer. */
  readonly isAnswered: boolean;
  /** The connection was dead before it took anything of this mail. */
  readonly wasStale: boolean;
}

/** Large enough to be few, small enough that the final dot is handed over only when most of the mail has left. */
const CHUNK_BYTES = 16_384;

/** RFC 3461: tell us of failure and delay, with the headers only; nodemailer asks where the server offers it. */
const DSN = { ret: "HDRS", notify: ["FAILURE", "DELAY"] } as const;

/** Sends one mail on an open session. Knows whether the final dot was handed to the network when something went wrong. */
export function transmit(
  session: SmtpSession,
  mail: EnvelopedMail,
  { timeouts, way }: { readonly timeouts: SmtpTimeouts; readonly way: Way },
): Promise<Transmission> {
  const isFirst = session.mails === 0;
  session.mails += 1;
  return new Promise((resolve) => {
    let stage: SendStage = "envelope";
    let patience = timeouts.envelope;
    let timer = setTimeout(lapse, patience);
    const enter = (next: "transfer" | "answer", ms: number): void => {
      stage = next;
      patience = ms;
      clearTimeout(timer);
      timer = setTimeout(lapse, patience);
    };
    const unwanted = (): void => fail({ message: "another connection was faster" });
    way.signal.addEventListener("abort", unwanted, { once: true });
    const settle = (transmission: Transmission): void => {
      clearTimeout(timer);
      way.signal.removeEventListener("abort", unwanted);
      if (!transmission.isReusable) session.cut();
      resolve(transmission);
    };
    const fail = (failure: SmtpFailure): void => {
      const outcome = outcomeOf(failure, stage);
      const isLost = failure.command === "CONN" || outcome.code === 421;
      const isAnswered = stage === "answer" && outcome.kind !== "ambiguous";
      settle({ outcome, isReusable: false, isAnswered, wasStale: !isFirst && isLost && stage === "envelope" });
    };
    function lapse(): void {
      const more = stage === "answer" ? way.longer() : 0;
      if (more > 0) return enter("answer", more);
      fail({ message: `no end of "${stage}" within ${patience} ms` });
    }
    const body = new ObservedBody(
      mail.raw,
      () => {
        if (!way.claim()) return false;
        enter("transfer", timeouts.transfer);
        return true;
      },
      () => enter("answer", way.dotted()),
    );
    session.connection.send(envelopeOf(mail), body, (error, info) => {
      if (error) return fail(error);
      // An answer before the final dot answers nothing.
      if (stage !== "answer") return fail({ message: `answered too early: ${info?.response ?? ""}` });
      const reply = oneLine(info?.response ?? "");
      return settle({
        outcome: { kind: "accepted", code: codeOf(reply), reply },
        isReusable: true,
        isAnswered: true,
        wasStale: false,
      });
    });
  });
}

function envelopeOf({ envelope, raw }: EnvelopedMail): Parameters<SmtpSession["connection"]["send"]>[0] {
  return {
    from: envelope.from,
    to: [envelope.to],
    size: raw.byteLength,
    use8BitMime: raw.some((byte) => byte > 0x7f),
    dsn: { ...DSN, notify: [...DSN.notify], recipient: envelope.to },
  };
}

const codeOf = (reply: string): number | null => {
  const code = Number.parseInt(reply, 10);
  return Number.isNaN(code) ? null : code;
};

/**
 * The bytes of the mail, told when the server wants them and when the last of them, the final dot, was handed to the
 * network: nodemailer pipes its source into the stream that adds the dot, and that stream ends only when it is written.
 */
class ObservedBody extends Readable {
  readonly #bytes: Uint8Array;
  readonly #onWanted: () => boolean;
  readonly #onDot: () => void;
  #sent = 0;

  constructor(bytes: Uint8Array, onWanted: () => boolean, onDot: () => void) {
    super({ highWaterMark: CHUNK_BYTES });
    this.#bytes = bytes;
    this.#onWanted = onWanted;
    this.#onDot = onDot;
  }

  override pipe<T extends NodeJS.WritableStream>(destination: T, options?: { end?: boolean }): T {
    // Where another was faster, this server waits for bytes in vain until it is cut.
    if (!this.#onWanted()) return destination;
    destination.once("end", this.#onDot);
    return super.pipe(destination, options);
  }

  override _read(): void {
    if (this.#sent >= this.#bytes.byteLength) {
      this.push(null);
      return;
    }
    const next = this.#bytes.subarray(this.#sent, this.#sent + CHUNK_BYTES);
    this.#sent += next.byteLength;
    this.push(next);
  }
}
