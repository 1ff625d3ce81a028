/** What people were told is done: everything here must be found afterwards, once. */
import type { ConversationId } from "../../src/domain/ids.ts";

export interface AcknowledgedMessage {
  readonly id: ConversationId;
  readonly clientId: string;
  readonly seq: number;
  /** As it was last acknowledged: an edit takes the place of what was posted. */
  text: string;
  /** An edit was tried and nobody said whether it was done: either text may stand there. */
  maybe: string | null;
  readonly by: "visitor" | "agent";
  readonly file: { readonly attachmentId: string; readonly bytes: Buffer } | null;
}

export interface AcknowledgedRead {
  readonly id: ConversationId;
  readonly upTo: number;
  /** When it was acknowledged, in milliseconds since the epoch. */
  readonly at: number;
}

/** An answer by e-mail that our server took over with a 250. */
export interface AcknowledgedMail {
  readonly id: ConversationId;
  readonly text: string;
}

/** Somebody in front of the page, from the first welcome until they close it. */
export interface Stay {
  readonly address: string;
  readonly from: number;
  /** Null: still there. */
  until: number | null;
}

export interface Ledger {
  readonly messages: AcknowledgedMessage[];
  readonly reads: AcknowledgedRead[];
  readonly mails: AcknowledgedMail[];
  readonly stays: Stay[];
  /** Answers that nobody should get, whatever goes wrong: a refusal that is not "try again later". */
  readonly surprises: Set<string>;
}

export const newLedger = (): Ledger => ({ messages: [], reads: [], mails: [], stays: [], surprises: new Set() });
