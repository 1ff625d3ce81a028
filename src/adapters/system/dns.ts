/** What the product asks of DNS, with the machine's own resolver. */
import { resolve as resolveDns } from "node:dns/promises";
import type { DnsTexts } from "../../ports/mail-settings/mail-settings-tx.ts";
import type { MailDomains } from "../../ports/system.ts";
import { dnsMailDomains, unknownMailDomains } from "./mail-domains.ts";

/** What the mail doors ask of DNS. */
export interface Dns {
  /** Answers as `dns.promises.resolve` does, and throws its codes. */
  readonly resolve: (name: string, type: string) => Promise<string[] | string[][]>;
  readonly mailDomains: MailDomains;
}

/** An answer that DNS does not give in this time counts as temporary trouble: unverified. */
const DNS_TIMEOUT_MS = 5_000;

/** `asksForDomains` false: nobody's domain is asked whether it takes mail. */
export const systemDns = ({ asksForDomains }: { readonly asksForDomains: boolean }): Dns => ({
  resolve: (name, type) => withTimeout(lookUp(name, type)),
  mailDomains: asksForDomains ? dnsMailDomains() : unknownMailDomains,
});

const NO_RECORD: ReadonlySet<string> = new Set(["ENOTFOUND", "ENODATA"]);

/** TXT records as whole texts: long ones come in pieces of 255 octets (RFC 7208 §3.3). */
export const textsOf =
  ({ resolve }: Pick<Dns, "resolve">): DnsTexts =>
  async (name) => {
    try {
      const found = await resolve(name, "TXT");
      return found.map((pieces) => (typeof pieces === "string" ? pieces : pieces.join("")));
    } catch (error) {
      return error instanceof Error && "code" in error && NO_RECORD.has(String(error.code)) ? [] : null;
    }
  };

/** mailauth's types know names and texts only, but for MX it reads the records that Node gives. */
function lookUp(name: string, type: string): Promise<string[]>;
function lookUp(name: string, type: string): Promise<unknown> {
  return resolveDns(name, type);
}

function withTimeout<T>(answer: Promise<T>): Promise<T> {
  return Promise.race([
    answer,
    new Promise<never>((_resolve, reject) => {
      setTimeout(() => reject(Object.assign(new Error("DNS is silent"), { code: "ETIMEOUT" })), DNS_TIMEOUT_MS).unref();
    }),
  ]);
}
