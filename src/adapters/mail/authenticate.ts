/**
 * Was this mail really sent by the address in its From? SPF, DKIM, DMARC and ARC, verified with mailauth. What it says
 * holds for one address, `author`: that which the library has read as well as we.
 *
 * Only an aligned `pass` proves anything: a body changed on the way gives DKIM `neutral`, not `fail`, and most domains publish no DMARC record.
 */
import { type DKIMResult, type DMARCResult, type DNSResolver, authenticate as verify } from "mailauth";
import type { EmailAddress } from "../../domain/ids.ts";
import { isSoleAuthor } from "../../domain/inbound-mail/author/author.ts";
import type { SenderAlignment } from "../../domain/inbound-mail/authentication-results.ts";
import { authorOf } from "./author-of.ts";
import { hasMoreHeaderLines } from "./heavy/weight.ts";
import { MAX_HEADER_LINES } from "./mime/limits.ts";
import { isOneOrganisation } from "./organisation.ts";

export interface AuthenticationFacts {
  readonly raw: Uint8Array;
  /** Of the peer that handed the mail over; null: not known, so SPF says nothing. */
  readonly remoteIp: string | null;
  readonly helo: string | null;
  /** MAIL FROM; null is the null sender. */
  readonly mailFrom: string | null;
}

export interface AuthenticationSetting {
  /** Answers as `dns.promises.resolve` does, and throws its codes (ENOTFOUND, ENODATA, ETIMEOUT …). */
  readonly resolver: DNSResolver;
  /** Our own name, for the log line. */
  readonly ourHost: string;
}

/** What was found out about a mail. */
export interface Authentication {
  /** `fail`: something speaks against the sender. `unverified`: temporary trouble with DNS, or nothing to go by. */
  readonly aligned: SenderAlignment;
  /** Whom a `pass` is about, and nobody else; null: From is read in more than one way, and nobody passes. */
  readonly author: EmailAddress | null;
  /** Domain of the one address in From; null: none or several, which is never aligned. */
  readonly fromDomain: string | null;
  /** What the domain wants done with mail that fails; null: it publishes nothing. */
  readonly dmarcPolicy: "none" | "quarantine" | "reject" | null;
  /** RFC 8601 words: pass, fail, none, neutral, softfail, temperror, permerror … */
  readonly dmarc: string;
  readonly spf: string;
  readonly dkim: readonly { readonly domain: string; readonly result: string; readonly isAligned: boolean }[];
  /** Whether the chain of those who passed it on holds. Their word is not ours to trust: shown, never counted. */
  readonly arc: string;
  /** One line for the log, after RFC 8601. */
  readonly summary: string;
}

/** Never throws: trouble inside counts as temporary. Costs DNS questions only, all through the resolver. */
export async function authenticateMail(
  facts: AuthenticationFacts,
  setting: AuthenticationSetting,
): Promise<Authentication> {
  if (hasMoreHeaderLines(facts.raw, MAX_HEADER_LINES)) {
    return { ...NOTHING_KNOWN, summary: "not verified: too many lines of headers" };
  }
  try {
    return judge(await verify(Buffer.from(facts.raw), optionsOf(facts, setting)), authorOf(facts.raw));
  } catch (cause) {
    return {
      ...NOTHING_KNOWN,
      summary: `not verified: ${cause instanceof Error ? cause.message.slice(0, 200) : "unknown trouble"}`,
    };
  }
}

const NOTHING_KNOWN: Omit<Authentication, "summary"> = {
  aligned: "unverified",
  author: null,
  fromDomain: null,
  dmarcPolicy: null,
  dmarc: "temperror",
  spf: "none",
  dkim: [],
  arc: "none",
};

type Options = NonNullable<Parameters<typeof verify>[1]>;

function optionsOf(
  { remoteIp, helo, mailFrom }: AuthenticationFacts,
  { resolver, ourHost }: AuthenticationSetting,
): Options {
  return {
    resolver,
    mta: ourHost,
    trustReceived: false,
    disableBimi: true,
    // Of the null sender SPF checks the HELO name (RFC 7208 §2.4).
    sender: mailFrom ?? "",
    ...(remoteIp === null ? {} : { ip: remoteIp }),
    ...(helo === null ? {} : { helo }),
  };
}

type Verified = Awaited<ReturnType<typeof verify>>;

/** `author`: as we read it. */
function judge(verified: Verified, author: EmailAddress | null): Authentication {
  const { headerFrom, fromFields } = verified.dkim;
  const fromDomain = headerFrom.length === 1 && fromFields === 1 ? domainOf(headerFrom[0] ?? "") : null;
  const isAgreed =
    fromFields === 1 &&
    isSoleAuthor(
      author,
      headerFrom.map((address) => ({ address })),
    );
  const dmarc = verified.dmarc === false ? undefined : verified.dmarc;
  const spf = verified.spf === false ? undefined : verified.spf;
  const dkim = verified.dkim.results.map((row) => ({
    domain: row.signingDomain ?? "",
    result: row.status.result,
    isAligned: fromDomain !== null && coversTheMail(row) && isAligned(row),
  }));
  const spfAligned = isSpfAligned(spf?.domain, fromDomain, isStrictSpf(dmarc));
  const results = { dmarc: dmarc?.status.result ?? "none", spf: spf?.status.result ?? "none" };
  return {
    aligned: alignment({ ...results, dkim, spfAligned, fromDomain, isAgreed }),
    author: isAgreed ? author : null,
    fromDomain,
    dmarcPolicy: policyOf(dmarc?.status.result === "none" ? undefined : dmarc?.policy),
    ...results,
    dkim,
    arc: verified.arc === false ? "none" : verified.arc.status.result,
    summary: summaryOf(results, dkim),
  };
}

interface Findings {
  readonly dmarc: string;
  readonly spf: string;
  readonly dkim: Authentication["dkim"];
  readonly spfAligned: boolean;
  readonly fromDomain: string | null;
  readonly isAgreed: boolean;
}

function alignment({ dmarc, spf, dkim, spfAligned, fromDomain, isAgreed }: Findings): SenderAlignment {
  if (fromDomain === null) return "unverified";
  const isProved =
    dkim.some(({ result, isAligned: counts }) => counts && result === "pass") || (spfAligned && spf === "pass");
  if (isProved) return isAgreed ? "pass" : "unverified";
  // A key or a record that could not be fetched may be the one that proves it: ask again later rather than accuse.
  if (dmarc === "temperror" || (spfAligned && spf === "temperror") || dkim.some(({ result }) => result === "temperror"))
    return "unverified";
  if (dmarc === "fail" || (spfAligned && spf === "fail")) return "fail";
  return dkim.some(({ domain, result }) => isOneOrganisation(domain, fromDomain) && result !== "none")
    ? "fail"
    : "unverified";
}

/** A signature over part of the text (`l=`) or without From proves nothing about what was added. */
const coversTheMail = ({ status, signingHeaders }: DKIMResult): boolean =>
  (status.underSized ?? 0) === 0 &&
  (signingHeaders?.keys ?? "")
    .toLowerCase()
    .split(/[:\s]+/)
    .includes("from");

/** The library knows the public suffixes, and what the domain's own record asks for. */
const isAligned = ({ status }: DKIMResult): boolean => typeof status.aligned === "string" && status.aligned !== "";

/** The types promise an alignment always; without a record there is none. */
const isStrictSpf = (dmarc: DMARCResult | undefined): boolean =>
  dmarc !== undefined && "alignment" in dmarc && dmarc.alignment.spf.strict;

function isSpfAligned(domain: string | undefined, fromDomain: string | null, isStrict: boolean): boolean {
  if (domain === undefined || fromDomain === null) return false;
  return isStrict ? domain.toLowerCase() === fromDomain : isOneOrganisation(domain, fromDomain);
}

const domainOf = (address: string): string | null =>
  address
    .slice(address.lastIndexOf("@") + 1)
    .trim()
    .toLowerCase() || null;

const policyOf = (policy: string | undefined): Authentication["dmarcPolicy"] =>
  policy === "none" || policy === "quarantine" || policy === "reject" ? policy : null;

const summaryOf = ({ dmarc, spf }: { dmarc: string; spf: string }, dkim: Authentication["dkim"]): string =>
  [`dmarc=${dmarc}`, `spf=${spf}`, ...dkim.map(({ domain, result }) => `dkim=${result} header.d=${domain}`)].join("; ");
