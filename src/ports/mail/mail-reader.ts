import type { SenderProof } from "../../domain/inbound-mail/sender-proof.ts";
import type { ParsedMail } from "../../domain/inbound-mail/reading/parsed-mail.ts";
import type { NewInboundMail } from "../../domain/inbound-mail/inbound-mail.ts";
import type { Written } from "../../domain/inbound-mail/written.ts";

export interface MailReader {
  /** Total: whatever the bytes, it answers in bounded time and memory. */
  parse(raw: Uint8Array): Promise<ParsedMail>;
  /**
   * What the person wrote, in bounded time; of a heavy mail it holds up nobody. `sentTexts`: what we mailed in the
   * conversation that it names.
   */
  written(mail: ParsedMail, sentTexts: readonly string[]): Promise<Written>;
  /** The language of a text, as BCP 47 names it; null: not certain. */
  languageOf(text: string): Promise<string | null>;
  prove(mail: NewInboundMail, parsed: ParsedMail): Promise<SenderProof>;
}
