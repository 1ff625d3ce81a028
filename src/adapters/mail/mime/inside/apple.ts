/** Files as Macintosh programs send them (RFC 1740): the file itself in a wrapper, beside what only a Macintosh knows. */

interface AppleFile {
  /** Null: the wrapper holds no file of its own (AppleDouble), it goes beside one. */
  readonly data: Uint8Array | null;
  /** Bytes of its name, in an encoding that it does not tell; null: it has none. */
  readonly name: Uint8Array | null;
}

/** Null: no such wrapper. */
export function readAppleFile(bytes: Uint8Array): AppleFile | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER) return null;
  const magic = view.getUint32(0);
  if (magic !== SINGLE && magic !== DOUBLE) return null;
  const entries = new Map<number, Uint8Array>();
  const count = Math.min(view.getUint16(24), MOST_ENTRIES);
  for (let i = 0, at = HEADER; i < count && at + 12 <= bytes.length; i += 1, at += 12) {
    const offset = view.getUint32(at + 4);
    entries.set(view.getUint32(at), bytes.subarray(offset, offset + view.getUint32(at + 8)));
  }
  return { data: magic === SINGLE ? (entries.get(DATA_FORK) ?? null) : null, name: entries.get(REAL_NAME) ?? null };
}

const SINGLE = 0x0005_1600;
const DOUBLE = 0x0005_1607;
const HEADER = 26;
/** The format knows fifteen. */
const MOST_ENTRIES = 64;
const DATA_FORK = 1;
const REAL_NAME = 3;
