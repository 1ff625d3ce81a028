/** With whom a fresh mail begins a conversation, of those whom it names (product.md §4.5). */
import { type Correspondent, correspondentsOf } from "../../domain/inbound-mail/author/correspondents.ts";
import type { EmailAddress } from "../../domain/ids.ts";
import { isNoReply } from "../../domain/inbound-mail/automatic/machine-sender.ts";
import { localPart } from "../../domain/inbound-mail/place-mail.ts";
import { withoutPlus } from "../../domain/mail/email-address.ts";
import { parseReplyToken, parseReturnPathToken, type TokenKeys } from "../../domain/mail/reply-address.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Tx } from "../../ports/tx.ts";
import { inTheNameOf, type InboundCase } from "./inbound-case.ts";

/** Why it begins none by itself. */
type NobodyToAnswer = "no-sender" | "own-address" | "no-reply-address";

interface Asked {
  readonly keys: TokenKeys;
  /** An agent says so: what calls itself unread, and a team member, may be answered all the same. We ourselves never. */
  readonly isAgentsWish: boolean;
}

/** The same mail, by them. */
export async function beginWith(
  tx: Tx,
  found: InboundCase,
  { keys, isAgentsWish }: Asked,
): Promise<Result<InboundCase, NobodyToAnswer>> {
  const others: Correspondent[] = [];
  for (const one of correspondentsOf(found.parsed, found.from))
    if (!(await isOurs(tx, one.email, keys))) others.push(one);
  const unasked: Correspondent[] = [];
  for (const one of others)
    if (!isNoReply(one.email) && !(await tx.inbound.isAgentAddress(one.email))) unasked.push(one);
  const chosen = unasked[0] ?? (isAgentsWish ? others.at(-1) : undefined);
  if (chosen !== undefined) return ok(chosen.isAuthor ? found : inTheNameOf(found, chosen));
  if (found.from === null) return err("no-sender");
  return err(others.length > 0 ? "no-reply-address" : "own-address");
}

/** A support address, its domain's postmaster, or one of those that bring mail back to us. */
export async function isOurs(tx: Tx, email: EmailAddress, keys: TokenKeys): Promise<boolean> {
  const local = localPart(email);
  if (parseReplyToken(local, keys).kind === "ours" || parseReturnPathToken(local, keys).kind === "ours") return true;
  const [, domain = ""] = email.toLowerCase().split("@");
  if (local.toLowerCase() === "postmaster" && (await tx.inbound.isSupportDomain(domain))) return true;
  return (await tx.inbound.findBrand([email, withoutPlus(email)])) !== null;
}
