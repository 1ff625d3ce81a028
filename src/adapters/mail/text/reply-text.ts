import type { ParsedMail } from "../../../domain/inbound-mail/reading/parsed-mail.ts";
import type { Block } from "../../../domain/reply-extraction/block.ts";
import { blocksOfText } from "../../../domain/reply-extraction/text-blocks.ts";
import { apart } from "../heavy/apart.ts";
import { isHeavyText } from "../heavy/weight.ts";
import { HEAVY_CHARACTERS, MAX_BLOCK_TEXT, MAX_BLOCKS } from "../mime/limits.ts";
import { blocksOfHtml } from "./html-blocks.ts";

/** The body of a mail as reply extraction reads it: HTML where there is any, as it knows best what is quoted. */
type MailBody = { readonly format: "text" | "html"; readonly input: string };

export const blocksOf = ({ format, input }: MailBody): readonly Block[] =>
  format === "html" ? blocksOfHtml(input) : blocksOfText(input);

/** The same, of a mail that was parsed, as far as anybody reads. */
export const blocksOfMail = ({ html, text }: Pick<ParsedMail, "html" | "text">): readonly Block[] =>
  limited(blocksOf(html === null ? { format: "text", input: text ?? "" } : { format: "html", input: html }));

/** The same, of a heavy one in a thread of its own; where that takes too long, the beginning of its plain text. */
export async function readBlocks({ html, text }: Pick<ParsedMail, "html" | "text">): Promise<readonly Block[]> {
  if (!isHeavyText(html ?? text)) return blocksOfMail({ html, text });
  const found = await apart("blocks", { html, text });
  return found ?? blocksOfMail({ html: null, text: (text ?? "").slice(0, HEAVY_CHARACTERS) });
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
