/** To whom a mail was really delivered, for finding the token in it. */
import type { MailAddress, ParsedMail } from "./reading/parsed-mail.ts";

/** Where an address was found. What a mail server wrote at delivery is worth more than what the sender wrote. */
type RecipientSource = "envelope" | "delivered-to" | "x-original-to" | "envelope-to" | "to" | "cc";

interface Recipient {
  /** Lower case: tokens are case-blind, and so are mailboxes in practice. */
  readonly address: string;
  readonly source: RecipientSource;
}

/** Every address once, the most trusted source first. `envelope` are the recipients SMTP named; empty where the door does not know. */
export function recipientsByTrust(mail: ParsedMail, envelope: readonly string[]): readonly Recipient[] {
  const found = new Map<string, RecipientSource>();
  const add = (source: RecipientSource, addresses: readonly string[]): void => {
    for (const address of addresses) if (!found.has(address.toLowerCase())) found.set(address.toLowerCase(), source);
  };
  add("envelope", envelope);
  add("delivered-to", plain(mail.deliveredTo));
  add("x-original-to", plain(mail.originalTo));
  add("envelope-to", plain(mail.envelopeTo));
  add("to", plain(mail.to));
  add("cc", plain(mail.cc));
  return [...found].map(([address, source]) => ({ address, source }));
}

const plain = (addresses: readonly MailAddress[]): readonly string[] => addresses.map(({ address }) => address);
