/** The From field of a mail as it came over the wire, found so that no reader of mail could find another (RFC 5322 §2.2, §3.6.2). */
import { err, ok, type Result } from "../../result.ts";

export type FieldDoubt =
  /** There is none. */
  | "no-field"
  /** There are several, or a line that some take for a second one. */
  | "several-fields"
  /** Lines within it or behind it that readers join in different ways, or controls. */
  | "broken-field";

/**
 * `head`: the octets before the body, one character each. What stands behind the colon, unfolded; refused where another
 * reader may find something else.
 */
export function findFromField(head: string): Result<string, FieldDoubt> {
  const lines = linesOf(head);
  const starts = lines.flatMap((line, at) => (startsFrom(line, at) ? [at] : []));
  const [start] = starts;
  if (start === undefined) return err("no-field");
  // A bare carriage return ends a line for some: what stands behind it must not be a second From.
  if (starts.length > 1 || lines.some(hidesFrom)) return err("several-fields");
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => !isFolded(line));
  const [folded, next] = end < 0 ? [rest, undefined] : [rest.slice(0, end), rest[end]];
  const first = lines[start] ?? "";
  const value = [first.slice(first.indexOf(":") + 1), ...folded].join("");
  if (folded.some((line) => line.trim() === "") || (next !== undefined && !FIELD_START.test(next)))
    return err("broken-field");
  return CONTROL.test(value) ? err("broken-field") : ok(value);
}

/** Up to the blank line. */
function linesOf(head: string): readonly string[] {
  const lines = head.split(LINE_END);
  const blank = lines.indexOf("");
  return blank < 0 ? lines : lines.slice(0, blank);
}

const LINE_END = /\r?\n/;
/** RFC 5322 §2.2, and the space before the colon of §4.5. */
const FIELD_START = /^[!-9;-~]{1,200}[ \t]{0,200}:/;
/** Of ASCII, all but the tab: octets beyond are letters of some charset. */
const CONTROL = /(?![\t\u0080-\u009F])\p{Cc}/u;

const isFolded = (line: string): boolean => line.startsWith(" ") || line.startsWith("\t");

/** The first line has nothing that it could continue. */
const startsFrom = (line: string, at: number): boolean => (at === 0 || !isFolded(line)) && isNamedFrom(line);

const hidesFrom = (line: string): boolean => line.includes("\r") && line.split("\r").slice(1).some(isNamedFrom);

/** By whatever name some reader takes for it: with space, controls or octets beyond ASCII around it or within. */
function isNamedFrom(line: string): boolean {
  const [name = ""] = line.slice(0, NAME_AT_MOST).split(":", 1);
  return name.replaceAll(/[^!-~]/g, "").toLowerCase() === "from";
}

const NAME_AT_MOST = 1_000;
