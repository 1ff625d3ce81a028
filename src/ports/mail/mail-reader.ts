import type { SenderProof } from "../../domain/inbound-mail/sender-proof.ts";
import type { ParsedMail } from "../../domain/inbound-mail/reading/parsed-mail.ts";
import type { Block } from "../../domain/reply-extraction/block.ts";
import type { NewInboundMail } from "../../domain/inbound-mail/inbound-mail.ts";

export interface MailReader {
  /** Total: whatever the bytes, it answers in bounded time and memory. */
  parse(raw: Uint8Array): Promise<ParsedMail>;
  /** The body as reply extraction reads it, in bounded time and number. */
  blocks(mail: ParsedMail): Promise<readonly Block[]>;
  prove(mail: NewInboundMail, parsed: ParsedMail): Promise<SenderProof>;
}
