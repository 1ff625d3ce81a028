/**
 * What an S/MIME envelope holds (RFC 5652, RFC 8551): only the way to the content, nothing of keys and signatures. A
 * signature that nobody checks proves nothing, so the content is read as unsigned.
 */
import { inflateSync } from "node:zlib";
import { MAX_RAW_BYTES } from "../limits.ts";

type Cms = { readonly kind: "signed" | "compressed"; readonly content: Uint8Array } | { readonly kind: "encrypted" };

/** Null: no such envelope, or one without content. Total; truncated ones give what there is. */
export function readCms(given: Uint8Array): Cms | null {
  const bytes = given[0] === 0x4d ? Buffer.from(Buffer.from(given).toString("latin1"), "base64") : given;
  const info = elementAt(bytes, 0, bytes.length);
  const [oid, wrapped] = info === null ? [] : childrenOf(bytes, info);
  const inner = wrapped === undefined ? undefined : childrenOf(bytes, wrapped)[0];
  if (oid === undefined || inner === undefined) return null;
  switch (Buffer.from(bytes.subarray(oid.from, oid.to)).toString("hex")) {
    case SIGNED: {
      const content = contentOf(bytes, inner, 2);
      return content === null ? null : { kind: "signed", content };
    }
    case COMPRESSED: {
      const content = contentOf(bytes, inner, 2);
      const plain = content === null ? null : inflated(content);
      return plain === null ? null : { kind: "compressed", content: plain };
    }
    case ENVELOPED:
    case AUTH_ENVELOPED:
      return { kind: "encrypted" };
    default:
      return null;
  }
}

/** Object identifiers as they are encoded: 1.2.840.113549.1.7.2 and .3, 1.2.840.113549.1.9.16.1.9 and .23. */
const SIGNED = "2a864886f70d010702";
const ENVELOPED = "2a864886f70d010703";
const COMPRESSED = "2a864886f70d0109100109";
const AUTH_ENVELOPED = "2a864886f70d0109100117";

interface Element {
  readonly tag: number;
  readonly from: number;
  readonly to: number;
  /** Where the next one begins. */
  readonly next: number;
}

/** Real ones nest six deep down to their content. */
const DEEPEST = 12;
/** Certificates and signers aside, a level has a handful; a streamed content has a piece for every few kilobytes. */
const MOST_CHILDREN = 50_000;
const CONSTRUCTED = 0x20;

function contentOf(bytes: Uint8Array, data: Element, at: number): Uint8Array | null {
  const encapsulated = childrenOf(bytes, data)[at];
  const wrapped = encapsulated === undefined ? undefined : childrenOf(bytes, encapsulated)[1];
  const octets = wrapped === undefined ? undefined : childrenOf(bytes, wrapped)[0];
  return octets === undefined ? null : octetsOf(bytes, octets, 0);
}

/** An octet string, whole or in pieces. */
function octetsOf(bytes: Uint8Array, element: Element, depth: number): Uint8Array {
  if ((element.tag & CONSTRUCTED) === 0 || depth > DEEPEST) return bytes.subarray(element.from, element.to);
  return Buffer.concat(childrenOf(bytes, element).map((piece) => octetsOf(bytes, piece, depth + 1)));
}

function childrenOf(bytes: Uint8Array, { from, to }: Element, depth = 0): readonly Element[] {
  const children: Element[] = [];
  let at = from;
  while (at < to && children.length < MOST_CHILDREN) {
    const child = elementAt(bytes, at, to, depth);
    if (child === null || (child.tag === 0 && child.from === child.to)) break;
    children.push(child);
    at = child.next;
  }
  return children;
}

/** One element of BER. A length that the bytes do not keep ends with them. */
function elementAt(bytes: Uint8Array, at: number, end: number, depth = 0): Element | null {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f || depth > DEEPEST) return null;
  if (first === 0x80) {
    const last = childrenOf(bytes, { tag, from: at + 2, to: end, next: end }, depth + 1).at(-1);
    const to = last?.next ?? at + 2;
    return { tag, from: at + 2, to, next: Math.min(end, to + 2) };
  }
  const longer = first > 0x80 ? first & 0x7f : 0;
  if (longer > 4) return null;
  let length = longer === 0 ? first : 0;
  for (let i = 0; i < longer; i += 1) length = length * 256 + (bytes[at + 2 + i] ?? 0);
  const from = at + 2 + longer;
  const to = Math.min(end, from + length);
  return { tag, from, to, next: to };
}

function inflated(bytes: Uint8Array): Uint8Array | null {
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_RAW_BYTES });
  } catch {
    return null;
  }
}
