/** What was cut from an answer by e-mail, as it reads when somebody unfolds it. */
import { DELIMITERS } from "../reply-extraction/sent-trace.ts";

/** Marks of quoting as programs write them, any depth. */
const QUOTE_MARKS = /^(?:[ \t]{0,3}>){1,50}[ \t]?/;

/**
 * Words only: no marks of quoting, no mark of ours, and no initial that stood for a face in our earlier mails (a letter
 * alone above the name that it begins). Lines of nothing else are gone; those that were empty stay.
 */
export function unfolded(cut: string): string {
  const lines = cut.split("\n").map((line) => withoutOwnMarks(line.replace(QUOTE_MARKS, "")));
  return lines.filter((line, at) => !isInitial(line, lines[at + 1] || lines[at + 2])).join("\n");
}

const withoutOwnMarks = (line: string): string => DELIMITERS.reduce((rest, mark) => rest.replaceAll(mark, ""), line);

const isInitial = (line: string, below: string | undefined): boolean =>
  /^\s{0,9}\p{L}\p{M}{0,3}\s{0,9}$/u.test(line) &&
  below !== undefined &&
  below.trim().length > line.trim().length &&
  below.trim().toLowerCase().startsWith(line.trim().toLowerCase());
