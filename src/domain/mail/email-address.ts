/** E-mail addresses as people type them: shape, normal form, and why one is refused (product.md §1.2, mail-rules.md rule 13). */
import { type EmailAddress, emailAddress } from "../ids.ts";
import { type Result, err, ok } from "../result.ts";

export type AddressRefusal =
  | { readonly code: "empty" }
  /** `characters`: what the form names as the reason, each once, as the person sees it. */
  | { readonly code: "non-ascii"; readonly characters: readonly string[] }
  | { readonly code: "shape" }
  /** Over 64 octets before the @, or over 254 in all (RFC 5321 §4.5.3.1). */
  | { readonly code: "too-long" };

const LOCAL_AT_MOST = 64;
const PATH_AT_MOST = 254;
const LABEL_AT_MOST = 63;
/** Nobody wants to read which characters of a whole page are wrong. */
const NAMED_FROM = 500;

/**
 * Reads what was typed. The normal form has no space around it, no invisible character, and its domain in lower case;
 * the local part keeps its case. Quoted local parts and address literals are refused: nobody types them into a form.
 */
export function parseEmailAddress(input: string): Result<EmailAddress, AddressRefusal> {
  // Pasting brings along zero-width and direction marks, which nobody can see to correct.
  const typed = input.replaceAll(/\p{Cf}/gu, "").trim();
  if (typed === "") return err({ code: "empty" });
  const characters = nonAscii(typed);
  if (characters.length > 0) return err({ code: "non-ascii", characters });

  const at = typed.lastIndexOf("@");
  const local = typed.slice(0, Math.max(at, 0));
  const domain = typed.slice(at + 1).toLowerCase();
  if (at < 0 || !isLocalPart(local) || !isDomain(domain)) return err({ code: "shape" });
  if (local.length > LOCAL_AT_MOST || typed.length > PATH_AT_MOST) return err({ code: "too-long" });
  return ok(emailAddress(`${local}@${domain}`));
}

/** What follows the @. */
export function domainOf(address: EmailAddress): string {
  return address.slice(address.lastIndexOf("@") + 1);
}

/** Whether mail to both reaches one mailbox. The standard lets local parts differ by case; no provider does. */
export function isSameMailbox(one: EmailAddress, other: EmailAddress): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function nonAscii(text: string): readonly string[] {
  if (IS_ASCII.test(text)) return [];
  // By grapheme: a decomposed "é" is one offence, not an "e" with a floating accent.
  const graphemes = Array.from(GRAPHEMES.segment(text.slice(0, NAMED_FROM)), ({ segment }) => segment.normalize("NFC"));
  return [...new Set(graphemes.filter((grapheme) => /[^\0-\x7f]/u.test(grapheme)))];
}

const IS_ASCII = /^[\0-\x7f]*$/u;
/** One for all: each takes milliseconds to make. */
const GRAPHEMES = new Intl.Segmenter();
const ATOM = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+$/iu;
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/u;
const TOP_LEVEL = /^(?:[a-z]+|xn--[a-z0-9-]+)$/u;

/** `help+token@acme.example` → `help@acme.example`: the mailbox behind a plus address (RFC 5233). */
export function withoutPlus(address: string): string {
  const at = address.lastIndexOf("@");
  const local = address.slice(0, at);
  return `${local.split("+")[0] ?? local}${address.slice(at)}`;
}

const isLocalPart = (local: string): boolean => local.split(".").every((atom) => ATOM.test(atom));

function isDomain(domain: string): boolean {
  const labels = domain.split(".");
  const top = labels.at(-1) ?? "";
  return (
    labels.length > 1 &&
    top.length > 1 &&
    TOP_LEVEL.test(top) &&
    labels.every((label) => label.length <= LABEL_AT_MOST && LABEL.test(label))
  );
}
