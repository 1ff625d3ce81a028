import type { ParsedMail } from "../../../domain/inbound-mail/reading/parsed-mail.ts";
import type { Block } from "../../../domain/reply-extraction/block.ts";
import { blocksOfText } from "../../../domain/reply-extraction/text-blocks.ts";
import { blocksOfHtml } from "./html-blocks.ts";

/** The body of a mail as reply extraction reads it: HTML where there is any, as it knows best what is quoted. */
type MailBody = { readonly format: "text" | "html"; readonly input: string };

export const blocksOf = ({ format, input }: MailBody): readonly Block[] =>
  format === "html" ? blocksOfHtml(input) : blocksOfText(input);

/** The same, of a mail that was parsed. */
export const blocksOfMail = ({ html, text }: Pick<ParsedMail, "html" | "text">): readonly Block[] =>
  blocksOf(html === null ? { format: "text", input: text ?? "" } : { format: "html", input: html });
