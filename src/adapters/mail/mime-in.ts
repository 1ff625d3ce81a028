/**
 * Raw bytes → `ParsedMail`. Total: whatever the bytes, it answers, within the limits of `mime/limits.ts`.
 *
 * What the MIME parser refuses is looked at line by line, so that a person can still read it; `unreadable` says why.
 * Mail that could hold up everybody else is read in a thread of its own, with an end to its time and its memory.
 */
import type { ParsedMail, UnreadableReason } from "../../domain/inbound-mail/reading/parsed-mail.ts";
import { readApart } from "./mime/apart.ts";
import { HEAVY_BYTES, HEAVY_LINES, MAX_LINES, MAX_RAW_BYTES } from "./mime/limits.ts";
import { readMail, rescueMail } from "./mime/read.ts";

export async function parseMime(raw: Uint8Array): Promise<ParsedMail> {
  const refused = refuseAtSight(raw);
  if (refused !== null) return rescueMail(raw, refused);
  if (!isHeavy(raw)) return readMail(raw);
  return (await readApart(raw)) ?? rescueMail(raw, "too-costly");
}

/** What would cost too much even to hand to the parser. */
function refuseAtSight(raw: Uint8Array): UnreadableReason | null {
  if (raw.length > MAX_RAW_BYTES) return "too-large";
  return hasMoreLines(raw, MAX_LINES) ? "too-many-lines" : null;
}

const isHeavy = (raw: Uint8Array): boolean => raw.length > HEAVY_BYTES || hasMoreLines(raw, HEAVY_LINES);

function hasMoreLines(raw: Uint8Array, limit: number): boolean {
  let lines = 0;
  for (let at = raw.indexOf(LINE_FEED); at >= 0; at = raw.indexOf(LINE_FEED, at + 1)) {
    lines += 1;
    if (lines > limit) return true;
  }
  return false;
}

const LINE_FEED = 10;
