/** Header fields as read from the wire → typed values, each bounded. */
import { decodeWords } from "./charset/encoded-words.ts";
import { type Instant, instant } from "../../../domain/ids.ts";
import { type HeaderField, groupByName } from "../../../domain/inbound-mail/reading/header-block.ts";
import type { CutReason, MailAddress } from "../../../domain/inbound-mail/reading/parsed-mail.ts";
import { MAX_ADDRESSES, MAX_HEADER_FIELDS, MAX_HEADER_VALUE, MAX_ID_LENGTH, MAX_IDS, MAX_SUBJECT } from "./limits.ts";
import { mailboxesOf } from "./mailboxes.ts";

interface HeaderReading {
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly cut: ReadonlySet<CutReason>;
}

/** Keeps what is a header (RFC 5322 §2.2 names only), within the limits. */
export function readHeaders(fields: readonly HeaderField[]): HeaderReading {
  const cut = new Set<CutReason>();
  const kept = fields.filter(({ name }) => FIELD_NAME.test(name));
  if (kept.length > MAX_HEADER_FIELDS) cut.add("headers");
  const bounded = kept.slice(0, MAX_HEADER_FIELDS).map(({ name, value }) => {
    if (value.length > MAX_HEADER_VALUE) cut.add("headers");
    return { name, value: oneLine(value.slice(0, MAX_HEADER_VALUE)) };
  });
  return { headers: groupByName(bounded), cut };
}

/** Every mailbox of a header, groups opened. */
export function readAddresses(values: readonly string[], cut: Set<CutReason>): readonly MailAddress[] {
  const found: MailAddress[] = [];
  for (const value of values) {
    for (const mailbox of mailboxesOf(value)) {
      if (found.length >= MAX_ADDRESSES) {
        cut.add("addresses");
        return found;
      }
      // A space in it stays: without, it would be an address that nobody wrote.
      const address = oneLine(mailbox.address);
      if (address !== "")
        found.push({ name: oneLine(mailbox.name).slice(0, MAX_SUBJECT), address: address.slice(0, MAX_ID_LENGTH) });
    }
  }
  return found;
}

/** The Message-IDs in a header, without brackets. Spaces inside come from bad folding and are taken out. */
export function readIds(values: readonly string[], cut: Set<CutReason>): readonly string[] {
  const ids: string[] = [];
  for (const value of values) for (const id of idsOf(value)) ids.push(id);
  if (ids.length > MAX_IDS) cut.add("ids");
  return ids.slice(-MAX_IDS);
}

/** A subject as one line of decoded text. */
export const readSubject = (value: string): string => oneLine(decodeWords(value)).slice(0, MAX_SUBJECT).toWellFormed();

/** null for anything that is not a date of the years mail has existed. */
export function readDate(value: string | undefined): Instant | null {
  if (value === undefined) return null;
  const ms = Date.parse(
    value
      .slice(0, 100)
      .replaceAll(/\([^()]{0,60}\)/g, " ")
      .trim(),
  );
  return ms >= FIRST_MAIL && ms < LAST_MAIL ? instant(ms) : null;
}

/** "" for the null sender `<>`. */
export function readReturnPath(value: string | undefined): string | null {
  if (value === undefined) return null;
  if (/^\s{0,8}<\s{0,8}>/.test(value)) return "";
  return mailboxesOf(value)[0]?.address ?? null;
}

const FIELD_NAME = /^[!-9;-~]{1,200}$/;
const FIRST_MAIL = Date.UTC(1971, 0);
const LAST_MAIL = Date.UTC(2200, 0);

export const oneLine = (value: string): string =>
  value
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, " ")
    .trim()
    .toWellFormed();

function idsOf(value: string): readonly string[] {
  const ids: string[] = [];
  let open = value.indexOf("<");
  if (open < 0)
    return value
      .split(/[\s,]+/)
      .filter((word) => word.includes("@"))
      .map((word) => word.slice(0, MAX_ID_LENGTH));
  while (open >= 0 && ids.length <= MAX_IDS * 2) {
    const close = value.indexOf(">", open);
    if (close < 0) break;
    const id = value.slice(open + 1, close).replaceAll(/[\s<]/g, "");
    if (id !== "" && id.length <= MAX_ID_LENGTH) ids.push(id);
    open = value.indexOf("<", close);
  }
  return ids;
}
