/**
 * Bodies in base64 to which a list manager or a virus scanner has added words as they are, below or above: the parser
 * would decode those words as well. Here they are put into the encoding, so that all of it is read once.
 */
import { isUtf8 } from "node:buffer";
import { isTextual } from "../content-type.ts";
import { htmlOfText } from "../text-part.ts";

/** The body of a part in base64 throughout; null: it may stay as it is. Both a character a byte; asked for where the header names base64. */
export function encodeAround(header: string, bodyOf: () => string): string | null {
  if (!SAYS_BASE64.test(header) || !isText(header)) return null;
  const body = bodyOf();
  const { before, code, after } = (body.length > LONGEST ? null : partsOf(body)) ?? NOTHING;
  if ((before === "" && after === "") || isCodeToo(after)) return null;
  const decoded = Buffer.from(code, "base64");
  if (!isTextual(decoded)) return null;
  if (code.length < SURE && !code.endsWith("=") && !isUtf8(decoded)) return encode(body);
  const said = (text: string): string => (IS_HTML.test(header) && text !== "" ? htmlOfText(text) : text);
  const all = [said(before), trimmed(decoded.toString("latin1")), said(after)];
  return encode(all.filter((text) => text !== "").join("\n\n"));
}

function encode(text: string): string {
  const lines =
    Buffer.from(text, "latin1")
      .toString("base64")
      .match(/.{1,76}/g) ?? [];
  return `${lines.join("\r\n")}\r\n`;
}

const SAYS_BASE64 = /^content-transfer-encoding[ \t]{0,8}:[ \t]{0,8}"?base64/im;
const IS_HTML = /^content-type[ \t]{0,8}:\s{0,8}"?text\/html/im;

/** A file is read by its own program, which knows where it ends. */
const isText = (header: string): boolean =>
  !/^content-type[ \t]{0,8}:(?!\s{0,8}"?text\b)/im.test(header) && !/\bname\*?\d?\*?[ \t]{0,4}=/i.test(header);

/** As many characters as words of 700 pages take. */
const LONGEST = 4_000_000;
/** Fewer, without padding and no UTF-8, are words. */
const SURE = 24;
const CODE = /^[A-Za-z0-9+/]+={0,2}$/;
/** The end of the code, and words that begin on its line. */
const PADDED_AND_MORE = /^([A-Za-z0-9+/]+={1,2})([^=\s].*)$/m;

interface Parts {
  readonly before: string;
  readonly code: string;
  readonly after: string;
}

const NOTHING: Parts = { before: "", code: "", after: "" };

/** Lines of base64 have one length, but for the last. Null: there is none. */
function partsOf(body: string): Parts | null {
  const lines = body.replaceAll("\r", "").replace(PADDED_AND_MORE, "$1\n$2").split("\n");
  const plain = lines.map((line) => line.trimEnd());
  const first = plain.findIndex((line) => line !== "");
  const from = plain.findIndex(
    (line, i) => CODE.test(line) && (i === first || (plain[i - 1] === "" && line.length >= SURE)),
  );
  const width = plain[from]?.length;
  if (width === undefined) return null;
  const other = plain.findIndex(
    (line, i) => i > from && (line.length !== width || !CODE.test(line) || plain[i - 1]?.endsWith("=") === true),
  );
  const full = other === -1 ? plain.length : other;
  const code = plain.slice(from, full).join("");
  const last = plain[full] ?? "";
  const isItsLast =
    CODE.test(last) && last.length < width && !code.endsWith("=") && (code.length + last.length) % 4 === 0;
  return {
    before: trimmed(lines.slice(0, from).join("\n")),
    code: isItsLast ? code + last : code,
    after: trimmed(lines.slice(isItsLast ? full + 1 : full).join("\n")),
  };
}

/** Without breaks and spaces around, and nothing else: the rest are bytes of letters. */
function trimmed(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && " \t\r\n".includes(text.charAt(from))) from += 1;
  while (to > from && " \t\r\n".includes(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

/** Encoded in pieces, or damaged within: the parser makes the best of it. */
function isCodeToo(after: string): boolean {
  const lines = after.split("\n").map((line) => line.trim());
  return after !== "" && (lines.every(isPiece) || lines.some((line) => line.length >= LONG && CODE.test(line)));
}

const isPiece = (line: string): boolean => line === "" || (CODE.test(line) && line.length % 4 === 0);

/** No word and hardly an address has as many letters without anything between them. */
const LONG = 60;
