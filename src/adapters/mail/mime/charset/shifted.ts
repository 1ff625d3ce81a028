/**
 * The writings of East Asia in seven bits. Each says with marks in the text where its characters are two bytes; those
 * bytes, their eighth bit set, are what the runtime's decoders of eight bits read.
 */

/** HZ (RFC 1843), ISO-2022-KR (RFC 1557), ISO-2022-CN (RFC 1922). ISO-2022-JP the runtime reads itself. */
export type Shifted = "hz" | "iso-2022-kr" | "iso-2022-cn";

/** Which of them seven-bit text is: its escapes say so, HZ's marks only where the label is Chinese. Null: none. */
export function shiftedBy(bytes: Uint8Array, declared: string | null): Shifted | "iso-2022-jp" | null {
  const isHz = declared !== null && CHINESE.has(declared);
  if (isHz && HZ_SHIFT.test(Buffer.from(bytes.subarray(0, LOOKED_AT)).toString("latin1"))) return "hz";
  if (!bytes.includes(ESCAPE)) return null;
  const text = Buffer.from(bytes).toString("latin1");
  return ESCAPES.find(([escape]) => text.includes(`\u001B${escape}`))?.[1] ?? null;
}

/** What names a set of two-byte letters, the escape before it left out. */
const ESCAPES: readonly (readonly [string, Shifted | "iso-2022-jp"])[] = [
  ["$)C", "iso-2022-kr"],
  ["$)A", "iso-2022-cn"],
  ["$B", "iso-2022-jp"],
  ["$@", "iso-2022-jp"],
  ["$(D", "iso-2022-jp"],
  ["(I", "iso-2022-jp"],
];

/** Never throws. */
export function decodeShifted(kind: Shifted, bytes: Uint8Array): string {
  const raised = kind === "hz" ? raiseHz(bytes) : raiseByShifts(bytes);
  return new TextDecoder(kind === "iso-2022-kr" ? "euc-kr" : "gb18030").decode(raised);
}

const LOOKED_AT = 65_536;
const ESCAPE = 0x1b;
const SHIFT_OUT = 0x0e;
const SHIFT_IN = 0x0f;
const LINE_FEED = 0x0a;
const TILDE = 0x7e;
const CHINESE: ReadonlySet<string> = new Set(["hz", "gbk", "gb18030"]);
const HZ_SHIFT = /~\{(?:[!-w][!-~]){1,200}~\}/;

/** `~{` begins two-byte characters, `~}` ends them, as does the end of a line; `~~` is a tilde. */
function raiseHz(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  let isWide = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    const next = bytes[at + 1];
    if (byte === TILDE && (next === 0x7b || next === 0x7d || next === TILDE)) {
      at += 1;
      if (next === TILDE) out.push(TILDE);
      else isWide = next === 0x7b;
      continue;
    }
    if (byte === LINE_FEED) isWide = false;
    out.push(isWide && byte > 0x20 ? byte | 0x80 : byte);
  }
  return Uint8Array.from(out);
}

/** Shift-out begins two-byte characters, shift-in ends them; the four bytes that name their set say nothing themselves. */
function raiseByShifts(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  let isWide = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === ESCAPE) at += 3;
    else if (byte === SHIFT_OUT || byte === SHIFT_IN) isWide = byte === SHIFT_OUT;
    else {
      if (byte === LINE_FEED) isWide = false;
      out.push(isWide && byte > 0x20 ? byte | 0x80 : byte);
    }
  }
  return Uint8Array.from(out);
}
