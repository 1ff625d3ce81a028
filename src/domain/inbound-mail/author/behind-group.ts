/**
 * Who wrote a mail that a group sends under its own address, because the writer's domain forbids others to use it: Google
 * Groups, Mailman, Sympa, the lists of the IETF. Nothing proves it.
 */
import type { EmailAddress } from "../../ids.ts";
import { isSameMailbox, parseEmailAddress } from "../../mail/email-address.ts";
import { cleanName } from "../../people/name.ts";
import { findListId } from "../automatic/mailing-list.ts";
import { authorName, header, type ParsedMail } from "../reading/parsed-mail.ts";

interface Writer {
  readonly email: EmailAddress;
  /** Without the group's; null: none is given. */
  readonly name: string | null;
}

/** Null: the mail does not say. `from`: the one in From; null: nobody in particular. */
export function findWriterBehindGroup(mail: ParsedMail, from: EmailAddress | null): Writer | null {
  const isGroups = from !== null && isAddressOfGroup(mail, from);
  const written = header(mail, "x-original-from") ?? (isGroups ? header(mail, "x-original-sender") : null) ?? "";
  const named = parseEmailAddress(addressesIn(written).at(-1) ?? "");
  const email = named.ok ? named.value : findEncoded(mail, from);
  if (email === null || (from !== null && isSameMailbox(email, from))) return null;
  const said = authorName(mail) ?? "";
  return { email, name: nameBehindGroup(said) ?? namedFor(mail, email) ?? nameIn(written) ?? (said || null) };
}

/** *Marie via Support* → *Marie*. Null: the name does not speak of a group. */
export function nameBehindGroup(name: string): string | null {
  const written =
    VIA.exec(cleanName(name))
      ?.groups?.["name"]?.replaceAll(/^["'“‘(]+|["'”’)]+$/g, "")
      .trim() ?? "";
  return written === "" ? null : written;
}

/** As the programs of groups say it in their languages. A sign of the group's may stand before. */
const VIA =
  /^(?<name>\S.{0,150}?)[\s,]\(?(?:via|über|durch|par|a través de|tramite|através de|przez|prostřednictvím|через|عبر|通过|透過|経由)\s\S.{0,150}$/iu;

/** Whether the list that the mail came through calls this address its own. */
export function isAddressOfGroup(mail: ParsedMail, email: EmailAddress): boolean {
  const address = email.toLowerCase();
  const own = [header(mail, "list-post"), header(mail, "x-beenthere"), header(mail, "mailing-list")];
  // A List-ID writes a full stop for the at sign (RFC 2919 §3).
  return (
    own.some((value) => addressesIn(value ?? "").includes(address)) || findListId(mail) === address.replace("@", ".")
  );
}

const addressesIn = (value: string): readonly string[] => value.toLowerCase().match(ADDRESS) ?? [];

const ADDRESS = /[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9.-]{1,253}/g;

/** `marie=example.com@lists.example`, `marie=40example.com@…`: what a list makes of an address that it may not use. */
function findEncoded(mail: ParsedMail, from: EmailAddress | null): EmailAddress | null {
  if (from === null || findListId(mail) === null) return null;
  const found = /^(.{1,62})=(?:40)?([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,9})@/i.exec(from);
  const parsed = parseEmailAddress(`${found?.[1] ?? ""}@${found?.[2] ?? ""}`);
  return parsed.ok ? parsed.value : null;
}

/** What Reply-To calls them. */
function namedFor(mail: ParsedMail, email: EmailAddress): string | null {
  const named = mail.replyTo.find(({ address }) => address.toLowerCase() === email.toLowerCase());
  return cleanName(named?.name ?? "") || null;
}

/** `Marie Dupont <marie@example.com>` → `Marie Dupont`. */
const nameIn = (written: string): string | null =>
  cleanName(written.slice(0, Math.max(0, written.lastIndexOf("<"))).replaceAll('"', "")) || null;
