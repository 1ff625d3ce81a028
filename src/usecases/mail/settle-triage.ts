import type { BrandId, ConversationId, InboundMailId } from "../../domain/ids.ts";
import { soleSender } from "../../domain/inbound-mail/author/author.ts";
import { withoutForgedResults } from "../../domain/inbound-mail/authentication-results.ts";
import { capsCountFrom } from "../../domain/inbound-mail/caps.ts";
import { placeMail } from "../../domain/inbound-mail/place-mail.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import type { TokenKeys } from "../../domain/mail/reply-address.ts";
import { ok, type Result, unreachable } from "../../domain/result.ts";
import { type AgentIdentity, mayHandle } from "../../domain/people/roles.ts";
import type { NewInboundMail } from "../../domain/inbound-mail/inbound-mail.ts";
import type { MailReader } from "../../ports/mail/mail-reader.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";
import type { Tx } from "../../ports/tx.ts";
import { requireConversation } from "../../steps/conversation/require-conversation.ts";
import type { TellAgentsDeps } from "../../steps/conversation/tell-agents.ts";
import { beginWith } from "../../steps/mail/begin-with.ts";
import { type InboundCase, unplaced } from "../../steps/mail/inbound-case.ts";
import { beginByMail, findBrand, postAsAnothers, type PostMailDeps } from "../../steps/mail/post-mail.ts";

export interface SettleTriageDeps extends PostMailDeps, TellAgentsDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly keys: TokenKeys;
  readonly mailDomain: string;
  readonly reader: Pick<MailReader, "parse" | "written" | "languageOf">;
}

export type TriageDecision =
  /** Posted there as by another sender: whose words they are is decided with the conversation before one's eyes. */
  | { readonly verb: "attach"; readonly to: ConversationId }
  | { readonly verb: "begin" }
  /** Kept, and shown no more. */
  | { readonly verb: "ignore" };

/**
 * What an agent makes of a mail in triage. Answers the conversation that it is in now; null: in none. A mail that was
 * decided about meanwhile is not found, nor one to post whose original is kept no longer.
 */
export async function settleTriage(
  deps: SettleTriageDeps,
  agent: AgentIdentity,
  id: InboundMailId,
  decision: TriageDecision,
): Promise<Result<ConversationId | null, Refusal>> {
  if (!mayHandle(agent)) return refuse("not-allowed", "A light agent may read triage.");
  // Also where its original is kept no longer.
  if (decision.verb === "ignore") return ignore(deps, id);
  const mail = await deps.store.mails.load(id);
  if (mail?.state !== "triage") return gone();
  // Parsing takes time: before the transaction, as when it came in.
  const found = await readAgain(deps, mail, decision.verb === "attach" ? decision.to : null);
  return deps.store.transaction(async (tx) => {
    const locked = await tx.inbound.lock(id, null);
    return locked?.state === "triage" ? settle(deps, tx, found, decision) : gone();
  });
}

type PostingDecision = Exclude<TriageDecision, { readonly verb: "ignore" }>;

function ignore({ store }: SettleTriageDeps, id: InboundMailId): Promise<Result<null, Refusal>> {
  return store.transaction(async (tx) => {
    const locked = await tx.inbound.lock(id, null);
    if (locked?.state !== "triage") return gone();
    await tx.inbound.decide(id, unplaced("ignored", "ignored-by-agent"));
    return ok(null);
  });
}

async function settle(
  deps: SettleTriageDeps,
  tx: Tx,
  found: InboundCase,
  decision: PostingDecision,
): Promise<Result<ConversationId | null, Refusal>> {
  const { id } = found.mail;
  const now = deps.clock.now();
  switch (decision.verb) {
    case "attach": {
      const target = await requireConversation(tx, decision.to);
      if (!target.ok) return target;
      const locked = target.value;
      if (locked.head.status === "closed") return refuse("conversation-closed", "A closed conversation takes no mail.");
      const traffic = await tx.inbound.loadTraffic(locked.head.id, capsCountFrom(now));
      const posted = await postAsAnothers(deps, tx, { locked, traffic, found, now });
      await tx.inbound.decide(id, { ...posted, because: "attached" });
      return ok(locked.head.id);
    }
    case "begin": {
      const writer = await beginWith(tx, found, { keys: deps.keys, isAgentsWish: true });
      const from = writer.ok ? writer.value.from : null;
      if (!writer.ok || from === null)
        return refuse("address-shape", "Its sender has no address that could be answered.");
      const brand = (await findBrand(tx, found)) ?? (await defaultBrand(tx));
      const starting = { brand, found: writer.value, from, now, sentBy: found };
      const conversationId = await beginByMail(deps, tx, starting);
      await tx.inbound.decide(id, { ...unplaced("posted", "begun-by-agent"), conversationId });
      return ok(conversationId);
    }
    default:
      return unreachable(decision);
  }
}

async function defaultBrand(tx: Tx): Promise<BrandId> {
  const brand = (await tx.settings.loadBrands()).find(({ isDefault }) => isDefault);
  if (brand === undefined) throw new Error("the account has no default brand");
  return brand.id;
}

/** As the pipeline read it, but nothing is proved: an agent's word stands in for what no machine could tell. */
async function readAgain(
  deps: SettleTriageDeps,
  mail: NewInboundMail,
  to: ConversationId | null,
): Promise<InboundCase> {
  const parsed = withoutForgedResults(await deps.reader.parse(mail.raw), [deps.mailDomain]);
  const sentTexts = await deps.store.mails.loadSentTexts({ conversationId: to, deliveryId: null });
  const written = await deps.reader.written(parsed, sentTexts);
  return {
    mail,
    parsed,
    written,
    language: to === null ? await deps.reader.languageOf(written.text) : null,
    proof: { aligned: "unverified", author: null, dmarcPolicy: null },
    placement: placeMail(parsed, mail.recipients, deps.keys),
    verdict: { kind: "person" },
    from: soleSender(parsed),
  };
}

const gone = (): Result<never, Refusal> => refuse("not-found", "This mail is not in triage any more.");
