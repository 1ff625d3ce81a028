/** The properties of a mail or file as Exchange keeps them (MS-OXTNEF §2.1.3.5), as far as they are bytes or numbers. */

export type MapiProperties = ReadonlyMap<number, { readonly bytes: Uint8Array; readonly isUnicode: boolean }>;

/** By their number; those with a name of their own, and lists, are left out. Total: what is broken ends the reading. */
export function readMapi(bytes: Uint8Array): MapiProperties {
  const found = new Map<number, { readonly bytes: Uint8Array; readonly isUnicode: boolean }>();
  const reader = new Reader(bytes);
  const count = Math.min(reader.number(), MOST);
  for (let i = 0; i < count && !reader.isOver; i += 1) {
    const tag = reader.number();
    const id = tag >>> 16;
    const type = tag & 0xffff;
    if (id >= NAMED) reader.skipName();
    const values = readValues(reader, type);
    if (values === null) break;
    const [value] = values;
    if (value !== undefined && (type & LIST) === 0 && id < NAMED && !found.has(id))
      found.set(id, { bytes: value, isUnicode: type === UNICODE });
  }
  return found;
}

/** Real mails have about a hundred. */
const MOST = 2_000;
const NAMED = 0x8000;
const LIST = 0x1000;
const UNICODE = 0x1f;
/** String, Unicode string, object, binary: as long as they say. */
const OF_ANY_LENGTH: ReadonlySet<number> = new Set([0x1e, UNICODE, 0x0d, 0x102]);
/** Octets of the others. */
const LENGTHS: ReadonlyMap<number, number> = new Map([
  [0x02, 4],
  [0x03, 4],
  [0x04, 4],
  [0x05, 8],
  [0x06, 8],
  [0x07, 8],
  [0x0a, 4],
  [0x0b, 4],
  [0x14, 8],
  [0x40, 8],
  [0x48, 16],
]);

/** Null: a kind that nobody knows the length of. */
function readValues(reader: Reader, type: number): readonly Uint8Array[] | null {
  const kind = type & ~LIST;
  const length = LENGTHS.get(kind);
  const isAny = OF_ANY_LENGTH.has(kind);
  if (length === undefined && !isAny) return null;
  const count = isAny || (type & LIST) !== 0 ? Math.min(reader.number(), MOST) : 1;
  const values: Uint8Array[] = [];
  for (let i = 0; i < count && !reader.isOver; i += 1) values.push(reader.take(length ?? reader.number()));
  return values;
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isOver(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** Of 32 bits; 0 beyond the end. */
  number(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.take(4);
    return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
  }

  /** So many octets, and past what fills them up to a multiple of four. */
  take(length: number): Uint8Array {
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += Math.ceil(length / 4) * 4;
    return taken;
  }

  /** The set that it belongs to, then its number or its letters. */
  skipName(): void {
    this.take(16);
    const isNumber = this.number() === 0;
    if (isNumber) this.number();
    else this.take(this.number());
  }
}
