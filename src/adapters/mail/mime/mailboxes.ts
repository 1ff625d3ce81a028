/** The mailboxes of an address field, groups opened. What stands in encoded words is a name (RFC 2047 §5). */
import { type Address, addressParser, type Mailbox } from "postal-mime";
import { findOneMailbox } from "../../../domain/inbound-mail/author/one-mailbox.ts";
import { decodeWords } from "./charset/encoded-words.ts";
import { MAX_HEADER_VALUE } from "./limits.ts";

/**
 * The parser opens an encoded word that stands by itself and takes an address out of it, as good as any in clear: a sender
 * whom nobody else reads. So it sees none; where a broken program has encoded everything, there is nothing else to show.
 */
export function mailboxesOf(value: string): readonly Mailbox[] {
  const bounded = value.slice(0, MAX_HEADER_VALUE);
  const { words, rest } = takeOutWords(bounded);
  const inClear = parse(rest).map(({ name, address }) => ({
    name: withoutQuotes(decodeWords(putBack(name, words))),
    address: putBack(address, words),
  }));
  return words.length === 0 || inClear.some(({ address }) => address.includes("@")) ? inClear : parse(bounded);
}

/** One mailbox is read as it was meant; several, groups and what is broken otherwise as the parser makes them out. */
function parse(value: string): readonly Mailbox[] {
  const one = findOneMailbox(value.trim());
  if (one?.address.includes("@") === true) return [one];
  try {
    return addressParser(value).flatMap((address: Address) => address.group ?? [address]);
  } catch {
    return [];
  }
}

/** Some programs put the quotes of RFC 5322 into the encoded word, others apostrophes around every name. */
const withoutQuotes = (name: string): string => /^(["'])([^"']{1,998})\1$/.exec(name.trim())?.[2] ?? name;

/** In their place stands their number, between characters of no writing. */
function takeOutWords(value: string): { readonly words: readonly string[]; readonly rest: string } {
  const words: string[] = [];
  const rest = value.replaceAll(/[\uE000\uE001]/g, "").replaceAll(ENCODED_WORD, (word) => {
    words.push(word);
    return `\uE000${words.length - 1}\uE001`;
  });
  return { words, rest };
}

const putBack = (text: string, words: readonly string[]): string =>
  text.replaceAll(/\uE000(\d{1,5})\uE001/g, (_, at: string) => words[Number(at)] ?? "");

/** As the parser knows them: with spaces and marks inside, which some programs leave there. */
const ENCODED_WORD = /=\?[^?\s]+\?[QqBb]\?[^?]*\?=/g;
