/** Which elements of a mail nobody sees: previews for lists, counters, and what other programs are meant to read. */

interface Seen {
  /** Nothing inside is seen, whatever it says of itself. */
  readonly isUnseen: boolean;
  /** Letters are too small to see, unless an element inside makes them larger: layouts hide the gaps between columns so. */
  readonly isTiny: boolean;
}

const UNSEEN = new Set(
  "head style script title template object svg math xml select iframe audio video canvas".split(" "),
);
const HIDDEN =
  /display\s{0,4}:\s{0,4}none|mso-hide\s{0,4}:\s{0,4}all|visibility\s{0,4}:\s{0,4}hidden|(?:^|[;\s])opacity\s{0,4}:\s{0,4}0(?:\.0{1,4})?\s{0,4}(?:!|;|$)/i;
/** A box without height, out of which nothing may stand. */
const FLAT = /max-height\s{0,4}:\s{0,4}0(?:px)?\s{0,4}(?:!|;|$)/i;
const CLIPPED = /overflow\s{0,4}:\s{0,4}hidden/i;
const FONT_SIZE = /(?:^|[;\s])font-size\s{0,4}:\s{0,4}([\d.]{1,6})/i;

/** What holds inside an element, of what holds around it. */
export function seenIn(tag: string, attributes: ReadonlyMap<string, string>, outer: Seen): Seen {
  const style = attributes.get("style") ?? "";
  const [, size] = FONT_SIZE.exec(style) ?? [];
  return {
    isUnseen:
      outer.isUnseen ||
      UNSEEN.has(tag) ||
      attributes.has("hidden") ||
      HIDDEN.test(style) ||
      (FLAT.test(style) && CLIPPED.test(style)),
    isTiny: size === undefined ? outer.isTiny : Number.parseFloat(size) === 0,
  };
}
