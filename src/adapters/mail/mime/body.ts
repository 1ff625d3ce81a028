/** From the tree of parts to what a person wrote, in plain text and in HTML, and what they attached. */
import type { CutReason, MailAttachment, ParsedMail } from "../../../domain/inbound-mail/reading/parsed-mail.ts";
import { textOfHtml } from "../../../domain/inbound-mail/reading/html-text.ts";
import { hasVisibleText } from "../../../domain/visible-text.ts";
import { decodeText } from "./charset/charset.ts";
import { armourOf, isArmoured, takeOutMessage } from "../text/armour.ts";
import { showsSomething } from "../text/html-blocks.ts";
import { isTextual } from "./content-type.ts";
import { addFile } from "./files.ts";
import { readGmailReaction, readOutlookReaction, readReactionPart } from "./inside/reaction.ts";
import { MAX_TEXT } from "./limits.ts";
import { FROM_TNEF } from "./open.ts";
import { htmlOfText, isReadable, isText, wordsOf } from "./text-part.ts";
import type { MimePart } from "./tree.ts";

export interface MailBody {
  readonly text: string | null;
  readonly html: string | null;
  readonly attachments: readonly MailAttachment[];
  readonly cut: readonly CutReason[];
  /** What is signed or encrypted in the words themselves; null: nothing. */
  readonly protection: ParsedMail["protection"];
}

/** `mailCharset`: what the mail is written in as far as its headers tell; null: they do not. */
export function readBody(root: MimePart, mailCharset: string | null): MailBody {
  const collected: Collected = {
    attachments: [],
    cut: new Set(),
    mailCharset,
    spare: [],
    reaction: null,
    protection: null,
  };
  const own = isLetter(root) ? readLetter(root, collected) : readContent(root, TOP, collected);
  const content = own.some(saysSomething) ? own : [...own, ...collected.spare];
  const text = joined(content, "plain");
  const html = joined(content, "html");
  const reaction = collected.reaction ?? readOutlookReaction({ text, html });
  const body = reaction === null ? { text, html } : { text: reaction, html: null };
  return {
    text: body.text === null ? null : limited(body.text, "text", collected),
    html: body.html === null ? null : limited(body.html, "html", collected),
    attachments: collected.attachments,
    cut: [...collected.cut],
    protection: collected.protection,
  };
}

/** An emoji, and what programs write around it. */
const MAX_REACTION = 2_000;

/** A mail that is one text and nothing else is read, even where its sender calls it an attachment or cannot name it. */
const isLetter = (root: MimePart): boolean =>
  isText(root) || (MAY_BE_TEXT.test(root.type) && root.filename === null && isTextual(root.bytes));

const MAY_BE_TEXT = /^application\/(?:octet-stream|plain|(?:x-)?text|txt|(?:x-)?unknown)$/;

/** One stretch of a mail in the forms its sender offered; at least one is there. */
interface Stretch {
  readonly plain: string | null;
  readonly html: string | null;
}

const saysSomething = ({ plain, html }: Stretch): boolean =>
  hasVisibleText(plain ?? "") || (html !== null && showsSomething(html));

interface Collected {
  readonly attachments: MailAttachment[];
  readonly cut: Set<CutReason>;
  readonly mailCharset: string | null;
  /** Words that count where the mail has none of its own. */
  readonly spare: Stretch[];
  /** An emoji that is the whole mail; null: it is an ordinary one. */
  reaction: string | null;
  protection: ParsedMail["protection"];
}

interface Place {
  readonly isRelated: boolean;
  /** Texts with a name are read as those without. */
  readonly readsNamed: boolean;
}

const TOP: Place = { isRelated: false, readsNamed: false };

function readContent(part: MimePart, place: Place, into: Collected): readonly Stretch[] {
  if (part.type.startsWith("multipart/")) {
    if (part.children.length === 0) return withoutBoundary(part, into);
    const isFromTnef = part.type === FROM_TNEF;
    const isAlternative = part.type === "multipart/alternative";
    const isRelated = place.isRelated || isFromTnef || part.type === "multipart/related";
    const inner = { isRelated, readsNamed: isAlternative && !holdsLetter(part) };
    const inside = namedAlike(part).map((child) => readContent(child, inner, into));
    if (isFromTnef) into.spare.push(...inside.flat());
    return isFromTnef ? [] : isAlternative ? richest(inside) : inside.flat();
  }
  const reaction = reactionOf(part);
  if (reaction !== null) {
    into.reaction = reaction;
    return [];
  }
  if (isReadable(part) || isForm(part, place)) return readLetter(part, into);
  addFile(part, place.isRelated, into);
  return [];
}

/** The two halves of a Macintosh's file are one, by whichever name (RFC 1740 §4). */
function namedAlike({ type, children }: MimePart): readonly MimePart[] {
  if (type !== "multipart/appledouble") return children;
  const filename = children.find((child) => child.filename !== null)?.filename ?? null;
  return children.map((child) => ({ ...child, filename: child.filename ?? filename }));
}

/** Some programs name the forms of the letter: where none is without a name, those are the letter. */
function isForm(part: MimePart, { readsNamed }: Place): boolean {
  return readsNamed && isText(part) && part.disposition !== "attachment";
}

const holdsLetter = (part: MimePart): boolean => isReadable(part) || part.children.some(holdsLetter);

function reactionOf(part: MimePart): string | null {
  const isJson = part.type === "text/vnd.google.email-reaction+json";
  if (!isJson && part.disposition !== "reaction") return null;
  const text = decodeText(part.bytes.subarray(0, MAX_REACTION), part.params.get("charset"));
  return isJson ? readGmailReaction(text) : readReactionPart(text);
}

function readLetter(part: MimePart, into: Collected): readonly Stretch[] {
  const { form, text, files } = wordsOf(part, into.mailCharset);
  const add = (filename: string, bytes: Uint8Array): void =>
    addFile({ ...part, type: "application/octet-stream", filename, bytes, encoding: "" }, false, into);
  for (const { name, bytes } of files) add(name, bytes);
  const own = form === "html" ? { plain: null, html: text } : { plain: text, html: null };
  if (!isArmoured(text)) return [own];
  const words = form === "html" ? textOfHtml(text.slice(0, MAX_TEXT)) : text;
  into.protection ??= armourOf(words);
  const armoured = takeOutMessage(words);
  if (armoured === null) return [own];
  // The other form of the letter holds the same.
  if (!into.attachments.some(({ filename }) => filename === ENCRYPTED))
    add(ENCRYPTED, Buffer.from(armoured.message, "utf8"));
  return [{ plain: armoured.text, html: null }];
}

const ENCRYPTED = "encrypted.asc";

/** A multipart in which no boundary was found: what it holds is still what somebody wrote. */
function withoutBoundary(part: MimePart, { mailCharset }: Collected): readonly Stretch[] {
  const bare = (part.params.get("boundary") ?? "").replaceAll("-", "");
  const text = decodeText(part.bytes.subarray(0, MAX_TEXT), part.params.get("charset"), mailCharset)
    .split("\n")
    .filter((line) => bare === "" || line.replaceAll("-", "").trim() !== bare)
    .join("\n")
    .trim()
    .replace(FIELDS, "");
  return text === "" ? [] : [{ plain: text, html: null }];
}

/** Fields of MIME at the top, with the blank line below them. */
const FIELDS = /^(?:content-[a-z-]{2,30}:[^\n]*\n(?:[ \t][^\n]*\n)*)+\n+/i;

/** Of alternatives the last one with words of each form counts (RFC 2046 §5.1.4: in order of increasing faithfulness). */
function richest(alternatives: readonly (readonly Stretch[])[]): readonly Stretch[] {
  const plains = alternatives.map((stretches) => formOf(stretches, "plain"));
  const htmls = alternatives.map((stretches) => joined(stretches, "html"));
  const plain = plains.findLast((text) => hasVisibleText(text ?? "")) ?? null;
  const html = htmls.findLast((text) => text !== null && showsSomething(text)) ?? null;
  if (plain !== null || html !== null) return [{ plain, html }];
  // Without words there may still be something to look at.
  const left = htmls.findLast((text) => text !== null && text.trim() !== "") ?? null;
  return left === null ? [] : [{ plain: null, html: left }];
}

/** The plain text of an alternative that is plain throughout; a branch with HTML in it is not a plain alternative. */
function formOf(stretches: readonly Stretch[], form: keyof Stretch): string | null {
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

function limited(text: string, reason: CutReason, into: Collected): string {
  if (text.length <= MAX_TEXT) return text;
  into.cut.add(reason);
  return text.slice(0, MAX_TEXT).toWellFormed();
}
