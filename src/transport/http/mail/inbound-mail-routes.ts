/** The webhook for mail: a provider, or a script behind a mail server, posts each mail raw and signed. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { MINUTE } from "../../../domain/ids.ts";
import type { Clock } from "../../../ports/system.ts";
import { receiveEmail } from "../../../usecases/mail/receive-email.ts";
import { refused } from "../../edge/refusals.ts";
import type { App } from "../server.ts";

export interface InboundMailRoutesDeps {
  readonly usecases: Parameters<typeof receiveEmail>[0];
  readonly clock: Clock;
  readonly secret: string;
}

/** What SMTP takes at most (mail-rules.md rule 16). */
const MAIL_BYTES_AT_MOST = 35 * 1024 * 1024;
/** Longer clocks are not apart, and an old recording is worth nothing; within it a replay is known by its dedupe key. */
const WINDOW_MS = 5 * MINUTE;

export function inboundMailRoutes(deps: InboundMailRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("message/rfc822", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    app.post(
      "/inbound",
      {
        bodyLimit: MAIL_BYTES_AT_MOST,
        // Before the body: whoever has no right does not get to send 35 MB.
        onRequest: async (request) => void readStamp(request.headers, deps.clock),
      },
      async (request, reply) => {
        const raw = request.body;
        if (!Buffer.isBuffer(raw) || raw.byteLength === 0) throw refused("request-invalid", "The mail is the body.");
        const { timestamp, signature } = readStamp(request.headers, deps.clock);
        if (!isSigned(deps.secret, { timestamp, signature, raw }))
          throw notSigned("the signature is of something else");
        await receiveEmail(deps.usecases, {
          door: "webhook",
          // The envelope stayed with the provider: the headers say for whom it is.
          envelopeFrom: null,
          recipients: [],
          remoteAddress: null,
          helo: null,
          raw,
        });
        return reply.code(204).send();
      },
    );
  };
}

interface Stamp {
  /** As it came: it is part of what is signed. */
  readonly timestamp: string;
  readonly signature: Buffer;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

function readStamp(headers: Headers, clock: Clock): Stamp {
  const timestamp = headers["x-ariane-timestamp"];
  const signature = headers["x-ariane-signature"];
  if (typeof timestamp !== "string" || !/^\d{1,12}$/.test(timestamp)) {
    throw notSigned("X-Ariane-Timestamp must hold the seconds since 1970");
  }
  if (typeof signature !== "string" || !/^sha256=[\da-f]{64}$/.test(signature)) {
    throw notSigned("X-Ariane-Signature must hold sha256= and 64 hex digits");
  }
  if (Math.abs(clock.now() - Number(timestamp) * 1_000) > WINDOW_MS) {
    throw notSigned("the timestamp is more than five minutes away from our clock");
  }
  return { timestamp, signature: Buffer.from(signature.slice("sha256=".length), "hex") };
}

function isSigned(secret: string, { timestamp, signature, raw }: Stamp & { readonly raw: Buffer }): boolean {
  const expected = createHmac("sha256", secret).update(`${timestamp}.`).update(raw).digest();
  return timingSafeEqual(expected, signature);
}

const notSigned = (why: string): Error => refused("signature-invalid", `This mail was not taken: ${why}.`);
