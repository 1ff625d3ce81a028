import type { EmailAddress } from "../../domain/ids.ts";
import type { Correspondent } from "../../domain/inbound-mail/author/correspondents.ts";
import type { Placement } from "../../domain/inbound-mail/place-mail.ts";
import type { Written } from "../../domain/inbound-mail/written.ts";
import type { ParsedMail } from "../../domain/inbound-mail/reading/parsed-mail.ts";
import type { Verdict } from "../../domain/inbound-mail/verdict.ts";
import type {
  InboundPlace,
  InboundReason,
  NewInboundMail,
  TriageReason,
} from "../../domain/inbound-mail/inbound-mail.ts";
import type { SenderProof } from "../../domain/inbound-mail/sender-proof.ts";

/** All that is known of a mail before anything is written. Each step of the mail road answers where it is placed. */
export interface InboundCase {
  readonly mail: NewInboundMail;
  readonly parsed: ParsedMail;
  /** What the person wrote, if it is for the conversation that it names. */
  readonly written: Written;
  /** In which language that is, where the mail does not say it and nothing of ours does; null: who knows. */
  readonly language: string | null;
  /** Of `from`, where it passes: of the same address that is matched and shown. */
  readonly proof: SenderProof;
  readonly placement: Placement;
  readonly verdict: Verdict;
  /** The one address in From; null: none that we could write to, or several. */
  readonly from: EmailAddress | null;
}

/**
 * The same, by whom From does not name: an address for answers, the writer behind a group. What is proved of From says
 * nothing about them. Null: by nobody.
 */
export function inTheNameOf(found: InboundCase, writer: Correspondent | null): InboundCase {
  const from = writer === null ? [] : [{ name: writer.name ?? "", address: writer.email }];
  const proof: SenderProof = { aligned: "unverified", author: null, dmarcPolicy: null };
  return { ...found, parsed: { ...found.parsed, from }, from: writer?.email ?? null, proof };
}

/** A mail that is in no conversation. */
export const unplaced = (state: InboundPlace["state"], because: InboundReason): InboundPlace => ({
  state,
  because,
  conversationId: null,
  deliveryId: null,
});

/** Agents decide about it. */
export const triage = (because: TriageReason): InboundPlace => unplaced("triage", because);
