/** The encoding that a body is really in, where its header names another, one that nobody knows, or none. */
import { isUtf8 } from "node:buffer";
import { isTextual } from "../content-type.ts";
import { encodeAround } from "./encoded.ts";

interface Encoded {
  readonly header: string;
  /** Null: it stays as it is. */
  readonly body: string | null;
}

/** `header`: with its blank line. `bodyOf`: asked for where it is looked at. A character a byte in both; linear. */
export function inTrueEncoding(given: string, bodyOf: () => string): Encoded {
  const header = withKnownName(given);
  const [, name = ""] = /^content-transfer-encoding[ \t]{0,8}:[ \t]{0,8}"?([\w-]{1,30})/im.exec(header) ?? [];
  switch (name.toLowerCase()) {
    case "base64":
      return fromBase64(header, bodyOf());
    case "quoted-printable":
      return { header, body: withSoftBreaks(bodyOf()) };
    case "":
    case "7bit":
    case "8bit":
    case "binary": {
      const found = guessed(header, bodyOf);
      return { header: found === null ? header : naming(header, found), body: null };
    }
    default:
      return { header, body: null };
  }
}

/** `quoted printable`, `base-64`, `base64url`: what is meant by them. */
const withKnownName = (header: string): string =>
  header
    .replace(/^(content-transfer-encoding[ \t]{0,8}:[ \t]{0,8})"?quoted[ _]?printable/im, "$1quoted-printable")
    .replace(/^(content-transfer-encoding[ \t]{0,8}:[ \t]{0,8})"?base[ _-]?64(?:[ _-]?url)?/im, "$1base64");

function fromBase64(header: string, body: string): Encoded {
  if (OF_URLS.test(body) && /[-_]/.test(body) && !DRAWN.test(body))
    return { header, body: body.replaceAll("-", "+").replaceAll("_", "/") };
  const around = encodeAround(header, () => body);
  if (around !== null) return { header, body: around };
  // Words that are called base64 and are none would be turned into nothing.
  const [line = ""] = body.slice(0, START_OF_BODY).trimStart().split("\n", 1);
  const isCode = /^[\w+/=\s]*$/.test(line) && !/\w \w/.test(line);
  return { header: isCode ? header : naming(header, "8bit"), body: null };
}

const START_OF_BODY = 200;
/** RFC 4648 §5. */
const OF_URLS = /^[\w=\s-]*$/;
const DRAWN = /^[-_]{1,998}[ \t\r]{0,9}$/m;

/** White space behind the mark of a soft break was added on the way (RFC 2045 §6.7, rule 3). Null: there is none. */
function withSoftBreaks(body: string): string | null {
  const mended = body.replaceAll(/=[ \t]{1,998}(?=\r?\n)/g, "=");
  return mended === body ? null : mended;
}

function naming(header: string, encoding: string): string {
  const field = `Content-Transfer-Encoding: ${encoding}\r\n`;
  const named = /^content-transfer-encoding[ \t]{0,8}:[^\n]*(?:\n|$)/im;
  if (named.test(header)) return header.replace(named, field);
  const [blank = ""] = /\r?\n$/.exec(header) ?? [];
  return `${header.slice(0, header.length - blank.length)}${field}${blank}`;
}

/** What a body shows itself to be that says it is plain. Null: it may be plain. */
function guessed(header: string, bodyOf: () => string): "base64" | "quoted-printable" | null {
  const [, type = "text/plain"] = /^content-type[ \t]{0,8}:\s{0,8}"?([^\s;"]{1,120})/im.exec(header) ?? [];
  const isText = /^text\b/i.test(type) && !/\bname\*?\d?\*?[ \t]{0,4}=/i.test(header);
  const isBinary = /^(?:image|audio|video|font)\/|^application\/(?:pdf|zip|gzip|msword|vnd[.])/i.test(type);
  if (!isText && !isBinary) return null;
  const body = bodyOf();
  if (isBase64(body, isText)) return "base64";
  return isText && isQuotedPrintable(body) ? "quoted-printable" : null;
}

/** Nothing but lines of one length, and what they say is text; no picture is written so. */
function isBase64(body: string, isText: boolean): boolean {
  if (!BEGINS_WITH_CODE.test(body)) return false;
  const lines = body.trim().split(/\r?\n/).slice(0, MOST_LINES);
  const [first = ""] = lines;
  const isCode = lines.every(
    (line, at) =>
      (at === lines.length - 1 ? line.length <= first.length : line.length === first.length && !line.endsWith("=")) &&
      CODE.test(line),
  );
  const code = isCode ? lines.join("") : "";
  if (code.length < FEWEST || code.length % 4 !== 0) return false;
  const decoded = Buffer.from(code, "base64");
  return !isText || (isTextual(decoded) && !CONTROLS.test(decoded.toString("latin1")) && isUtf8(decoded));
}

const BEGINS_WITH_CODE = /^\s{0,200}[A-Za-z0-9+/]{14,}={0,2}(?:\s|$)/;
const CODE = /^[A-Za-z0-9+/]+={0,2}$/;
/** As many as words of 700 pages take. */
const MOST_LINES = 50_000;
/** A word of sixteen letters that decodes to text is none. */
const FEWEST = 16;
/** Hardly a word of many letters decodes without one. */
const CONTROLS = /(?![\t\n\r\u0080-\u009F])\p{Cc}/u;

/** Every sign of equality is of the encoding, and letters beyond ASCII, or itself, are written by it. */
function isQuotedPrintable(body: string): boolean {
  if (
    !/=[0-9A-F]{2}/.test(body) ||
    /[\u0080-\u00FF]/.test(body) ||
    /=(?![0-9A-F]{2}|[ \t]{0,9}\r?(?:\n|$))/i.test(body)
  )
    return false;
  const letters = (body.match(/(?:=[89A-F][0-9A-F])+/g) ?? []).map((code) =>
    Buffer.from(code.replaceAll("=", ""), "hex"),
  );
  if (letters.some((bytes) => isUtf8(bytes))) return true;
  // One letter a byte is told by the lines that had to be broken.
  return body.includes('=3D"') || (/=\r?\n/.test(body) && (letters.length > 0 || body.includes("=3D")));
}
