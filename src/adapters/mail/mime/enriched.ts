/** The words of text/enriched (RFC 1896) and of its forerunner text/richtext (RFC 1341 §7.1.3), without their tags. */

export function plainOfEnriched(text: string, isRichtext: boolean): string {
  const words = (isRichtext ? text.replaceAll(/\n/g, " ") : text)
    .replaceAll(/<param>[^<]{0,500}<\/param>/gi, "")
    .replaceAll(isRichtext ? /<(nl|lt|np)>/gi : /<(<)/g, (_, name: string) =>
      name === "lt" || name === "<" ? LESS : "\n",
    )
    .replaceAll(/<\/?[a-z][a-z0-9-]{0,60}>/gi, "")
    .replaceAll(LESS, "<");
  // One line break is a fold, of more the first is.
  return isRichtext ? words : words.replaceAll(/\n+/g, (breaks) => breaks.slice(1) || " ");
}

/** Stands for a bracket that is none of a tag, until those are gone. */
const LESS = "\uE000";
