/**
 * The header of the mail answered, as Outlook, Exchange, Notes, Yahoo and many phones print it above the quote:
 * lines of "From:", "Sent:", "To:", "Subject:" in the language of the program.
 */
import type { Meter } from "./block.ts";
import { type HeaderField, headerFields } from "./languages/vocabulary.ts";
import type { Line } from "./line.ts";
import { isBareOriginalMarker, isOriginalMarker, isRule } from "./separators.ts";

/** From, Sent, To (wrapped over four), Cc (three), Subject (two) and blank lines between them. */
const MOST_LINES = 16;
/** A list of recipients is wrapped; more lines in between are no header. */
const MOST_WRAPPED = 4;
const LONGEST_NAME = 30;

/** The header that begins with line `at`: its last line, and where it is cut from (a rule above belongs to it). Null: none. */
export function headerBlockAt(
  lines: readonly Line[],
  at: number,
  meter: Meter,
): { readonly from: number; readonly end: number } | null {
  const drawn = drawnHeaderEnd(lines, at, meter);
  if (drawn !== null) return { from: dividerAbove(lines, at, meter), end: drawn };
  const first = fieldOf(lines[at]);
  if (first === null || first === "cc") return null;
  const from = dividerAbove(lines, at, meter);
  const announced = from < at || lines[at]?.anchor === "header" || lines[at]?.anchor === "quote-from-here";
  if (!announced && isForm(lines, at)) return null;
  const read = readFields(lines, at, meter);
  return proves(read, announced) ? { from, end: read.end } : null;
}

/** The header field a line begins with, in any language; null: none. "*From:*", "De :" and "发件人：" count. */
export function fieldOf(line: Line | undefined): HeaderField | null {
  if (line === undefined || line.isBlank) return null;
  const name = nameBeforeColon(line.plain);
  return name === null ? null : (headerFields.get(name.toLowerCase()) ?? null);
}

function nameBeforeColon(line: string): string | null {
  const colon = line.slice(0, LONGEST_NAME + 1).indexOf(":");
  if (colon <= 0) return null;
  // Bold, as "*From:*" in text made from HTML.
  let start = 0;
  while (start < colon && "*_> ".includes(line.charAt(start))) start += 1;
  let end = colon;
  while (end > start && "*_ ".includes(line.charAt(end - 1))) end -= 1;
  return start === end ? null : line.slice(start, end);
}

interface Fields {
  readonly seen: ReadonlySet<HeaderField>;
  readonly hasAddress: boolean;
  readonly end: number;
}

function readFields(lines: readonly Line[], at: number, meter: Meter): Fields {
  const seen = new Set<HeaderField>();
  let hasAddress = false;
  let end = at;
  let wrapped = 0;
  for (let i = at; i < lines.length && i < at + MOST_LINES; i += 1) {
    const line = lines[i];
    meter.steps += 1;
    if (line === undefined || line.depth > 0) break;
    if (line.isBlank) {
      // Between headers only: HTML mails put each in a paragraph of its own.
      const next = fieldOf(lines[i + 1]);
      if (next === null || seen.has(next)) break;
      continue;
    }
    const field = fieldOf(line);
    if (field === null) {
      wrapped += 1;
      if (wrapped > MOST_WRAPPED || line.isLong) break;
    } else {
      if (field !== "cc" && seen.has(field)) break;
      seen.add(field);
      wrapped = 0;
      end = i;
    }
    if (line.plain.includes("@")) hasAddress = true;
  }
  return { seen, hasAddress, end };
}

/**
 * Two or three fields that only a mail has together. "From: Paris, To: Rome, Date: 3 May" is a journey: without an
 * address or a subject it stays.
 */
function proves({ seen, hasAddress }: Fields, announced: boolean): boolean {
  const isDated = seen.has("sent") || seen.has("date");
  if (announced) return seen.size >= 2;
  if (seen.has("from") && isDated) return hasAddress || seen.has("subject") || (seen.has("sent") && seen.has("to"));
  if (isDated && seen.has("to")) return hasAddress || seen.has("subject");
  return seen.has("from") && seen.has("to") && seen.has("subject");
}

/** Outlook's header in a language of no table: three fields below the line it draws. Its last line; null: none. */
function drawnHeaderEnd(lines: readonly Line[], at: number, meter: Meter): number | null {
  if (lines[at]?.anchor !== "header" || lines[at - 1]?.anchor === "header") return null;
  let fields = 0;
  let end = at;
  for (let i = at; i < at + MOST_LINES && lines[i]?.anchor === "header"; i += 1) {
    meter.steps += 1;
    if (nameBeforeColon(lines[i]?.plain ?? "") !== null) fields += 1;
    end = i;
  }
  return fields >= 3 ? end : null;
}

/** Whether the line before, without a gap, is a field of some form ("Name: …"): then this is a form, not a header. */
function isForm(lines: readonly Line[], at: number): boolean {
  const above = lines[at - 1];
  if (above === undefined || above.isBlank || above.depth > 0) return false;
  const name = nameBeforeColon(above.plain);
  return (
    name !== null && fieldOf(above) === null && name.split(" ").length <= 3 && above.plain.length > name.length + 1
  );
}

/** The first line of what stands above a header and belongs to it: rules, "Original Message", blank lines between. */
function dividerAbove(lines: readonly Line[], at: number, meter: Meter): number {
  let from = at;
  for (let i = at - 1; i >= 0 && i >= at - 4; i -= 1) {
    const line = lines[i];
    meter.steps += 1;
    if (line === undefined || line.depth > 0) break;
    if (line.isBlank) continue;
    if (!isRule(line.plain) && !isOriginalMarker(line.plain) && !isBareOriginalMarker(line.plain)) break;
    from = i;
  }
  return from;
}
