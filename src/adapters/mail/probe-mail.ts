/** The mail of a self-test, and what DKIM says of it when it comes back. */
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { createTransport } from "nodemailer";
import type { ProbeReader, ProbeWriter } from "../../ports/mail-settings/probe-writer.ts";
import type { AuthenticationSetting } from "./authenticate.ts";
import type { DkimKey } from "./compose-mail.ts";

/** The header that carries the token. */
const PROBE_HEADER = "x-ariane-self-test";
/** Our header stands among the first; what comes before it are the marks of a few servers. */
const HEAD_BYTES = 32_768;

const TEXT =
  "This e-mail is a self-test: it was sent by the support address to itself, to prove that answers arrive. Nothing needs to be done with it.";

export function probeWriter(dkimFor: (fromAddress: string) => DkimKey | null): ProbeWriter {
  const printer = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  return {
    async write({ token, mailDomain, from, to, date }) {
      const key = dkimFor(from);
      const { message } = await printer.sendMail({
        messageId: `<${token}@${mailDomain}>`,
        date: new Date(date),
        from: { name: "", address: from },
        to: { name: "", address: to },
        subject: "Self-test",
        text: TEXT,
        headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", [PROBE_HEADER]: token },
        xMailer: false,
        disableFileAccess: true,
        disableUrlAccess: true,
        envelope: { from, to: [to] },
        ...(key === null
          ? {}
          : { dkim: { domainName: key.domain, keySelector: key.selector, privateKey: key.privateKey } }),
      });
      if (!(message instanceof Uint8Array)) throw new Error("the mail was not printed as bytes");
      return message;
    },
  };
}

export const probeReader = (resolver: AuthenticationSetting["resolver"]): ProbeReader => ({
  mark(raw) {
    const head = Buffer.from(raw.subarray(0, HEAD_BYTES)).toString("latin1");
    const [headers = ""] = head.split(/\r?\n\r?\n/u, 1);
    const line = headers.split(/\r?\n/u).find((each) => each.toLowerCase().startsWith(`${PROBE_HEADER}:`));
    return line?.slice(PROBE_HEADER.length + 1).trim() ?? null;
  },
  async signature(raw) {
    try {
      const { results } = await dkimVerify(Buffer.from(raw), { resolver });
      // One that is aligned with From counts: a signature by somebody else proves nothing about us.
      const aligned = results.filter(({ status }) => typeof status.aligned === "string" && status.aligned !== "");
      const passed = aligned.find(({ status }) => status.result === "pass");
      return passed?.status.result ?? refusedResult(results[0]?.status.result);
    } catch (error) {
      return error instanceof Error ? error.message.slice(0, 200) : "not verified";
    }
  },
});

/** A pass that is not aligned is none of ours. */
const refusedResult = (result: string | undefined): string =>
  result === undefined || result === "pass" ? "none" : result;
