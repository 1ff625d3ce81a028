/** What a part is, by what its sender wrote (RFC 2045 §5.1) or, where that is none, by what it is most likely to be. */

interface PartType {
  /** Lower case, without parameters; `text/plain` for what is none (RFC 2045 §5.2). */
  readonly type: string;
  /** Whether the sender named it. Where not, what it holds may tell better. */
  readonly isNamed: boolean;
  readonly params: ReadonlyMap<string, string>;
}

/** `written`: the field as it stands, null where there is none; `parsed`: as the parser reads it. */
export function partTypeOf(
  written: string | null,
  parsed: { readonly value: string; readonly params: ReadonlyMap<string, string> },
): PartType {
  const rest = parsed.value.replace(TYPE, "");
  const params = /[=]/.test(rest) ? new Map([...looseParams(rest), ...parsed.params]) : parsed.params;
  const [, top = "", sub = ""] = TYPE.exec(parsed.value) ?? [];
  // Without a field it is what the parser says: text, or a mail within a digest (RFC 2046 §5.1.5).
  if (written === null) return { type: parsed.value || "text/plain", isNamed: false, params };
  if (top === "") return { type: BARE.get(parsed.value) ?? "text/plain", isNamed: false, params };
  const type = `${top}/${sub}`;
  return KNOWN_TOPS.has(top) ? { type, isNamed: true, params } : { type: UNKNOWN, isNamed: false, params };
}

/** Of a kind that nobody has heard of: words where it reads as such, else a file. */
export const UNKNOWN = "application/octet-stream";

/** A type ends at a space, a semicolon or a comma, with or without what should stand there. */
const TYPE = /^["'\s]{0,20}([\w!#$&^.+-]{1,127})\s{0,8}\/\s{0,8}([\w!#$&^.+-]{1,127})/;
const KNOWN_TOPS: ReadonlySet<string> = new Set(
  "application audio chemical example font haptics image message model multipart text video".split(" "),
);
/** A subtype alone that can mean but one thing. */
const BARE: ReadonlyMap<string, string> = new Map([["html", "text/html"]]);

/** `charset=utf-8` behind a space where a semicolon should be. */
const looseParams = (text: string): readonly (readonly [string, string])[] =>
  [...text.matchAll(/(charset|format|delsp|name|boundary)\s{0,4}=\s{0,4}["']?([^\s"';,]{1,200})/gi)].map(
    ([, name = "", value = ""]) => [name.toLowerCase(), value] as const,
  );

/** Whether bytes read as text: no zeros, hardly any controls. */
export function isTextual(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, LOOKED_AT);
  const controls = start.filter((byte) => byte < 0x20 && !LAYOUT.has(byte)).length;
  return !start.includes(0) && controls * 50 <= start.length;
}

const LOOKED_AT = 2_048;
/** Tab, line feed, form feed, carriage return, and the escape of ISO-2022. */
const LAYOUT: ReadonlySet<number> = new Set([9, 10, 12, 13, 27]);
