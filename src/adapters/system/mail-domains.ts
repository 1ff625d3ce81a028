import { Resolver } from "node:dns/promises";
import { domainOf } from "../../domain/mail/email-address.ts";
import type { MailDomains } from "../../ports/system.ts";

/** The person waits at the form: an answer that takes longer is no answer. */
const TIMEOUT_MS = 1_500;

/** Asks DNS whether a domain takes mail; `no` only where DNS says so, never because it is silent (RFC 5321 §5.1, RFC 7505). */
export function dnsMailDomains(): MailDomains {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 });
  return {
    async takesMail(address) {
      const domain = domainOf(address);
      try {
        const records = await resolver.resolveMx(domain);
        return records.length > 0 && records.every((record) => record.exchange === "") ? "no" : "yes";
      } catch (error) {
        const code = error instanceof Error && "code" in error ? error.code : null;
        // No MX is not a no: the address record stands in for it (RFC 5321 §5.1).
        return code === "ENOTFOUND" ? "no" : "unknown";
      }
    },
  };
}

/** Where DNS is not to be asked: the demo, tests. */
export const unknownMailDomains: MailDomains = { takesMail: () => Promise.resolve("unknown") };
