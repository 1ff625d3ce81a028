/** The webhook for mail: a provider, or a script behind a mail server, posts each mail raw and signed. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { inboundMailApi } from "../../../../contract/mail/inbound.ts";
import { MINUTE } from "../../../domain/ids.ts";
import { ok } from "../../../domain/result.ts";
import type { Clock, DiskRoom } from "../../../ports/system.ts";
import { receiveEmail } from "../../../usecases/mail/receive-email.ts";
import type { Principals } from "../../edge/principals.ts";
import { readWhole } from "../../edge/bodies.ts";
import { refused } from "../../edge/refusals.ts";
import type { Shares } from "../../edge/shares.ts";
import { serve } from "../serve.ts";
import type { App } from "../server.ts";

interface InboundMailRoutesDeps {
  readonly usecases: Parameters<typeof receiveEmail>[0] & { readonly room: DiskRoom };
  readonly clock: Clock;
  readonly secret: string;
  readonly principals: Principals;
  /** What bodies hold of memory. */
  readonly bodies: Shares;
}

/** What SMTP takes at most (mail-rules.md rule 16). */
const MAIL_BYTES_AT_MOST = 35 * 1024 * 1024;
/** Longer clocks are not apart, and an old recording is worth nothing; within it a replay is known by its dedupe key. */
const WINDOW_MS = 5 * MINUTE;

export function inboundMailRoutes({ usecases, clock, secret, principals, bodies }: InboundMailRoutesDeps) {
  return async (app: App): Promise<void> => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("message/rfc822", (_request, _payload, done) => done(null, null));
    serve(
      { app, principals },
      inboundMailApi.deliver,
      async ({ request }) => {
        const body = await readWhole(bodies, request, MAIL_BYTES_AT_MOST);
        if (body.byteLength === 0) throw refused("request-invalid", "The mail is the body.");
        const { timestamp, signature } = readStamp(request.headers, clock);
        if (!isSigned(secret, { timestamp, signature, raw: body })) {
          throw notSigned("the signature is of something else");
        }
        await receiveEmail(usecases, {
          door: "webhook",
          // The envelope stayed with the provider: the headers say for whom it is.
          envelopeFrom: null,
          recipients: [],
          remoteAddress: null,
          helo: null,
          raw: body,
        });
        return ok(null);
      },
      // Before the body: whoever has no right does not get to send 35 MB.
      async ({ request }) => {
        readStamp(request.headers, clock);
        if (await usecases.room.isLow()) throw refused("no-room", "There is no room for mail just now: send it again.");
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

function isSigned(secret: string, { timestamp, signature, raw }: Stamp & { readonly raw: Uint8Array }): boolean {
  const expected = createHmac("sha256", secret).update(`${timestamp}.`).update(raw).digest();
  return timingSafeEqual(expected, signature);
}

const notSigned = (why: string): Error => refused("signature-invalid", `This mail was not taken: ${why}.`);
