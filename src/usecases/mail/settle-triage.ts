import { parseEmailAddress } from "../../domain/mail/email-address.ts";
import type { ConversationId, InboundMailId } from "../../domain/ids.ts";
import { withoutForgedResults } from "../../domain/inbound-mail/authentication-results.ts";
import { placeMail } from "../../domain/inbound-mail/place-mail.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import type { TokenKeys } from "../../domain/mail/reply-address.ts";
import { ok, type Result } from "../../domain/result.ts";
import { type AgentIdentity, mayHandle } from "../../domain/people/roles.ts";
import type { InboundCase, TriageSteps } from "../../ports/mail/inbound-steps.ts";
import type { NewInboundMail } from "../../ports/mail/inbound-tx.ts";
import type { MailReader } from "../../ports/mail/mail-reader.ts";
import type { Store } from "../../ports/store.ts";
import type { Tx } from "../../ports/tx.ts";

export interface SettleTriageDeps {
  readonly store: Store;
  readonly keys: TokenKeys;
  readonly mailDomain: string;
  readonly reader: Pick<MailReader, "parse">;
  readonly triageSteps: TriageSteps;
}

export type TriageDecision =
  /** Posted there as by another sender: whose words they are is decided with the conversation before one's eyes. */
  | { readonly verb: "attach"; readonly to: ConversationId }
  | { readonly verb: "begin" }
  /** Kept, and shown no more. */
  | { readonly verb: "ignore" };

/**
 * What an agent makes of a mail in triage. Answers the conversation that it is in now; null: in none. A mail that was
 * decided about meanwhile is not found.
 */
export async function settleTriage(
  deps: SettleTriageDeps,
  agent: AgentIdentity,
  id: InboundMailId,
  decision: TriageDecision,
): Promise<Result<ConversationId | null, Refusal>> {
  if (!mayHandle(agent)) return refuse("not-allowed", "A light agent may read triage.");
  const mail = await deps.store.mails.load(id);
  if (mail?.state !== "triage") return gone();
  // Parsing takes time: before the transaction, as when it came in.
  const found = await readAgain(deps, mail);
  return deps.store.transaction(async (tx) => {
    const state = await tx.inbound.lock(id, null);
    return state === "triage" ? settle(deps, tx, found, decision) : gone();
  });
}

async function settle(
  deps: SettleTriageDeps,
  tx: Tx,
  found: InboundCase,
  decision: TriageDecision,
): Promise<Result<ConversationId | null, Refusal>> {
  const { id } = found.mail;
  switch (decision.verb) {
    case "attach": {
      const locked = await tx.conversations.lock(decision.to);
      if (locked === null) return refuse("not-found", "There is no such conversation.");
      if (locked.head.status === "closed") return refuse("conversation-closed", "A closed conversation takes no mail.");
      const { deliveryId } = await deps.triageSteps.attach(tx, locked, found);
      await tx.inbound.decide(id, { state: "posted", because: "attached", conversationId: locked.head.id, deliveryId });
      return ok(locked.head.id);
    }
    case "begin": {
      const { from } = found;
      if (from === null) return refuse("address-shape", "Its sender has no address that could be answered.");
      const { conversationId } = await deps.triageSteps.begin(tx, { ...found, from });
      await tx.inbound.decide(id, { state: "posted", because: "begun-by-agent", conversationId, deliveryId: null });
      return ok(conversationId);
    }
    case "ignore":
      await tx.inbound.decide(id, {
        state: "ignored",
        because: "ignored-by-agent",
        conversationId: null,
        deliveryId: null,
      });
      return ok(null);
    default:
      throw new Error("unknown decision about mail in triage");
  }
}

/** As the pipeline read it, but nothing is proved: an agent's word stands in for what no machine could tell. */
async function readAgain(deps: SettleTriageDeps, mail: NewInboundMail): Promise<InboundCase> {
  const parsed = withoutForgedResults(await deps.reader.parse(mail.raw), [deps.mailDomain]);
  const from = parseEmailAddress(parsed.from[0]?.address ?? "");
  return {
    mail,
    parsed,
    proof: { aligned: "unverified", dmarcPolicy: null },
    placement: placeMail(parsed, mail.recipients, deps.keys),
    verdict: { kind: "person" },
    from: from.ok ? from.value : null,
  };
}

const gone = (): Result<never, Refusal> => refuse("not-found", "This mail is not in triage any more.");
