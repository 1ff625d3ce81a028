/** From the tree of parts to what a person wrote, in plain text and in HTML, and what they attached. */
import type { CutReason, MailAttachment } from "../../../domain/inbound-mail/reading/parsed-mail.ts";
import { textOfHtml } from "../../../domain/inbound-mail/reading/html-text.ts";
import { cleaned, decodeText } from "./charset.ts";
import { cleanFileName } from "../../../domain/attachments/file-name.ts";
import { joinFlowed } from "./flowed.ts";
import { MAX_ATTACHMENTS, MAX_REPORT_TEXT, MAX_TEXT } from "./limits.ts";
import type { MimePart } from "./tree.ts";

export interface MailBody {
  readonly text: string | null;
  readonly html: string | null;
  readonly attachments: readonly MailAttachment[];
  readonly cut: readonly CutReason[];
}

export function readBody(root: MimePart): MailBody {
  const collected: Collected = { attachments: [], cut: new Set() };
  const content = isLetter(root) ? readLetter(root) : readContent(root, false, collected);
  const text = joined(content, "plain");
  const html = joined(content, "html");
  return {
    text: text === null ? null : limited(text, "text", collected),
    html: html === null ? null : limited(html, "html", collected),
    attachments: collected.attachments,
    cut: [...collected.cut],
  };
}

/** A mail that is one text and nothing else is read, even where its sender calls it an attachment. */
const isLetter = (root: MimePart): boolean => root.type === "text/plain" || root.type === "text/html";

/** One stretch of a mail in the forms its sender offered; at least one is there. */
interface Stretch {
  readonly plain: string | null;
  readonly html: string | null;
}

interface Collected {
  readonly attachments: MailAttachment[];
  readonly cut: Set<CutReason>;
}

function readContent(part: MimePart, isRelated: boolean, into: Collected): readonly Stretch[] {
  if (part.type.startsWith("multipart/")) {
    if (part.children.length === 0) return withoutBoundary(part);
    const related = isRelated || part.type === "multipart/related";
    const inside = part.children.map((child) => readContent(child, related, into));
    return part.type === "multipart/alternative" ? richest(inside) : inside.flat();
  }
  if (isReadable(part)) return readLetter(part);
  addAttachment(part, isRelated, into);
  return [];
}

function readLetter(part: MimePart): readonly Stretch[] {
  const text = readText(part);
  return part.type === "text/html" ? [{ plain: null, html: text }] : [{ plain: text, html: null }];
}

/** A multipart whose boundary never came: what it holds is still what somebody wrote. */
function withoutBoundary(part: MimePart): readonly Stretch[] {
  const text = decodeText(part.bytes.subarray(0, MAX_TEXT), undefined).trim();
  return text === "" ? [] : [{ plain: text, html: null }];
}

/** Of alternatives the last one with words of each form counts (RFC 2046 §5.1.4: in order of increasing faithfulness). */
function richest(alternatives: readonly (readonly Stretch[])[]): readonly Stretch[] {
  const plain = alternatives.map((stretches) => own(stretches, "plain")).findLast(hasWords) ?? null;
  const html = alternatives.map((stretches) => joined(stretches, "html")).findLast(hasWords) ?? null;
  return plain === null && html === null ? [] : [{ plain, html }];
}

const hasWords = (text: string | null): boolean => text !== null && text.trim() !== "";

/** The plain text of an alternative that is plain throughout; a branch with HTML in it is not a plain alternative. */
function own(stretches: readonly Stretch[], form: keyof Stretch): string | null {
  return stretches.length > 0 && stretches.every((stretch) => stretch[form] !== null) ? joined(stretches, form) : null;
}

/** All stretches in one form, those offered only in the other converted; null when none has this form. */
function joined(stretches: readonly Stretch[], form: keyof Stretch): string | null {
  if (stretches.every((stretch) => stretch[form] === null)) return null;
  // Converted text must not push out what was written in this form.
  let budget = MAX_TEXT / 2;
  return stretches
    .map((stretch) => {
      const written = stretch[form];
      if (written !== null) return written;
      const converted =
        form === "plain"
          ? textOfHtml((stretch.html ?? "").slice(0, budget))
          : htmlOfText((stretch.plain ?? "").slice(0, budget));
      budget = Math.max(0, budget - converted.length);
      return converted;
    })
    .join("\n");
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ["\n", "<br>\n"],
]);
const htmlOfText = (text: string): string =>
  `<div>${text.trim().replaceAll(/[&<>\n]/g, (c) => ESCAPES.get(c) ?? c)}</div>`;

/** Text to be read in place. A named text file is an attachment, unless the sender says that it belongs into the text. */
function isReadable(part: MimePart): boolean {
  if (part.type !== "text/plain" && part.type !== "text/html" && part.type !== "text/enriched") return false;
  if (part.disposition === "attachment") return false;
  return part.filename === null || part.disposition === null || part.disposition === "inline";
}

function readText(part: MimePart): string {
  const text = withoutLastBreaks(decodeText(part.bytes, part.params.get("charset")));
  const isFlowed = part.type === "text/plain" && part.params.get("format")?.toLowerCase() === "flowed";
  return isFlowed ? joinFlowed(text, part.params.get("delsp")?.toLowerCase() === "yes") : text;
}

function withoutLastBreaks(text: string): string {
  let end = text.length;
  while (text[end - 1] === "\n") end -= 1;
  return text.slice(0, end);
}

function addAttachment(part: MimePart, related: boolean, into: Collected): void {
  if (part.bytes.length === 0) return;
  if (into.attachments.length >= MAX_ATTACHMENTS) {
    into.cut.add("attachments");
    return;
  }
  into.attachments.push({
    filename: cleanFileName(part.filename),
    contentType: oneToken(part.type),
    disposition: part.disposition === null ? null : oneToken(part.disposition),
    contentId: part.contentId === null ? null : bareId(part.contentId),
    bytes: part.bytes,
    related,
    text: reportText(part),
  });
}

function reportText(part: MimePart): string | null {
  if (!part.type.startsWith("message/") && !part.type.startsWith("text/")) return null;
  return decodeText(part.bytes.subarray(0, MAX_REPORT_TEXT), part.params.get("charset"));
}

const oneToken = (value: string): string => /^[!-~]{1,127}/.exec(value)?.[0] ?? "application/octet-stream";
const bareId = (id: string): string =>
  cleaned(id)
    .replaceAll(/[<>\s]/g, "")
    .slice(0, 998);

function limited(text: string, reason: CutReason, into: Collected): string {
  if (text.length <= MAX_TEXT) return text;
  into.cut.add(reason);
  return text.slice(0, MAX_TEXT).toWellFormed();
}
