import type english from "../../../locales/widget/en.json";
import { type Catalogue, loadCatalogue, matchLocale, type Words, wordsOf } from "../../ui/words.ts";

export type WordKey = keyof typeof english;
export type WidgetWords = Words<WordKey>;

const first = import.meta.glob<Catalogue>("../../../locales/widget/*.json", { import: "default", query: "?first" });
const more = import.meta.glob<Catalogue>("../../../locales/widget/*.json", { import: "default", query: "?more" });

/** What the brand says in this language; undefined: nothing. */
export const inLocale = (
  texts: Readonly<Record<string, string>>,
  { locale }: Pick<WidgetWords, "locale">,
): string | undefined => texts[locale.replace(/-u-.*/, "")];

/**
 * The panel's words in the first wanted language that the account has enabled, else in the account's own: those of the first
 * view, or all.
 */
export async function loadWidgetWords(
  wanted: readonly string[],
  enabled: readonly string[],
  isWhole: boolean,
): Promise<WidgetWords> {
  const tag = [matchLocale(wanted, enabled) ?? enabled[0] ?? "en"];
  const [catalogue, locale] = await loadCatalogue(first, tag);
  return wordsOf({ ...catalogue, ...(isWhole ? (await loadCatalogue(more, tag))[0] : {}) }, locale);
}
