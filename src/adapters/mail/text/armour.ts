/** What PGP programs put around words in the text itself (RFC 9580 §6.2 and §7): folded away, as nobody reads it. */
import type { ParsedMail } from "../../../domain/inbound-mail/reading/parsed-mail.ts";
import type { Block } from "../../../domain/reply-extraction/block.ts";

/** The signature and keys become what is signed with; the lines that begin it go. The raw mail keeps all. */
export function withoutArmour(blocks: readonly Block[]): readonly Block[] {
  if (!blocks.some(({ text }) => text.startsWith(BEGIN))) return blocks;
  const kept: Block[] = [];
  let within: "words" | "head" | "signed" | "armour" = "words";
  for (const block of blocks) {
    const { text } = block;
    if (text.startsWith(BEGIN) && block.quoteDepth === 0) {
      within = text.startsWith(SIGNED) ? "head" : "armour";
      if (within === "armour") kept.push({ ...block, anchor: "signature" });
    } else if (within === "armour") {
      kept.push({ ...block, anchor: "signature" });
      if (text.startsWith("-----END PGP ")) within = "words";
    } else if (within === "head") {
      // Hash and its kin, up to a blank line; HTML may have lost that.
      if (/^[A-Za-z]{1,30}: /.test(text)) continue;
      within = "signed";
      if (text.trim() !== "") kept.push(block);
    } else kept.push(within === "signed" && text.startsWith("- ") ? { ...block, text: text.slice(2) } : block);
  }
  return kept;
}

/** Whether a look at it is worth its while, in plain text as in HTML. */
export const isArmoured = (source: string): boolean => source.includes(BEGIN);

/** Whether a plain text is armoured, and how. */
export function armourOf(text: string): ParsedMail["protection"] {
  if (MESSAGE.test(text)) return "encrypted";
  return /^-----BEGIN PGP SIGNED MESSAGE-----\s*$/m.test(text) ? "signed" : null;
}

/** An encrypted message is of use as a file only. Null: the text holds none. */
export function takeOutMessage(text: string): { readonly text: string; readonly message: string } | null {
  const [message] = MESSAGE.exec(text) ?? [];
  return message === undefined ? null : { text: text.replace(message, "").trim(), message: `${message.trim()}\n` };
}

const BEGIN = "-----BEGIN PGP ";
const SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----";
const MESSAGE = /^-----BEGIN PGP MESSAGE-----[^]*?(?:^-----END PGP MESSAGE-----[^\n]*$|(?![^]))/m;
