/**
 * Introductions of few words, told by being nothing else: "2017/12/8 Bob Miller", "Bob <bob@example.com> wrote:". A line
 * of its own that holds only a date and a name, or a name, its address and a word for writing, is hardly typed.
 */
import type { Meter } from "../block.ts";
import { wrotePhrases } from "../languages/vocabulary.ts";
import type { Line } from "../line.ts";
import { says, words } from "../words.ts";

const LONGEST = 200;
/** A name, its title, its house. */
const MOST_WORDS = 7;
/** "has written". */
const MOST_WROTE = 2;

const DATE =
  /(?:\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}年\d{1,2}月\d{1,2}日|\d{4}년 ?\d{1,2}월 ?\d{1,2}일)(?!\d)/;
/** An hour, its half of the day, a zone, a weekday in brackets. */
const TIME =
  /[T,]? ?\b\d{1,2}[:h.]\d\d(?::\d\d)?(?: ?[ap]\.?m\b\.?)?|(?:GMT|UTC)?[+-]\d{2}:?\d{2}\b|\b(?:GMT|UTC|CES?T)\b|\([^()]{1,12}\)/gi;
const ADDRESS = /[<([](?:mailto:)?[^\s<>()@]{1,64}@[^\s<>()@]{1,253}[>)\]]/;

/**
 * Whether the paragraph that is line `at` alone introduces what follows. `quotedBelow`: that is marked as a quote; where
 * it is not, the address is asked for as well.
 */
export function isBareIntroduction(
  lines: readonly Line[],
  at: number,
  { quotedBelow, meter }: { readonly quotedBelow: boolean; readonly meter: Meter },
): boolean {
  const line = lines[at];
  if (line === undefined || line.isLong || line.plain.length > LONGEST) return false;
  if (lines[at - 1]?.isBlank === false && lines[at - 1]?.depth === 0) return false;
  // A greeting leads on to what follows it: the person tells of somebody.
  const above = [lines[at - 1], lines[at - 2]].find((other) => other?.isBlank === false);
  if (!quotedBelow && above !== undefined && /[,:]$/.test(above.plain)) return false;
  meter.steps += line.plain.length;
  const text = line.plain.replaceAll(/^[*_]{1,2}|[*_]{1,2}$/g, "").trim();
  const address = ADDRESS.exec(text);
  const hasAddress = address !== null;
  if (hasAddress && text.endsWith(":")) {
    const behind = words(text.slice(address.index + address[0].length));
    if (behind.trim().split(" ").length <= MOST_WROTE && says(behind, wrotePhrases, "end"))
      return isName(text.slice(0, address.index));
  }
  const date = DATE.exec(text);
  if (date === null || (!quotedBelow && !hasAddress)) return false;
  const name = text
    .replace(DATE, " ")
    .replace(ADDRESS, " ")
    .replaceAll(TIME, " ")
    .replace(/:$/, "")
    .replaceAll(/[,、]/g, " ")
    .trim();
  const isAtEdge = date.index < 2 || /^[\s\d:.,;apmhAPM+-]*:?$/.test(text.slice(date.index + date[0].length));
  return isAtEdge && isName(name);
}

/** No sentence: few words, each with a capital, of a writing that has none, or one that stands in names. */
function isName(text: string): boolean {
  const said = text
    .replaceAll(/["'“”«»().]/g, " ")
    .trim()
    .split(/\s+/);
  return said.length <= MOST_WORDS && !/[?!;:]/.test(text) && said.every((word) => NAME_WORD.test(word));
}

const NAME_WORD =
  /^(?:[\p{Lu}\p{Lo}\p{N}&|/+-]|(?:de|del|della|des|di|du|da|dos|d|la|le|les|van|von|der|den|zu|zur|af|av|bin|al|el|the|of|via|and|und|et|y|e|i)$|[^\s@]+@)/u;
