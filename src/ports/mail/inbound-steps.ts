import type { LockedConversation } from "../../domain/conversation/conversation.ts";
import type { ConversationId, EmailAddress } from "../../domain/ids.ts";
import type { ParsedMail } from "../../domain/inbound-mail/reading/parsed-mail.ts";
import type { Placement } from "../../domain/inbound-mail/place-mail.ts";
import type { Verdict } from "../../domain/inbound-mail/verdict.ts";
import type { InboundPlace, NewInboundMail } from "./inbound-tx.ts";
import type { SenderProof } from "./mail-reader.ts";
import type { Tx } from "../tx.ts";

/** All that is known of a mail before anything is written. */
export interface InboundCase {
  readonly mail: NewInboundMail;
  readonly parsed: ParsedMail;
  readonly proof: SenderProof;
  readonly placement: Placement;
  readonly verdict: Verdict;
  /** The one address in From; null: none that we could write to. */
  readonly from: EmailAddress | null;
}

/** The steps of the pipeline, one for each kind of mail. All but the first place the mail in the transaction they are given. */
export interface InboundSteps {
  /** A mail of a self-test is noted and settled at once. False: it is none, and is read like any other. */
  takeSelfTest(mail: NewInboundMail): Promise<boolean>;
  /** A bounce or a complaint about one of our mails. */
  takeReport(tx: Tx, found: InboundCase): Promise<InboundPlace>;
  /** An auto-reply, a receipt, list mail: never a customer's turn. */
  takeAutomatic(tx: Tx, found: InboundCase): Promise<InboundPlace>;
  /** Mail by a person: their answer, another sender's, a fresh question, or triage. */
  takeAnswer(tx: Tx, found: InboundCase): Promise<InboundPlace>;
}

/** What an agent decides in triage goes the same ways. */
export interface TriageSteps {
  /** Posted as by another sender, whoever wrote it. */
  attach(tx: Tx, locked: LockedConversation, found: InboundCase): Promise<InboundPlace>;
  /** A new conversation with its sender, of the brand that it was written to. */
  begin(
    tx: Tx,
    found: InboundCase & { readonly from: EmailAddress },
  ): Promise<{ readonly conversationId: ConversationId }>;
}
