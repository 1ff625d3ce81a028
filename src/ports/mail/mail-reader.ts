import type { EmailAddress } from "../../domain/ids.ts";
import type { ParsedMail } from "../../domain/inbound-mail/reading/parsed-mail.ts";
import type { Block } from "../../domain/reply-extraction/block.ts";
import type { NewInboundMail } from "./inbound-tx.ts";

/** What stands behind the sender's name (SPF, DKIM, DMARC, ARC). */
export interface SenderProof {
  /** `pass`: SPF or DKIM passed, aligned with the From address. `unverified`: trouble with DNS, or nothing to go by. */
  readonly aligned: "pass" | "fail" | "unverified";
  /** Whom a `pass` is about, the whole address; null: From can be read in more than one way, and nobody passes. */
  readonly author: EmailAddress | null;
  /** What the domain wants done with mail that fails; null: it publishes nothing. */
  readonly dmarcPolicy: "none" | "quarantine" | "reject" | null;
}

export interface MailReader {
  /** Total: whatever the bytes, it answers in bounded time and memory. */
  parse(raw: Uint8Array): Promise<ParsedMail>;
  /** The body as reply extraction reads it. */
  blocks(mail: ParsedMail): readonly Block[];
  prove(mail: NewInboundMail, parsed: ParsedMail): Promise<SenderProof>;
}
