/** An emoji that stands for the whole mail: what mail programs send for a click on *react*. */

import type { ParsedMail } from "../../../../domain/inbound-mail/reading/parsed-mail.ts";
import { textOfHtml } from "../../../../domain/inbound-mail/reading/html-text.ts";

/** What Gmail writes beside the mail that it shows to other programs. Null: no reaction. */
export function readGmailReaction(json: string): string | null {
  try {
    const told: unknown = JSON.parse(json);
    return typeof told === "object" && told !== null && "emoji" in told ? emojiIn(told.emoji) : null;
  } catch {
    return null;
  }
}

/** A part with the disposition `reaction` (RFC 9078 §2): emoji, separated by spaces. Null: it has none. */
export const readReactionPart = (text: string): string | null => emojiIn(text.split("\n", 1)[0]?.trim());

/** The notice that Exchange sends to who is not on Exchange. Null: the mail is something else. */
export function readOutlookReaction({ text, html }: Pick<ParsedMail, "text" | "html">): string | null {
  const words = text ?? textOfHtml((html ?? "").slice(0, LOOKED_AT).replaceAll(PICTURE, "[$1] "));
  const top = words.slice(0, LOOKED_AT).trimStart();
  // In HTML the picture has a cell of its own.
  const line = top.replace(/^(\[\w{1,20}\]|\S{1,12})\s{0,8}\n\s{0,80}/, "$1 ").split("\n", 1)[0] ?? "";
  const [, name = ""] = /^\[(\w{3,12})\]/.exec(line) ?? [];
  if (!SAYS_REACTED.test(line.trim())) return null;
  return OUTLOOK.get(name.toLowerCase()) ?? emojiIn(firstOf(line));
}

/** It stands at the top, and quotes a mail. */
const LOOKED_AT = 20_000;
const PICTURE = /<img\b[^>]{0,400}?\balt="(\w{3,12})"[^>]{0,400}>/gi;
const SAYS_REACTED =
  /(?:reacted to your (?:message|post)|hat auf (?:ihre|deine) nachricht reagiert|a réagi à votre message|reaccionó a (?:tu|su) mensaje|ha reagito al (?:tuo|suo) messaggio|heeft gereageerd op (?:uw|je) bericht|reagiu à sua mensagem)\s?[:.]?$/i;

/** The six of Outlook, by what it calls them. */
const OUTLOOK: ReadonlyMap<string, string> = new Map([
  ["like", "👍"],
  ["heart", "❤️"],
  ["celebrate", "🎉"],
  ["laugh", "😆"],
  ["surprised", "😲"],
  ["sad", "😢"],
]);

/** Long enough for families and flags, and for a few of them. */
const LONGEST = 60;

function emojiIn(value: unknown): string | null {
  if (typeof value !== "string" || value.length > LONGEST || value.trim() === "") return null;
  const signs = [...graphemes.segment(value.replaceAll(/\s/g, ""))];
  return signs.every(({ segment }) => EMOJI.test(segment)) ? value.trim() : null;
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
/** Digits are emoji to Unicode, unless something follows them. */
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u;

const firstOf = (line: string): string => [...graphemes.segment(line.slice(0, LONGEST))][0]?.segment ?? "";
