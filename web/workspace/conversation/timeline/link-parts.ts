interface TextPart {
  readonly text: string;
  readonly isLink: boolean;
}

/** A web address up to the next space, bracket or quotation mark. */
const ADDRESS = /https?:\/\/[^\s<>"'«»“”]+/gu;
/** What ends a sentence or closes a bracket belongs to the prose around the address. */
const TRAILING = /[.,;:!?)\]}]+$/u;

/** The text cut where web addresses begin and end; joined again it is the same text. Only http and https are links. */
export function linkParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TRAILING, "");
    if (match.index > from) parts.push({ text: text.slice(from, match.index), isLink: false });
    parts.push({ text: address, isLink: true });
    from = match.index + address.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), isLink: false });
  return parts;
}
