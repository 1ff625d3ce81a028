/** The one author of a raw mail, as we read it. */
import type { EmailAddress } from "../../domain/ids.ts";
import { readAuthor } from "../../domain/inbound-mail/author/author.ts";
import { MAX_HEADER_BYTES } from "./mime/limits.ts";

/** Null: From names nobody, several, or can be read in more than one way. */
export function authorOf(raw: Uint8Array): EmailAddress | null {
  const author = readAuthor(Buffer.from(headOf(raw)).toString("latin1"));
  return author.ok ? author.value : null;
}

/** Up to the first blank line. Of what is longer, only the start: the parser refuses such headers as well. */
function headOf(raw: Uint8Array): Uint8Array {
  const end = Math.min(raw.length, MAX_HEADER_BYTES);
  for (let at = raw.indexOf(LF); at >= 0 && at < end; at = raw.indexOf(LF, at + 1)) {
    if (raw[at + 1] === LF || (raw[at + 1] === CR && raw[at + 2] === LF)) return raw.subarray(0, at + 1);
  }
  return raw.subarray(0, end);
}

const LF = 10;
const CR = 13;
