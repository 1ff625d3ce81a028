/** What becomes of the links that were mailed to an address, when the address does (product.md §3.6, ADR 0022). */
import type { HeadPatch, LinksChange } from "../change.ts";
import type { Conversation } from "../conversation/conversation.ts";
import type { Instant } from "../ids.ts";
import { isSameMailbox } from "../mail/email-address.ts";

/**
 * The new address of a conversation, and what follows for the links sent to the old one: another address or a bounce
 * takes them back, proof widens them.
 */
export function changeAddress(
  { address: before }: Conversation,
  address: NonNullable<Conversation["address"]>,
  at: Instant,
): { readonly head: Pick<HeadPatch, "address">; readonly links?: LinksChange } {
  const head = { address };
  if (before === null) return { head };
  const links = (kind: LinksChange["kind"]) => ({ head, links: { kind, recipient: before.email, at } });
  if (!isSameMailbox(before.email, address.email)) return links("revoke");
  if (before.state === address.state) return { head };
  if (address.state === "bounced") return links("revoke");
  return address.state === "proved" ? links("widen") : { head };
}
