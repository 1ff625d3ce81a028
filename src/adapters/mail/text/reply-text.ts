import type { ParsedMail } from "../../../domain/inbound-mail/reading/parsed-mail.ts";
import { type ReadBody, readBody, whatWasWritten, type Written } from "../../../domain/inbound-mail/written.ts";
import type { Block } from "../../../domain/reply-extraction/block.ts";
import { blocksOfText } from "../../../domain/reply-extraction/text-blocks.ts";
import { apart } from "../heavy/apart.ts";
import { isHeavyText } from "../heavy/weight.ts";
import { HEAVY_CHARACTERS, MAX_BLOCK_TEXT, MAX_BLOCKS } from "../mime/limits.ts";
import { withoutArmour } from "./armour.ts";
import { blocksOfHtml } from "./html-blocks.ts";

/** The body of a mail as reply extraction reads it. */
type MailBody = { readonly format: "text" | "html"; readonly input: string };

export const blocksOf = ({ format, input }: MailBody): readonly Block[] =>
  format === "html" ? blocksOfHtml(input) : blocksOfText(input);

type Bodies = Pick<ParsedMail, "html" | "text">;

/** The same, of a mail that was parsed, as far as anybody reads: each form of it, HTML first. */
export const formsOfMail = ({ html, text }: Bodies): readonly (readonly Block[])[] => [
  ...(html === null ? [] : [limited(withoutArmour(blocksOf({ format: "html", input: html })))]),
  ...(text === null ? [] : [limited(withoutArmour(blocksOf({ format: "text", input: text })))]),
];

/** What somebody wrote, told from what they quote; of a heavy mail it is found in a thread of its own. */
export async function readWritten(mail: ParsedMail, sentTexts: readonly string[]): Promise<Written> {
  return whatWasWritten(mail, await bodyOf(mail, sentTexts));
}

/** The body of a mail that was parsed, as far as anybody reads. */
export const readBodyOfMail = (mail: Bodies & Pick<ParsedMail, "subject">, sentTexts: readonly string[]): ReadBody =>
  readBody(formsOfMail(mail), sentTexts, mail.subject);

/** Where that takes too long, the beginning of its plain text. */
async function bodyOf({ html, text, subject }: ParsedMail, sentTexts: readonly string[]): Promise<ReadBody> {
  if (![html, text, sentTexts.join("")].some(isHeavyText)) return readBodyOfMail({ html, text, subject }, sentTexts);
  const found = await apart("body", { html, text, subject, sentTexts });
  return found ?? readBodyOfMail({ html: null, subject, text: (text ?? "").slice(0, HEAVY_CHARACTERS) }, []);
}

function limited(blocks: readonly Block[]): readonly Block[] {
  let left = MAX_BLOCK_TEXT;
  const end = blocks.findIndex(({ text }, at) => {
    left -= text.length;
    return left < 0 || at >= MAX_BLOCKS;
  });
  if (end < 0) return blocks;
  const last = blocks[end];
  // One endless line is cut, not lost.
  const rest = last === undefined || left >= 0 ? [] : [{ ...last, text: last.text.slice(0, last.text.length + left) }];
  return [...blocks.slice(0, end), ...rest];
}
