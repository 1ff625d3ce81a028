/** The account's own words in continuity mails; each in ICU form, null: as shipped. */
import type { Locale } from "../ids.ts";

export type MailTextName = "subject" | "intro" | "goOn" | "footer";

export type MailTexts = Readonly<Record<MailTextName, string | null>>;

export const SHIPPED_TEXTS: MailTexts = { subject: null, intro: null, goOn: null, footer: null };

/**
 * What each text may be given. The subject gets the brand alone: it is constant for a conversation, since mail programs
 * thread by it, and nothing that a visitor typed may get there (product.md §3.2).
 */
export const MAIL_TEXT_PLACEHOLDERS: Readonly<Record<MailTextName, readonly string[]>> = {
  subject: ["brand"],
  intro: ["brand", "author", "count"],
  goOn: ["brand"],
  footer: ["brand"],
};

/** Characters. A subject longer than this is cut by most mail programs. */
export const MAIL_TEXT_AT_MOST: Readonly<Record<MailTextName, number>> = {
  subject: 150,
  intro: 600,
  goOn: 600,
  footer: 1_000,
};

export const MAIL_TEXT_NAMES: readonly MailTextName[] = ["subject", "intro", "goOn", "footer"];

/** Why a text cannot be saved. */
export interface MailTextFault {
  readonly text: MailTextName;
  readonly because: "empty" | "too-long" | "not-one-line" | "unreadable" | "unknown-placeholder";
  /** The placeholder, or what the reader of the form said. */
  readonly said: string;
}

/** The words for a reader of this language: of the language itself, else of its parent (fr-CA → fr), else as shipped. */
export function textsFor(
  saved: readonly { readonly locale: Locale; readonly texts: MailTexts }[],
  wanted: Locale,
): MailTexts {
  const parts = wanted.split("-");
  for (let length = parts.length; length > 0; length -= 1) {
    const tag = parts.slice(0, length).join("-");
    const found = saved.find(({ locale }) => locale === tag);
    if (found !== undefined) return found.texts;
  }
  return SHIPPED_TEXTS;
}
