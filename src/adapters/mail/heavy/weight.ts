/** Which mail is heavy: what costs so much to look at that everybody else would wait. */
import { HEAVY_BYTES, HEAVY_CHARACTERS, HEAVY_LINES, HEAVY_SIGNATURES } from "../mime/limits.ts";

/** Whether a raw mail is read, and its sender proved, in a thread of its own. */
export const isHeavy = (raw: Uint8Array): boolean =>
  raw.length > HEAVY_BYTES || hasMoreLines(raw, HEAVY_LINES) || hasManySignatures(raw);

/** Whether a text is taken apart in a thread of its own. */
export const isHeavyText = (text: string | null): boolean => text !== null && text.length > HEAVY_CHARACTERS;

/** By any line ends: those of other systems are mended before the parser sees them. */
export function hasMoreLines(raw: Uint8Array, limit: number): boolean {
  let lines = 0;
  for (let at = raw.indexOf(CARRIAGE_RETURN); at >= 0; at = raw.indexOf(CARRIAGE_RETURN, at + 1)) {
    if (raw[at + 1] !== LINE_FEED) lines += 1;
    if (lines > limit) return true;
  }
  for (let at = raw.indexOf(LINE_FEED); at >= 0; at = raw.indexOf(LINE_FEED, at + 1)) {
    lines += 1;
    if (lines > limit) return true;
  }
  return false;
}

/** Whether so many lines come before the first blank one. */
export function hasMoreHeaderLines(raw: Uint8Array, limit: number): boolean {
  let lines = 0;
  for (let at = raw.indexOf(LINE_FEED); at >= 0; at = raw.indexOf(LINE_FEED, at + 1)) {
    lines += 1;
    if (lines > limit) return true;
    if (raw[at + 1] === LINE_FEED || (raw[at + 1] === CARRIAGE_RETURN && raw[at + 2] === LINE_FEED)) return false;
  }
  return false;
}

/** Each is verified by itself. A mail is small by now, and lines of its body that look like one do no harm. */
const hasManySignatures = (raw: Uint8Array): boolean =>
  [...Buffer.from(raw).toString("latin1").matchAll(SIGNATURE)].length > HEAVY_SIGNATURES;

const SIGNATURE = /^(?:dkim-signature|arc-seal|arc-message-signature)/gim;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
