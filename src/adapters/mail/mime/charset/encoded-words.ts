/** Encoded words of a header (RFC 2047, RFC 2231 §5) → text, each in the charset that its bytes prove. */
import { decodeBytes } from "./charset.ts";

/**
 * Spaces between two encoded words go, and words of one charset are decoded together: many programs split between them
 * in the middle of a character.
 */
export function decodeWords(value: string): string {
  if (!value.includes("=?")) return value;
  const out: string[] = [];
  let pending: { readonly charset: string; readonly bytes: Uint8Array[] } | null = null;
  let from = 0;
  const flush = (): void => {
    if (pending !== null) out.push(decodeBytes(Buffer.concat(pending.bytes), pending.charset));
    pending = null;
  };
  for (const { 0: word, 1: charset = "", 2: way = "", 3: text = "", index } of value.matchAll(ENCODED_WORD)) {
    const between = value.slice(from, index);
    const isJoined = pending !== null && /^[ \t\r\n]*$/.test(between);
    if (!isJoined) {
      flush();
      out.push(between);
    } else if (pending?.charset !== charset.toLowerCase()) flush();
    pending ??= { charset: charset.toLowerCase(), bytes: [] };
    pending.bytes.push(bytesOf(way, text));
    from = index + word.length;
  }
  flush();
  out.push(value.slice(from));
  return out.join("");
}

/** With spaces and marks inside, which some programs leave there. The language after `*` tells nothing of the letters. */
const ENCODED_WORD = /=\?([^?\s*]{1,60})(?:\*[^?\s]{0,40})?\?([QqBb])\?([^?]*)\?=/g;

function bytesOf(way: string, text: string): Uint8Array {
  if (/b/i.test(way)) return Buffer.from(text.replaceAll(/[^A-Za-z0-9+/_-]/g, ""), "base64");
  const out: number[] = [];
  const letters = Buffer.from(text.replaceAll(/=\s+(?=[0-9a-f])/gi, "=").replaceAll(/[_\s]/g, " "), "utf8");
  for (let at = 0; at < letters.length; at += 1) {
    const byte = letters[at] ?? 0;
    const hex = byte === EQUALS ? letters.toString("latin1", at + 1, at + 3) : "";
    const isByte = /^[0-9a-f]{2}$/i.test(hex);
    out.push(isByte ? Number.parseInt(hex, 16) : byte);
    if (isByte) at += 2;
  }
  return Uint8Array.from(out);
}

const EQUALS = 0x3d;
