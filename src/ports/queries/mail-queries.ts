/** Stored mail as agents read it. */
import type { InboundMail, triageApi } from "../../../contract/mail/triage.ts";
import type { AnswerOf } from "../../../contract/route.ts";
import type { InboundMailId } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import type { ViewedMail } from "../mail/mail-viewer.ts";

/** One mail with its bytes, which are read for what the rest of the answer says; null: their retention is over. */
export type RawMailView = Omit<InboundMail, keyof ViewedMail> & { readonly raw: Uint8Array | null };

export interface MailQueries {
  /** Newest first. `before`: continue after this mail; null: from the top. */
  triage(agent: AgentIdentity, before: InboundMailId | null): Promise<AnswerOf<typeof triageApi.list>>;
  /** Null: there is none. */
  mail(agent: AgentIdentity, id: InboundMailId): Promise<RawMailView | null>;
}
