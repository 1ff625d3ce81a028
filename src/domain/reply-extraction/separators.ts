/** Lines that only divide: "-----Original Message-----", "---------- Forwarded message ---------", "______". */
import { forwardedPhrases, originalPhrases } from "./languages/vocabulary.ts";
import { says, words } from "./words.ts";

const RULE_MARKS = new Set("-_=*~#+.—–―─━═");
/** Fewer are an aside, a dialogue or a bullet. */
const SHORTEST_FRAME = 2;
/** "Original Message from Bob Miller <bob@example.com>" is still a divider. A sentence about an original message is not. */
const MOST_WORDS_AFTER = 6;

/** Whether the line is nothing but a drawn line: "______", "* * *". At least three marks, at least two of them alike. */
export function isRule(line: string): boolean {
  let marks = 0;
  for (const c of line) {
    if (c === " ") continue;
    if (!RULE_MARKS.has(c)) return false;
    marks += 1;
  }
  return marks >= 3 && line !== "...";
}

/** Above the mail answered. */
export function isOriginalMarker(line: string): boolean {
  const framed = inFrame(line);
  return framed !== null && isShort(framed) && says(framed, originalPhrases, "start");
}

/** The words of a divider without its frame: "Original Message" before a header that has lost its dashes. */
export const isBareOriginalMarker = (line: string): boolean => {
  if (line.length > 60) return false;
  const said = words(line);
  return says(said, originalPhrases, "start") && (/\d/.test(line) || says(said, originalPhrases, "end"));
};

/** Above a mail passed on: what follows was put there on purpose. */
export function isForwardMarker(line: string): boolean {
  const framed = inFrame(line);
  if (framed !== null) return isShort(framed) && says(framed, forwardedPhrases, "start");
  if (!line.endsWith(":") || line.length > 80) return false;
  const said = words(line);
  return says(said, forwardedPhrases, "start") && says(said, forwardedPhrases, "end");
}

/** The words between the dashes; null: no frame. */
function inFrame(line: string): string | null {
  let start = 0;
  while (start < line.length && (RULE_MARKS.has(line[start] ?? "") || line[start] === " " || line[start] === ">"))
    start += 1;
  if (start < SHORTEST_FRAME || start === line.length) return null;
  return words(line.slice(start));
}

const isShort = (said: string): boolean => said.length < 120 && said.trim().split(" ").length <= MOST_WORDS_AFTER + 3;
