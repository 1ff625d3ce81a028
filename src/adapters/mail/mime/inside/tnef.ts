/**
 * What Outlook puts into winmail.dat for who has Outlook (MS-OXTNEF): the words of the mail and its files. Total; what is
 * cut off or broken gives what stands before.
 */
import { decodeText } from "../charset/charset.ts";
import { MAX_ATTACHMENTS, MAX_TEXT } from "../limits.ts";
import { type MapiProperties, readMapi } from "./mapi.ts";
import { readRtf } from "./rtf.ts";
import { unpackRtf } from "./unpack-rtf.ts";

interface TnefFile {
  readonly name: string | null;
  /** Null: not told. */
  readonly type: string | null;
  readonly contentId: string | null;
  readonly bytes: Uint8Array;
}

interface Tnef {
  readonly text: string | null;
  readonly html: string | null;
  readonly files: readonly TnefFile[];
}

/** Null: it is none. */
export function readTnef(bytes: Uint8Array, depth = 0): Tnef | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER || view.getUint32(0, true) !== SIGNATURE) return null;
  const found: Found = { codepage: "windows-1252", body: null, props: new Map(), files: [] };
  for (let at = HEADER; at + 9 <= bytes.length;) {
    const id = view.getUint32(at + 1, true);
    const length = view.getUint32(at + 5, true);
    take(found, id, bytes.subarray(at + 9, at + 9 + length));
    at += 9 + length + CHECKSUM;
  }
  return { ...wordsOf(found), files: found.files.flatMap((file) => fileOf(file, found.codepage, depth)) };
}

const SIGNATURE = 0x223e_9f78;
const HEADER = 6;
const CHECKSUM = 2;
/** A mail attached to a mail attached. */
const DEEPEST = 3;

/** Attributes: their type in the upper half. */
const BODY = 0x0002_800c;
const CODEPAGE = 0x0006_9007;
const MESSAGE_PROPERTIES = 0x0006_9003;
const FILE_BEGINS = 0x0006_9002;
const FILE_NAME = 0x0001_8010;
const FILE_BYTES = 0x0006_800f;
const FILE_PROPERTIES = 0x0006_9005;

interface FoundFile {
  title: Uint8Array | null;
  bytes: Uint8Array | null;
  props: MapiProperties;
}

interface Found {
  codepage: string;
  body: Uint8Array | null;
  props: MapiProperties;
  readonly files: FoundFile[];
}

function take(found: Found, id: number, data: Uint8Array): void {
  const file = found.files.at(-1);
  if (id === CODEPAGE && data.length >= 4)
    found.codepage = `cp${new DataView(data.buffer, data.byteOffset).getUint32(0, true)}`;
  else if (id === BODY) found.body = data;
  else if (id === MESSAGE_PROPERTIES) found.props = readMapi(data);
  else if (id === FILE_BEGINS && found.files.length < MAX_ATTACHMENTS)
    found.files.push({ title: null, bytes: null, props: new Map() });
  else if (file !== undefined && id === FILE_NAME) file.title = data;
  else if (file !== undefined && id === FILE_BYTES) file.bytes = data;
  else if (file !== undefined && id === FILE_PROPERTIES) file.props = readMapi(data);
}

/** MAPI properties (MS-OXPROPS). */
const PR_BODY = 0x1000;
const PR_RTF_COMPRESSED = 0x1009;
const PR_BODY_HTML = 0x1013;
const PR_INTERNET_CPID = 0x3fde;
const PR_ATTACH_DATA = 0x3701;
const PR_ATTACH_FILENAME = 0x3704;
const PR_ATTACH_LONG_FILENAME = 0x3707;
const PR_ATTACH_MIME_TAG = 0x370e;
const PR_ATTACH_CONTENT_ID = 0x3712;
const PR_DISPLAY_NAME = 0x3001;

function wordsOf({ codepage, body, props }: Found): Pick<Tnef, "text" | "html"> {
  const plain = textOf(props, PR_BODY, codepage) ?? (body === null ? null : said(body, codepage));
  const htmlBytes = props.get(PR_BODY_HTML)?.bytes;
  const cpid = props.get(PR_INTERNET_CPID)?.bytes;
  const charset =
    cpid === undefined ? codepage : charsetOf(new DataView(cpid.buffer, cpid.byteOffset).getUint32(0, true));
  const html = htmlBytes === undefined ? null : (textOf(props, PR_BODY_HTML, charset) ?? null);
  const packed = props.get(PR_RTF_COMPRESSED)?.bytes;
  const rtf = html !== null || packed === undefined ? null : readRtf(unpackRtf(packed) ?? "");
  return { html: html ?? rtf?.html ?? null, text: plain ?? rtf?.text ?? null };
}

const charsetOf = (cpid: number): string => (cpid === UTF8 ? "utf-8" : `cp${cpid}`);
const UTF8 = 65_001;

function fileOf({ title, bytes, props }: FoundFile, codepage: string, depth: number): readonly TnefFile[] {
  const name =
    textOf(props, PR_ATTACH_LONG_FILENAME, codepage) ??
    textOf(props, PR_ATTACH_FILENAME, codepage) ??
    (title === null ? null : said(title, codepage)) ??
    textOf(props, PR_DISPLAY_NAME, codepage);
  const object = props.get(PR_ATTACH_DATA)?.bytes;
  const attached = object === undefined || depth >= DEEPEST ? null : readTnef(object.subarray(GUID), depth + 1);
  if (attached !== null) {
    const text = attached.text ?? attached.html ?? "";
    const type = attached.text === null && attached.html !== null ? "text/html" : "text/plain";
    const ending = type === "text/html" ? ".html" : ".txt";
    return [
      { name: `${name ?? "message"}${ending}`, type, contentId: null, bytes: Buffer.from(text, "utf8") },
      ...attached.files,
    ];
  }
  const content = bytes ?? object;
  return content === undefined || content === null || content.length === 0
    ? []
    : [
        {
          name,
          type: textOf(props, PR_ATTACH_MIME_TAG, codepage),
          contentId: textOf(props, PR_ATTACH_CONTENT_ID, codepage),
          bytes: content,
        },
      ];
}

/** In front of an embedded object stands which kind it is. */
const GUID = 16;

function textOf(props: MapiProperties, id: number, codepage: string): string | null {
  const found = props.get(id);
  return found === undefined ? null : said(found.bytes, found.isUnicode ? "utf-16le" : codepage, found.isUnicode);
}

/** Null: nothing is said. Strings end with a zero. */
function said(bytes: Uint8Array, charset: string, isUnicode = false): string | null {
  const within = bytes.subarray(0, MAX_TEXT);
  const text = isUnicode ? new TextDecoder("utf-16le").decode(within) : decodeText(within, charset);
  const whole = text.replaceAll("\r\n", "\n").split("\0", 1)[0] ?? "";
  return whole === "" ? null : whole;
}
