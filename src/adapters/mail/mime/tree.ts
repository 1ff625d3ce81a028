/**
 * Runs the MIME parser and hands out its parts as they stand: type, parameters, decoded bytes.
 *
 * The parser's ready-made text trusts every charset label, joins quoted flowed lines into one, loses a body whose boundary is wrong,
 * and takes minutes to turn 20 MB of hostile HTML into text. So its last step is replaced: it hands over the tree of parts instead.
 * That step is not in the library's types: what it gives is checked at run time, and tests fail when a version no longer calls it.
 */
import PostalMime from "postal-mime";
import { decodeWords } from "./charset/encoded-words.ts";
import { isTextual, partTypeOf, UNKNOWN } from "./content-type.ts";
import { MAX_DEPTH, MAX_HEADER_BYTES, MAX_PARTS } from "./limits.ts";

export interface MimePart {
  /** Lower case, `text/plain` when the sender gave none that is one. */
  readonly type: string;
  /** Whether the sender gave one that anybody knows; where not, what it holds may tell better. */
  readonly isTyped: boolean;
  readonly params: ReadonlyMap<string, string>;
  readonly disposition: string | null;
  readonly filename: string | null;
  /** As written, angle brackets and all. */
  readonly contentId: string | null;
  /** Content-Transfer-Encoding, lower case; empty: not given. */
  readonly encoding: string;
  /** Decoded body; of a multipart what stands before its first boundary. */
  readonly bytes: Uint8Array;
  readonly children: readonly MimePart[];
}

interface MimeTree {
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly root: MimePart;
  /** Parts beyond the limit were not looked at. */
  readonly isCut: boolean;
}

/** Throws what the parser throws: too deep, too many header bytes, or a fault of its own. */
export async function readTree(raw: Uint8Array): Promise<MimeTree> {
  const parser = new TreeReader({
    forceRfc822Attachments: true,
    maxNestingDepth: MAX_DEPTH,
    maxHeadersSize: MAX_HEADER_BYTES,
    maxRfc822NestingDepth: 0,
  });
  const email = await parser.parse(raw);
  const budget = { parts: MAX_PARTS };
  const root = readPart(parser.tree, budget);
  if (root === null)
    throw new Error("postal-mime no longer calls `collectNode` with its tree: read the parts another way");
  const headers = email.headers.map(({ key, value }) => ({ name: key, value }));
  return { headers, root, isCut: budget.parts <= 0 };
}

class TreeReader extends PostalMime {
  tree: unknown = null;

  /** Called by the library with the root once every line is read. */
  collectNode(root: unknown): Promise<void> {
    this.tree = root;
    return Promise.resolve();
  }
}

function readPart(node: unknown, budget: { parts: number }): MimePart | null {
  if (typeof node !== "object" || node === null) return null;
  budget.parts -= 1;
  const contentType = parsedHeader(Reflect.get(node, "contentType"));
  const disposition = parsedHeader(Reflect.get(node, "contentDisposition"));
  const { type, isNamed, params } = partTypeOf(hasType(node) ? contentType.value : null, contentType);
  const bytes = contentOf(node);
  const filename = nameIn(disposition.params.get("filename") ?? params.get("name"));
  const isFile = filename !== null || disposition.value === "attachment";
  return {
    type: isFile ? type : type === UNKNOWN && !isNamed && isTextual(bytes) ? "text/plain" : (AS_TEXT.get(type) ?? type),
    isTyped: isNamed,
    params,
    disposition: disposition.value || null,
    filename,
    contentId: stringOrNull(Reflect.get(node, "contentId")),
    encoding: encodingOf(node),
    bytes,
    children: readChildren(Reflect.get(node, "childNodes"), budget),
  };
}

/** Kinds of text that are not registered as such: unnamed, they are a letter (RFC 3236; RTF was never anything else). */
const AS_TEXT: ReadonlyMap<string, string> = new Map([
  ["application/xhtml+xml", "text/html"],
  ["application/rtf", "text/rtf"],
  ["application/x-rtf", "text/rtf"],
]);

/**
 * RFC 2047 §5 forbids encoded words in a parameter, and every large mail program has written them there. A name of nothing
 * is none.
 */
const nameIn = (written: string | undefined): string | null =>
  written === undefined || written.trim() === "" ? null : decodeWords(written);

/** The parser says text/plain where there is no field as well. */
function hasType(node: object): boolean {
  const headers: unknown = Reflect.get(node, "headers");
  return Array.isArray(headers) && headers.some((header) => property(header, "key") === "content-type");
}

const encodingOf = (node: object): string =>
  stringOrNull(property(Reflect.get(node, "contentTransferEncoding"), "encoding")) ?? "";

/**
 * The parser ends every line that it decodes, the last one too. In a part of another that line break belongs to the
 * boundary (RFC 2046 §5.1.1): left in, a file would come longer than it was sent, and an empty one not empty.
 */
function contentOf(node: object): Uint8Array {
  const content: unknown = Reflect.get(node, "content");
  const isBytes = content instanceof ArrayBuffer || content instanceof Uint8Array;
  const bytes = isBytes ? new Uint8Array(content) : new Uint8Array();
  const isPart = Boolean(Reflect.get(node, "parentNode"));
  const endsInBreak = isPart && !/base64/i.test(encodingOf(node)) && bytes.at(-1) === LINE_FEED;
  return endsInBreak ? bytes.subarray(0, -1) : bytes;
}

const LINE_FEED = 10;

function readChildren(nodes: unknown, budget: { parts: number }): readonly MimePart[] {
  if (!Array.isArray(nodes)) return [];
  const parts: MimePart[] = [];
  for (const node of nodes) {
    if (budget.parts <= 0) break;
    const part = readPart(node, budget);
    if (part !== null) parts.push(part);
  }
  return parts;
}

function parsedHeader(holder: unknown): { readonly value: string; readonly params: ReadonlyMap<string, string> } {
  const parsed: unknown = property(holder, "parsed");
  const params = new Map<string, string>();
  const given: unknown = property(parsed, "params");
  if (typeof given === "object" && given !== null) {
    for (const [name, value] of Object.entries(given))
      if (typeof value === "string") params.set(name.toLowerCase(), value);
  }
  return { value: stringOrNull(property(parsed, "value"))?.trim().toLowerCase() ?? "", params };
}

const property = (holder: unknown, name: string): unknown =>
  typeof holder === "object" && holder !== null ? Reflect.get(holder, name) : undefined;

const stringOrNull = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
