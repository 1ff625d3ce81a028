/** Stored mail as agents read it. */
import type { InboundMailId } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";

export interface StoredMailView {
  readonly id: string;
  readonly receivedAt: number;
  readonly from: { readonly name: string | null; readonly address: string | null };
  readonly subject: string | null;
  readonly preview: string | null;
  readonly verdict: string | null;
  readonly because: string | null;
}

/** One mail with its bytes. */
export interface RawMailView extends StoredMailView {
  readonly state: string;
  readonly conversationId: string | null;
  readonly recipients: readonly string[];
  readonly raw: Uint8Array;
}

export interface MailQueries {
  /** Newest first. `before`: continue after this mail; null: from the top. */
  triage(
    agent: AgentIdentity,
    before: InboundMailId | null,
  ): Promise<{ readonly mails: readonly StoredMailView[]; readonly next: string | null }>;
  /** Null: there is none, or its retention is over. */
  mail(agent: AgentIdentity, id: InboundMailId): Promise<RawMailView | null>;
}
