/**
 * The second look at a mail the MIME parser refused: its headers line by line, and its body as it stands.
 *
 * Nothing is decoded but the charset, so nothing can go wrong; a person can read most of it.
 */
import { type HeaderField, parseHeaderBlock } from "../../../domain/inbound-mail/reading/header-block.ts";
import { decodeText } from "./charset/charset.ts";
import { MAX_HEADER_BYTES, MAX_HEADER_FIELDS } from "./limits.ts";

/** Shown of a body that is not understood: the words are near its top, the rest is encoded files. */
const SHOWN_BYTES = 65_536;

interface Rescued {
  readonly headers: readonly HeaderField[];
  /** null: nothing but headers. */
  readonly text: string | null;
}

export function rescue(raw: Uint8Array): Rescued {
  const bodyAt = findBody(raw);
  const head = decodeText(raw.subarray(0, Math.min(bodyAt, MAX_HEADER_BYTES)), undefined);
  const text = decodeText(raw.subarray(bodyAt, bodyAt + SHOWN_BYTES), undefined).trim();
  return { headers: parseHeaderBlock(head, 0, MAX_HEADER_FIELDS).fields, text: text === "" ? null : text };
}

/** The byte after the first blank line, with any mixture of line ends; the end when there is none. */
function findBody(raw: Uint8Array): number {
  for (let at = raw.indexOf(LF); at >= 0; at = raw.indexOf(LF, at + 1)) {
    if (raw[at + 1] === LF) return at + 2;
    if (raw[at + 1] === CR && raw[at + 2] === LF) return at + 3;
  }
  return raw.length;
}

const LF = 10;
const CR = 13;
