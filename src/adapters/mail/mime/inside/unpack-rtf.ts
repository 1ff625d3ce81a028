import { MAX_TEXT } from "../limits.ts";

/** Rich text as it lies in a mail (MS-OXRTFCP) → each character one byte. Null: it is none. */
export function unpackRtf(bytes: Uint8Array): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 16) return null;
  const size = Math.min(view.getUint32(4, true), MAX_TEXT * 4);
  const kind = view.getUint32(8, true);
  if (kind === PLAIN) return Buffer.from(bytes.subarray(16, 16 + size)).toString("latin1");
  return kind === PACKED ? unpacked(bytes, size) : null;
}

const PLAIN = 0x414c_454d;
const PACKED = 0x7546_5a4c;
const WINDOW = 4_096;
const START =
  "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

/** Each byte of flags tells of eight things which are letters, and which point to letters that were there before. */
function unpacked(bytes: Uint8Array, size: number): string {
  const window = Buffer.alloc(WINDOW);
  const out: number[] = [];
  const start = window.write(START, "latin1");
  const place = (): number => (start + out.length) % WINDOW;
  const put = (byte: number): void => {
    window[place()] = byte;
    out.push(byte);
  };
  let at = 16;
  while (at < bytes.length && out.length < size) {
    const flags = bytes[at] ?? 0;
    at += 1;
    for (let bit = 0; bit < 8 && at < bytes.length && out.length < size; bit += 1) {
      if ((flags & (1 << bit)) === 0) {
        put(bytes[at] ?? 0);
        at += 1;
        continue;
      }
      const pair = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
      at += 2;
      const from = pair >> 4;
      if (from === place()) return textOf(out, size);
      for (let i = 0; i < (pair & 15) + 2; i += 1) put(window[(from + i) % WINDOW] ?? 0);
    }
  }
  return textOf(out, size);
}

const textOf = (bytes: readonly number[], size: number): string => Buffer.from(bytes.slice(0, size)).toString("latin1");
