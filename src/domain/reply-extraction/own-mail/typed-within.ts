/**
 * What the person typed into our mail as it came back, told by what we sent: nobody else writes there. Mail servers put their
 * notices above and below what they pass on, so words that stand in no element of ours count only between lines of ours.
 */
import type { Meter } from "../block.ts";
import { fieldOf } from "../header-block.ts";
import type { Line } from "../line.ts";
import { ownHead, TIME } from "./own-head.ts";
import { countSent, OWN_LINK, type SentTrace } from "../sent-trace.ts";
import { isRule } from "../separators.ts";
import { isMobileSignature } from "../signature/signature.ts";

/** Of the words in the quote, this share must be ours before the others are taken for the person's. */
const OURS_IN_QUOTE = 0.5;
/** Anybody may have written a line with fewer words of ours. */
const CERTAIN_WORDS = 4;

/**
 * The lines of it, also those of which only a part was typed. None where the trace does not know the quote, as where a program
 * has translated it, nor where ours is quoted deeper: then what was typed into it was read before.
 */
export function typedWithin(lines: readonly Line[], trace: SentTrace, meter: Meter): readonly Line[] {
  const head = ownHead(lines, trace.markers);
  const quoted = lines.filter((line, i) => !line.isBlank && line.depth > 0 && !isRule(line.plain) && !head.has(i));
  const counts = countSent(
    quoted.map(({ block }) => block.text),
    trace,
    meter,
  );
  const ofOurs = quoted.flatMap((line, i) => (line.depth === 1 && (counts[i]?.sent ?? 0) > 0 ? [i] : []));
  const [from, to] = [ofOurs.at(0), ofOurs.at(-1)];
  const isCertain = ofOurs.some((i) => (counts[i]?.sent ?? 0) >= CERTAIN_WORDS);
  const sent = counts.reduce((sum, count) => sum + count.sent, 0);
  const all = counts.reduce((sum, { words }) => sum + words, 0);
  if (from === undefined || to === undefined || !isCertain || sent < all * OURS_IN_QUOTE) return [];
  return quoted.filter((line, i) => {
    const count = counts[i];
    if (count === undefined || (count.sent === count.words && !saysMore(count))) return false;
    return (line.anchor === "own" || (i >= from && i <= to)) && isAnswer(line, quoted.slice(i + 1, i + 3));
  });
}

/** Emoji and the like, on a line of ours too; links only alone: programs print those that our labels hide. */
const saysMore = ({ words, added }: { readonly words: number; readonly added: readonly string[] }): boolean =>
  added.some((sign) => SAYS.test(sign) || (words === 0 && /^https?:/.test(sign) && !OWN_LINK.test(decoded(sign))));

/** Signs that people answer with. No rules, bullets and dashes: programs draw with them. */
const SAYS =
  /\p{Extended_Pictographic}|\p{Regional_Indicator}|[\u2713\u2717]|^[?!]{1,3}$|^[:;=8]'?[-^]?[()[\]/|\\*]{1,3}$|^\^_?\^$/u;

/** A server puts the address that it guards into its own. */
const decoded = (address: string): string =>
  address.replaceAll(/%(?:25)?(3D|2F|23)/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** None that a program wrote: no header, no placeholder for a picture, no phone's signature, no initial above a name. */
const isAnswer = (line: Line, below: readonly Line[]): boolean =>
  fieldOf(line) === null &&
  !isMobileSignature(line.plain) &&
  !/^\[[^\]]*\]$/.test(line.plain) &&
  !isInitial(line, below);

/** Mails of before showed it beside the name of who wrote, and the time; no sentence is a name. */
const isInitial = ({ plain }: Line, [name, time]: readonly Line[]): boolean =>
  /^\p{L}$/u.test(plain) &&
  name?.plain.startsWith(plain) === true &&
  !/[.?!:]$/.test(name.plain) &&
  [name, time].some((line) => TIME.test(line?.plain ?? ""));
