/**
 * Raw bytes → `ParsedMail`. Total: whatever the bytes, it answers, within the limits of `mime/limits.ts`.
 *
 * What the MIME parser refuses is looked at line by line, so that a person can still read it; `unreadable` says why.
 */
import type { HeaderField } from "../../domain/inbound-mail/header-block.ts";
import type { ParsedMail, UnreadableReason } from "../../domain/inbound-mail/parsed-mail.ts";
import { type MailBody, readBody } from "./mime/body.ts";
import { readAddresses, readDate, readHeaders, readIds, readReturnPath, readSubject } from "./mime/fields.ts";
import { MAX_LINES, MAX_RAW_BYTES } from "./mime/limits.ts";
import { rescue } from "./mime/rescue.ts";
import { type MimePart, readTree } from "./mime/tree.ts";

export async function parseMime(raw: Uint8Array): Promise<ParsedMail> {
  const refused = refuseAtSight(raw);
  if (refused !== null) return rescued(raw, refused);
  try {
    const { headers, root, isCut } = await readTree(raw);
    const body = readBody(root);
    return assemble(headers, isCut ? { ...body, cut: [...body.cut, "attachments"] } : body, root, null);
  } catch (error) {
    return rescued(raw, reasonOf(error));
  }
}

/** What would cost too much even to hand to the parser. */
function refuseAtSight(raw: Uint8Array): UnreadableReason | null {
  if (raw.length > MAX_RAW_BYTES) return "too-large";
  let lines = 0;
  for (let at = raw.indexOf(LINE_FEED); at >= 0; at = raw.indexOf(LINE_FEED, at + 1)) {
    lines += 1;
    if (lines > MAX_LINES) return "too-many-lines";
  }
  return null;
}

const LINE_FEED = 10;

function rescued(raw: Uint8Array, reason: UnreadableReason): ParsedMail {
  const { headers, text } = rescue(raw);
  return assemble(headers, { text, html: null, attachments: [], cut: [] }, null, reason);
}

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
  };
}

const declaredType = (value: string | undefined): string => /^[!-:<-~]{1,127}/.exec(value ?? "")?.[0].toLowerCase() ?? "text/plain";
