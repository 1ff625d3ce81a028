/** What was probably meant by something that is no address, as the form shows it before anything is kept (product.md §1.2). */
import type { EmailAddress } from "../ids.ts";
import { parseEmailAddress } from "./email-address.ts";

/** Longer is no slip of the finger. */
const MENDED_UP_TO = 500;

/** The one address in it; null: there is none, or more than one, or it is an address as it stands. */
export function mendEmailAddress(typed: string): EmailAddress | null {
  if (typed.length > MENDED_UP_TO || parseEmailAddress(typed).ok) return null;
  // Full-width signs, as some keyboards write them, are the plain ones.
  const plain = typed
    .normalize("NFKC")
    .replaceAll(/\p{Cf}/gu, "")
    .replaceAll(/\s+/gu, " ")
    .trim();
  const [, bracketed] = /^[^<>@]*<([^<>]+)>\W*$/u.exec(plain) ?? [];
  const bare = (bracketed ?? plain)
    .replace(/^mailto:/iu, "")
    .replace(/\?.*$/u, "")
    .replaceAll(/\s*(?:@+|[([{]at[)\]}])\s*/giu, "@")
    .replaceAll(/ ?(?:[([{]dot[)\]}]) ?/giu, ".");
  const words = bare.split(" ").filter((word) => word.includes("@"));
  const [word] = words;
  if (word === undefined || words.length > 1) return null;
  const parsed = [oneWord(bare), oneWord(word)].map((text) => parseEmailAddress(text)).find(({ ok }) => ok);
  return parsed?.ok ? parsed.value : null;
}

/** Without what hangs around it, and with points where a neighbouring key was struck. */
function oneWord(text: string): string {
  const core = text.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  const at = core.lastIndexOf("@");
  const domain = core
    .slice(at + 1)
    .replaceAll(/ ?[.,;:،؛。·]+ ?/gu, ".")
    .replaceAll(/ (?=[^ ]+\.)/gu, "");
  return core.slice(0, at + 1) + domain;
}
