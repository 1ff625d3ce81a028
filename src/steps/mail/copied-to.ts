/** Who else got a mail: agents see them beside it, and nothing of ours is ever sent there (product.md §3.3). */
import { isSameMailbox, parseEmailAddress } from "../../domain/mail/email-address.ts";
import type { TokenKeys } from "../../domain/mail/reply-address.ts";
import { cleanName } from "../../domain/people/name.ts";
import type { Tx } from "../../ports/tx.ts";
import { isOurs } from "./begin-with.ts";
import type { InboundCase } from "./inbound-case.ts";

/** Nobody reads further; the original has them all. */
const SHOWN_AT_MOST = 20;

/** As agents read them, the address always with the name; none of ours, and not the writer. */
export async function copiedTo(tx: Tx, found: InboundCase, keys: TokenKeys): Promise<readonly string[]> {
  const seen = new Set<string>();
  const shown: string[] = [];
  for (const { name, address } of [...found.parsed.to, ...found.parsed.cc]) {
    const parsed = parseEmailAddress(address);
    const email = parsed.ok ? parsed.value : null;
    if (email === null || seen.has(email.toLowerCase()) || shown.length >= SHOWN_AT_MOST) continue;
    seen.add(email.toLowerCase());
    const isKnown = [found.from, ...found.mail.recipients].some((known) => known !== null && isSame(known, email));
    if (isKnown || (await isOurs(tx, email, keys))) continue;
    const said = cleanName(name);
    shown.push(said === "" || said.includes("@") ? email : `${said} <${email}>`);
  }
  return shown;
}

function isSame(known: string, email: Parameters<typeof isSameMailbox>[0]): boolean {
  const parsed = parseEmailAddress(known);
  return parsed.ok && isSameMailbox(parsed.value, email);
}
