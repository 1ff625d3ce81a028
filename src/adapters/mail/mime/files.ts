/** The parts of a mail that come along as files. */
import { cleanFileName } from "../../../domain/attachments/file-name.ts";
import { parseHeaderBlock } from "../../../domain/inbound-mail/reading/header-block.ts";
import type { CutReason, MailAttachment } from "../../../domain/inbound-mail/reading/parsed-mail.ts";
import { cleaned, decodeText } from "./charset/charset.ts";
import { decodeWords } from "./charset/encoded-words.ts";
import { readAppleFile } from "./inside/apple.ts";
import { takeOutUuencoded } from "./inside/uuencoded.ts";
import { MAX_ATTACHMENTS, MAX_REPORT_TEXT } from "./limits.ts";
import { isForPrograms, isUuPart } from "./text-part.ts";
import type { MimePart } from "./tree.ts";

interface Files {
  readonly attachments: MailAttachment[];
  readonly cut: Set<CutReason>;
  readonly mailCharset: string | null;
}

/** Parts that are for no person are left out; those past the limit are, and it is said. */
export function addFile(part: MimePart, related: boolean, into: Files): void {
  const file = fileOf(part, into.mailCharset);
  if (file === null || file.bytes.length === 0) return;
  const twin = into.attachments.findIndex((other) => isSameInvitation(other, file));
  const attachment = {
    filename: cleanFileName(file.filename),
    contentType: oneToken(file.type),
    disposition: part.disposition === null ? null : oneToken(part.disposition),
    contentId: part.contentId === null ? null : bareId(part.contentId),
    bytes: file.bytes,
    related,
    text: reportText(file, part.params.get("charset")),
  };
  if (twin >= 0) {
    // Of the two the one that its sender named.
    if (part.filename !== null) into.attachments[twin] = attachment;
  } else if (into.attachments.length >= MAX_ATTACHMENTS) into.cut.add("attachments");
  else into.attachments.push(attachment);
}

interface File {
  readonly type: string;
  readonly filename: string | null;
  readonly bytes: Uint8Array;
}

/** Null: nobody opens it. */
function fileOf(part: MimePart, charset: string | null): File | null {
  const { type, filename, bytes } = part;
  if (isForPrograms(part) || type === "application/pgp-encrypted") return null;
  if (isUuPart(part)) {
    const [file] = takeOutUuencoded(Buffer.from(bytes).toString("latin1").replaceAll("\r\n", "\n")).files;
    return file === undefined ? part : { type, filename: filename ?? file.name, bytes: file.bytes };
  }
  // Where a Macintosh's second half came loose, its name tells it.
  const isApples = type === "application/applefile" || filename?.startsWith("._") === true;
  const apple = isApples ? readAppleFile(bytes) : null;
  if (apple !== null) {
    const name = filename ?? (apple.name === null ? null : decodeText(apple.name, "macintosh", charset));
    return apple.data === null ? null : { type: "application/octet-stream", filename: name, bytes: apple.data };
  }
  return { type, bytes, filename: filename ?? nameByKind(part, charset) };
}

/** What its sender did not name is called by what it is; null: that says nothing. */
function nameByKind({ type, bytes }: MimePart, charset: string | null): string | null {
  if (CALENDARS.has(type)) return "invite.ics";
  if (/^text\/(?:x-)?vcard$/.test(type)) return "contact.vcf";
  if (type !== "message/rfc822" && type !== "message/global") return null;
  const head = decodeText(bytes.subarray(0, MAX_REPORT_TEXT), undefined, charset);
  const subject = parseHeaderBlock(head).fields.find(({ name }) => name === "subject")?.value ?? "";
  const said = decodeWords(subject).replaceAll(/[/\\]/g, "-").trim();
  return said === "" ? null : `${said}.eml`;
}

const CALENDARS: ReadonlySet<string> = new Set(["text/calendar", "application/ics", "text/x-vcalendar"]);

/** Programs send an appointment twice: for those that read it in place, and for those that want a file. */
function isSameInvitation(other: MailAttachment, file: File): boolean {
  if (!CALENDARS.has(other.contentType) || !isCalendar(file)) return false;
  const uid = uidOf(other.bytes);
  return uid !== null && uid === uidOf(file.bytes);
}

const isCalendar = ({ type, filename }: File): boolean => CALENDARS.has(type) || /\.ics$/i.test(filename ?? "");

/** Of its first appointment, with the day of a single one out of a row. */
function uidOf(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes.subarray(0, MAX_REPORT_TEXT))
    .toString("latin1")
    .replaceAll(/\r?\n[ \t]/g, "");
  const [, uid] = /^UID[^:\n]{0,80}:\s*(\S.{0,500})$/im.exec(text) ?? [];
  const [day = ""] = /^RECURRENCE-ID.{0,100}$/im.exec(text) ?? [];
  return uid === undefined ? null : `${uid.trim()} ${day.trim()}`;
}

function reportText({ type, bytes }: File, charset: string | undefined): string | null {
  if (!type.startsWith("message/") && !type.startsWith("text/")) return null;
  return decodeText(bytes.subarray(0, MAX_REPORT_TEXT), charset);
}

const oneToken = (value: string): string => /^[!-~]{1,127}/.exec(value)?.[0] ?? "application/octet-stream";
const bareId = (id: string): string =>
  cleaned(id)
    .replaceAll(/[<>\s]/g, "")
    .slice(0, 998);
