/** `Authentication-Results` (RFC 8601): what a mail server found out about a sender, for doors where we cannot look ourselves. */
import type { EmailAddress } from "../ids.ts";
import { domainOf } from "../mail/email-address.ts";
import type { ParsedMail } from "./reading/parsed-mail.ts";
import { addressIn } from "./reading/parts.ts";

/** What is known about the address in From. Only `pass` proves anything; `unverified` is temporary trouble, or nothing to go by. */
export type SenderAlignment = "pass" | "fail" | "unverified";

/** Takes away results that claim to be ours: we add none to mail on its way in, so each of them is forged (RFC 8601 §5). */
export function withoutForgedResults(mail: ParsedMail, ourIds: readonly string[]): ParsedMail {
  const results = mail.headers.get(HEADER);
  if (results === undefined) return mail;
  const ours = new Set(ourIds.map((id) => id.toLowerCase()));
  const kept = results.filter((value) => !ours.has(serviceOf(value)));
  const headers = new Map(mail.headers);
  if (kept.length === 0) headers.delete(HEADER);
  else headers.set(HEADER, kept);
  return { ...mail, headers };
}

/** Whose word counts, and for whom. */
export interface Upstream {
  /** By which the mail server in front of us signs its results. */
  readonly upstreamId: string;
  /** The one author, strictly read; null: nobody in particular, who cannot be proved. */
  readonly author: EmailAddress | null;
  /** Relaxed alignment (RFC 7489 §3.1.1), by a list of public suffixes. */
  readonly isOneOrganisation: (one: string, other: string) => boolean;
}

/**
 * What the named server says of this author: its topmost header counts, since it stands above all that the sender can
 * have written. Any other server's is ignored.
 */
export function readUpstreamResults(mail: Pick<ParsedMail, "headers">, upstream: Upstream): SenderAlignment {
  const { upstreamId, author } = upstream;
  const value = mail.headers.get(HEADER)?.find((candidate) => serviceOf(candidate) === upstreamId.toLowerCase());
  if (value === undefined || author === null) return "unverified";
  const results = parseResults(value);
  const isAligned = (proved: string | null): boolean =>
    proved !== null && upstream.isOneOrganisation(proved, domainOf(author));
  if (results.some((result) => isPass(result, domainOf(author), isAligned))) return "pass";
  if (results.some(({ outcome }) => outcome === "temperror")) return "unverified";
  return results.some((result) => result.method === "dmarc" && result.outcome === "fail") ? "fail" : "unverified";
}

const HEADER = "authentication-results";

interface MethodResult {
  readonly method: string;
  readonly outcome: string;
  /** Property → value, such as `header.d` → `example.com`. */
  readonly properties: ReadonlyMap<string, string>;
}

/** The first word: `mx.example.com` of `mx.example.com 1; spf=pass …`. */
const serviceOf = (value: string): string =>
  /^[^\s;]{1,255}/.exec(withoutComments(value).trim())?.[0].toLowerCase() ?? "";

function parseResults(value: string): readonly MethodResult[] {
  return splitResults(withoutComments(value)).flatMap((part) => {
    const method = /^\s{0,20}([a-z0-9-]{1,30})\s{0,4}(?:\/\s{0,4}\d{1,4}\s{0,4})?=\s{0,4}([a-z]{1,20})/i.exec(part);
    if (method === null) return [];
    const properties = [
      ...part.matchAll(/\b([a-z]{1,20}\.[a-z0-9-]{1,30})\s{0,4}=\s{0,4}("[^"]{0,300}"|[^\s;]{1,320})/gi),
    ];
    return [
      {
        method: (method[1] ?? "").toLowerCase(),
        outcome: (method[2] ?? "").toLowerCase(),
        properties: new Map(
          properties.map((found) => [
            (found[1] ?? "").toLowerCase(),
            (found[2] ?? "").replaceAll('"', "").toLowerCase(),
          ]),
        ),
      },
    ];
  });
}

function isPass(
  { method, outcome, properties }: MethodResult,
  domain: string,
  isAligned: (proved: string | null) => boolean,
): boolean {
  if (outcome !== "pass") return false;
  switch (method) {
    case "dmarc":
      return domainIn(properties.get("header.from") ?? "") === domain;
    case "dkim":
      return isAligned(domainIn(properties.get("header.d") ?? properties.get("header.i") ?? ""));
    case "spf":
      return isAligned(domainIn(properties.get("smtp.mailfrom") ?? ""));
    default:
      return false;
  }
}

function domainIn(value: string): string | null {
  const address = addressIn(value) ?? value;
  const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  return /^[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9])?$/.test(domain) ? domain : null;
}

/** Comments may hold anything, `dkim=pass` too; nested ones as RFC 5322 allows. Quoted strings stay whole. */
function withoutComments(value: string): string {
  let depth = 0;
  let isQuoted = false;
  let out = "";
  for (let at = 0; at < value.length; at += 1) {
    const c = value[at] ?? "";
    if (c === "\\") {
      if (depth === 0) out += value.slice(at, at + 2);
      at += 1;
    } else if (c === '"' && depth === 0) {
      isQuoted = !isQuoted;
      out += c;
    } else if (c === "(" && !isQuoted) depth += 1;
    else if (c === ")" && !isQuoted && depth > 0) depth -= 1;
    else if (depth === 0) out += c;
  }
  return out;
}

/** Semicolons inside quotes separate nothing. */
function splitResults(value: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < value.length; at += 1) {
    if (value[at] === '"') isQuoted = !isQuoted;
    else if (value[at] === ";" && !isQuoted) {
      parts.push(value.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, value.slice(start)];
}
