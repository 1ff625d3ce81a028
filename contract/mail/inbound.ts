/** Mail that a provider, or a script behind a mail server, hands over by HTTP. */
import { octets, route } from "../route.ts";

export const inboundMailApi = {
  /**
   * One mail, raw. Headers: X-Ariane-Timestamp, the seconds since 1970, and X-Ariane-Signature, `sha256=` and the HMAC of
   * the timestamp, a full stop and the body, in hex. Safe to send again.
   */
  deliver: route({
    method: "POST",
    path: "/api/mail/inbound",
    who: "provider",
    body: octets("message/rfc822"),
    refusals: ["no-room"],
  }),
};
