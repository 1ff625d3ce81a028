/**
 * What mail programs say in one language around a quoted mail. Written in lower case; folded before use, so accents,
 * apostrophes and invisible marks need no variants. A new language is a new record, nothing else.
 */
export interface Language {
  /** BCP 47. */
  readonly tag: string;
  /** First word of a line that introduces a quote: "On …", "Le …". Only such a word may begin one in mid-line. */
  readonly opens: readonly string[];
  /** That somebody wrote. */
  readonly wrote: readonly string[];
  readonly from: readonly string[];
  readonly sent: readonly string[];
  readonly date: readonly string[];
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: readonly string[];
  /** Between dashes, above the mail answered. */
  readonly original: readonly string[];
  /** Between dashes or before a colon, above a mail passed on. */
  readonly forwarded: readonly string[];
  /** Before the name of a phone or program, with "my": "sent from my". */
  readonly sentFromMy: readonly string[];
  /** The same without "my"; counts only with a known phone or program. */
  readonly sentFrom: readonly string[];
  /** After the name: "iPhoneから送信". */
  readonly sentAfter?: readonly string[];
}
