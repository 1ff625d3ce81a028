/**
 * What can be followed in a text: addresses of pages, of people, and telephone numbers. Mail and browsers
 * show the same.
 */

export interface TextPart {
  readonly text: string;
  /** `https:`, `mailto:` or `tel:`; null: words. */
  readonly href: string | null;
}

/** The parts of the text in order; joined again they are the text. Linear in its length. */
export function linkParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const { 0: found, 1: page, 2: mail, index } of text.matchAll(LINK)) {
    const shown = page === undefined ? found : page.slice(0, endOf(page));
    const phone = found.replace(/[^\d+]/g, "");
    // Nothing but its beginning leads nowhere.
    if (page !== undefined && !/\/\/[^/]/.test(shown)) continue;
    const href =
      page === undefined
        ? mail === undefined
          ? isPhone(text, index, found)
            ? `tel:${phone}`
            : null
          : `mailto:${mail}`
        : shown;
    if (href === null) continue;
    if (index > from) parts.push({ text: text.slice(from, index), href: null });
    parts.push({ text: shown, href });
    from = index + shown.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), href: null });
  return parts;
}

/** A page's address up to the next space, quotation mark or East Asian sign; a person's; what could be a number to call. */
const LINK =
  /(https?:\/\/[^\s<>"'«»“”\u3000-\u303F\uFF00-\uFFEF]+)|([\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})|\+?\(?\d[\d ()./-]{5,20}\d/gu;

/** What ends a sentence belongs to it, and so does a bracket that closes none of the address. */
function endOf(address: string): number {
  let end = address.length;
  const spare = new Map([...CLOSING].map(([close, open]) => [close, countOf(address, close) - countOf(address, open)]));
  for (; end > 0; end -= 1) {
    const last = address[end - 1] ?? "";
    const left = spare.get(last) ?? 0;
    if (left > 0) spare.set(last, left - 1);
    else if (!".,;:!?،؛؟…".includes(last)) break;
  }
  return end;
}

const CLOSING: ReadonlyMap<string, string> = new Map([
  [")", "("],
  ["]", "["],
  ["}", "{"],
]);
const countOf = (text: string, sign: string): number => text.split(sign).length - 1;

/** Written for the world (+…), with a zero for the country, or in the shape of North America. Days and sums are none. */
function isPhone(text: string, at: number, found: string): boolean {
  const digits = found.replace(/\D/g, "").length;
  if (/[\w.,/#+-]/.test(text[at - 1] ?? "") || /[\w@]/.test(text[at + found.length] ?? "")) return false;
  if (/\d[./-]\d{1,2}[./-]\d{4}|\d{4}-\d\d-\d\d/.test(found)) return false;
  if (found.startsWith("+")) return digits > 6 && digits < 16;
  return (/^\(?0/.test(found) && digits > 8 && digits < 13) || /^(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}$/.test(found);
}
