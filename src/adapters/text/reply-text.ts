import type { Block } from "../../domain/reply-extraction/block.ts";
import { blocksOfText } from "../../domain/reply-extraction/text-blocks.ts";
import { blocksOfHtml } from "./html-blocks.ts";

/** The body of a mail as reply extraction reads it: HTML where there is any, as it knows best what is quoted. */
export type MailBody = { readonly format: "text" | "html"; readonly input: string };

export const blocksOf = ({ format, input }: MailBody): readonly Block[] =>
  format === "html" ? blocksOfHtml(input) : blocksOfText(input);
