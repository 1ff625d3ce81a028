/** What somebody wrote in a mail and sent along with it. */
import { inboundFiles } from "../attachments/inbound-files.ts";
import type { Block } from "../reply-extraction/block.ts";
import { extractReply } from "../reply-extraction/extract-reply.ts";
import type { SentTrace } from "../reply-extraction/sent-trace.ts";
import type { MailAttachment, ParsedMail } from "./reading/parsed-mail.ts";

interface Written {
  /** Never empty where something was written; empty where files say it all. */
  readonly text: string;
  /** What was quoted below it; null: nothing. */
  readonly cut: string | null;
  readonly files: readonly MailAttachment[];
}

/** `blocks`: the body of the mail. In doubt what was cut is kept, and a mail without words says its subject. */
export function whatWasWritten(
  mail: Pick<ParsedMail, "subject" | "attachments">,
  blocks: readonly Block[],
  sent: SentTrace | null,
): Written {
  const reply = extractReply(blocks, sent);
  const named = blocks.flatMap((block) => block.images ?? []);
  const files = inboundFiles(mail.attachments, { named, kept: reply.images });
  const isWordless = reply.text.trim() === "";
  const text = isWordless && files.length === 0 ? reply.cut : reply.text;
  return {
    text: text.trim() === "" && files.length === 0 ? mail.subject : text,
    cut: reply.cut === "" || text === reply.cut ? null : reply.cut,
    files,
  };
}
