/** Bytes → `ParsedMail` in this thread. Total; heavy mail is better read apart (`mime-in.ts`). */
import type { HeaderField } from "../../../domain/inbound-mail/reading/header-block.ts";
import type { CutReason, ParsedMail, UnreadableReason } from "../../../domain/inbound-mail/reading/parsed-mail.ts";
import { type MailBody, readBody } from "./body.ts";
import { decodeText } from "./charset/charset.ts";
import { readAddresses, readDate, readHeaders, readIds, readReturnPath, readSubject } from "./fields.ts";
import { hasMoreLines } from "../heavy/weight.ts";
import { MAX_LINES, MAX_RAW_BYTES, MAX_TEXT } from "./limits.ts";
import { mend } from "./mending/mend.ts";
import { openParts } from "./open.ts";
import { rescue } from "./rescue.ts";
import { type MimePart, readTree } from "./tree.ts";

/** The same of any mail: what would cost too much even to hand to the parser is looked at line by line. */
export async function readWhole(raw: Uint8Array): Promise<ParsedMail> {
  const refused = refuseAtSight(raw);
  return refused === null ? readMail(raw) : rescueMail(raw, refused);
}

function refuseAtSight(raw: Uint8Array): UnreadableReason | null {
  if (raw.length > MAX_RAW_BYTES) return "too-large";
  return hasMoreLines(raw, MAX_LINES) ? "too-many-lines" : null;
}

export async function readMail(raw: Uint8Array): Promise<ParsedMail> {
  try {
    const { bytes, charset } = mend(raw);
    const { headers, root: found, isCut } = await readTree(bytes);
    const { root, protection } = await openParts(found);
    const body = readBody(root, charset);
    const cut: readonly CutReason[] = isCut ? [...body.cut, "attachments"] : body.cut;
    const mail = { ...assemble(headers, { ...body, cut }, root, null), protection: protection ?? body.protection };
    return mail.headers.size === 0 && isBlank(body) ? { ...mail, text: wholeText(raw) } : mail;
  } catch (error) {
    return rescueMail(raw, reasonOf(error));
  }
}

/** What a second, tolerant look finds in a mail that was not or could not be parsed. */
export function rescueMail(raw: Uint8Array, reason: UnreadableReason): ParsedMail {
  const { headers, text } = rescue(raw);
  return assemble(headers, { text, html: null, attachments: [], cut: [], protection: null }, null, reason);
}

/** Text without any header: its first lines were taken for broken ones. */
function wholeText(raw: Uint8Array): string | null {
  const text = decodeText(raw.subarray(0, MAX_TEXT), undefined).trim();
  return text === "" ? null : text;
}

const isBlank = ({ text, html, attachments }: MailBody): boolean =>
  (text ?? "").trim() === "" && (html ?? "").trim() === "" && attachments.length === 0;

/** The parser tells its reasons in words only. */
function reasonOf(error: unknown): UnreadableReason {
  const message = error instanceof Error ? error.message : "";
  if (/nesting depth/i.test(message)) return "too-deep";
  return /header size/i.test(message) ? "headers-too-large" : "malformed";
}

function assemble(
  fields: readonly HeaderField[],
  body: MailBody,
  root: MimePart | null,
  unreadable: UnreadableReason | null,
): ParsedMail {
  const { headers, cut: headersCut } = readHeaders(fields);
  const cut = new Set([...body.cut, ...headersCut]);
  const all = (name: string): readonly string[] => headers.get(name) ?? [];
  const addresses = (...names: readonly string[]) => readAddresses(names.flatMap(all), cut);
  return {
    from: addresses("from"),
    sender: addresses("sender")[0] ?? null,
    replyTo: addresses("reply-to"),
    to: addresses("to"),
    cc: addresses("cc"),
    deliveredTo: addresses("delivered-to"),
    originalTo: addresses("x-original-to"),
    envelopeTo: addresses("envelope-to", "x-envelope-to"),
    returnPath: readReturnPath(all("return-path")[0]),
    messageId: readIds(all("message-id").slice(0, 1), cut)[0] ?? null,
    inReplyTo: readIds(all("in-reply-to"), cut),
    references: readIds(all("references"), cut),
    subject: readSubject(all("subject")[0] ?? ""),
    date: readDate(all("date")[0]),
    headers,
    contentType: root?.type ?? declaredType(all("content-type")[0]),
    reportType: root?.params.get("report-type")?.toLowerCase() ?? null,
    text: body.text,
    html: body.html,
    attachments: body.attachments,
    cut: [...cut],
    unreadable,
    protection: null,
  };
}

const declaredType = (value: string | undefined): string =>
  /^[!-:<-~]{1,127}/.exec(value ?? "")?.[0].toLowerCase() ?? "text/plain";
