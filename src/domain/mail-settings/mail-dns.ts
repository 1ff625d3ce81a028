/** What DNS must say for mail to leave and come in, and the exact record where it does not (mail-rules.md rules 8 and 9). */
import type { DkimKey } from "./dkim.ts";
import { isPublished, recordName, recordValue } from "./dkim.ts";

interface DnsRecord {
  readonly name: string;
  readonly type: "MX" | "TXT";
  readonly value: string;
}

/** `missing`: no such record. `wrong`: another one stands there. `unknown`: DNS gave no answer. */
export interface DnsFinding {
  readonly about: "MX" | "SPF" | "DKIM" | "DMARC";
  readonly domain: string;
  readonly state: "good" | "missing" | "wrong" | "unknown";
  /** The record to add. */
  readonly record: DnsRecord;
}

/** Answers of DNS: null: none came. */
type Answer = readonly string[] | null;

const state = (answer: Answer, isRight: (text: string) => boolean, isOther: (text: string) => boolean) => {
  if (answer === null) return "unknown" as const;
  if (answer.some(isRight)) return "good" as const;
  return answer.some(isOther) ? ("wrong" as const) : ("missing" as const);
};

/** `exchanges`: of the MX records; `host`: the name under which our mail door is reached. */
export const findMx = (domain: string, exchanges: Answer, host: string): DnsFinding => ({
  about: "MX",
  domain,
  state: state(
    exchanges,
    (exchange) => exchange !== "",
    () => true,
  ),
  record: { name: domain, type: "MX", value: `10 ${host}.` },
});

/** Several SPF records count as none (RFC 7208 §4.5). `relay`: the host that mail leaves through; null: not known. */
export function findSpf(domain: string, texts: Answer, relay: string | null): DnsFinding {
  const found = texts?.filter(isSpf).length ?? 0;
  return {
    about: "SPF",
    domain,
    state: found > 1 ? "wrong" : state(texts, isSpf, () => false),
    record: { name: domain, type: "TXT", value: `v=spf1 mx${relay === null ? "" : ` a:${relay}`} ~all` },
  };
}

const isSpf = (text: string): boolean => /^v=spf1(?: |$)/i.test(text);

/** For the key that signs, or the one that waits for its record. */
export const findDkim = (key: DkimKey, texts: Answer): DnsFinding => ({
  about: "DKIM",
  domain: key.domain,
  state: state(
    texts,
    (text) => isPublished(key, [text]),
    () => true,
  ),
  record: { name: recordName(key), type: "TXT", value: recordValue(key) },
});

/** `texts`: of `_dmarc` at the domain itself or, where that has none, at the domains above it (RFC 7489 §6.6.3). */
export const findDmarc = (domain: string, texts: Answer, reportTo: string): DnsFinding => ({
  about: "DMARC",
  domain,
  state: state(
    texts,
    (text) => /^v=DMARC1\s*;/i.test(text),
    () => false,
  ),
  record: { name: `_dmarc.${domain}`, type: "TXT", value: `v=DMARC1; p=none; rua=mailto:${reportTo}` },
});

/** `shop.example.co.uk` → itself, `example.co.uk`; never a name without a dot. */
export function withParents(domain: string): readonly string[] {
  const labels = domain.split(".");
  return labels.slice(0, -1).map((_, i) => labels.slice(i).join("."));
}
