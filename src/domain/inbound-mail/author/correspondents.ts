/** With whom a fresh mail may begin a conversation: not always with whom From names (product.md §4.5). */
import type { EmailAddress } from "../../ids.ts";
import { isSameMailbox, parseEmailAddress } from "../../mail/email-address.ts";
import { cleanName } from "../../people/name.ts";
import { authorName, type ParsedMail } from "../reading/parsed-mail.ts";
import { findWriterBehindGroup, isAddressOfGroup, nameBehindGroup } from "./behind-group.ts";

export interface Correspondent {
  readonly email: EmailAddress;
  /** Null: the mail gives none that is surely theirs. */
  readonly name: string | null;
  /** From names them: what is proved of From is proved of them. */
  readonly isAuthor: boolean;
}

/** Nobody is to be asked about more addresses than a form could mean. */
const REPLY_TO_AT_MOST = 5;

/**
 * The likeliest first. A web form and a shop write in their own name and say in Reply-To whose words they bring; who puts
 * themselves there too means themselves. Which of them are ours, or answer nobody, is the caller's to know. `from`: the
 * one author; null: none that can be written to.
 */
export function correspondentsOf(mail: ParsedMail, from: EmailAddress | null): readonly Correspondent[] {
  const author = from === null ? [] : [{ email: from, name: authorName(mail), isAuthor: true }];
  const behind = findWriterBehindGroup(mail, from);
  const named = namedForReplies(mail, from);
  const isAuthorNamed = named.some(({ email }) => from !== null && isSameMailbox(email, from));
  const inOrder = isAuthorNamed ? [...author, ...named] : [...named, ...author];
  const all = behind === null ? inOrder : [{ ...behind, isAuthor: false }, ...inOrder];
  return all.filter(({ email }, at) => all.findIndex((other) => isSameMailbox(other.email, email)) === at);
}

/** A group that is asked for its own members' words has their name in From. */
function namedForReplies(mail: ParsedMail, from: EmailAddress | null): readonly Correspondent[] {
  const said = authorName(mail);
  const writer = nameBehindGroup(said ?? "") ?? (from !== null && isAddressOfGroup(mail, from) ? said : null);
  return mail.replyTo.slice(0, REPLY_TO_AT_MOST).flatMap(({ name, address }) => {
    const parsed = parseEmailAddress(address);
    return parsed.ok ? [{ email: parsed.value, name: cleanName(name) || writer, isAuthor: false }] : [];
  });
}
