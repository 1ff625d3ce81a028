import type english from "../../../locales/widget/en.json";
import { type Catalogue, loadWords, matchLocale, type Words } from "../../ui/words.ts";

export type WordKey = keyof typeof english;
export type WidgetWords = Words<WordKey>;

const catalogues = import.meta.glob<Catalogue>("../../../locales/widget/*.json", { import: "default" });

/** The panel's words in the first wanted language that the account has enabled, else in the account's own. */
export function loadWidgetWords(wanted: readonly string[], enabled: readonly string[]): Promise<WidgetWords> {
  const tag = matchLocale(wanted, enabled) ?? enabled[0] ?? "en";
  return loadWords<WordKey>(catalogues, [tag]);
}
