import { withoutPlus } from "../../domain/mail/email-address.ts";
import { localPart } from "../../domain/inbound-mail/place-mail.ts";
import { type InboundMailId, inboundMailId } from "../../domain/ids.ts";
import {
  parseProbeToken,
  parseReplyToken,
  parseReturnPathToken,
  type TokenKeys,
} from "../../domain/mail/reply-address.ts";
import { isSmall, type NewInboundMail } from "../../domain/inbound-mail/inbound-mail.ts";
import type { Store } from "../../ports/store.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Clock, NewId } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly keys: TokenKeys;
}

/**
 * Stores a mail raw, with the job that reads it. Only when this has resolved may the sender hear 250: what is
 * acknowledged is kept, and everything after it can be run again.
 */
export function receiveEmail(deps: Deps, mail: Omit<NewInboundMail, "id" | "receivedAt">): Promise<InboundMailId> {
  const now = deps.clock.now();
  const id = inboundMailId(deps.newId());
  const storing = async (tx: Tx): Promise<InboundMailId> => {
    await tx.inbound.store({ ...mail, id, receivedAt: now });
    await tx.jobs.wake({ kind: "receive-email", key: id, payload: { inboundMailId: id }, dueAt: now });
    return id;
  };
  return isSmall(mail) ? deps.store.together(id, storing) : deps.store.inBulk(storing);
}

/**
 * Whether an address is ours: a reply token, a return path, a support address with or without a plus, or the postmaster's. What was never
 * ours is refused inside SMTP, so that no bounce is ever made later (mail-rules.md rule 16).
 */
export function knowsRecipient(deps: Deps & { readonly mailDomain: string }, address: string): Promise<boolean> {
  const local = localPart(address);
  if (parseReplyToken(local, deps.keys).kind === "ours") return Promise.resolve(true);
  if (parseReturnPathToken(local, deps.keys).kind === "ours") return Promise.resolve(true);
  if (parseProbeToken(local, deps.keys) !== null) return Promise.resolve(true);
  const servedBy = postmasterOf(address);
  if (servedBy === "" || servedBy === deps.mailDomain) return Promise.resolve(true);
  return deps.store.inBulk(async (tx) =>
    servedBy === null
      ? (await tx.inbound.findBrand([withoutPlus(address)])) !== null
      : tx.inbound.isSupportDomain(servedBy),
  );
}

/**
 * The domain whose postmaster is addressed; empty: this server's; null: somebody else is. Whoever serves a domain takes
 * such mail, in any case of letters (RFC 5321 §4.5.1); it belongs to no conversation, so agents find it in triage.
 */
function postmasterOf(address: string): string | null {
  const [local, domain = ""] = address.toLowerCase().split("@");
  return local === "postmaster" ? domain : null;
}
