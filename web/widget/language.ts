/** In which language the widget speaks, and where its words are: for the loader, which asks for them, and the panel, which says them. */
import { matchLocale } from "../ui/words.ts";

/** Set by the build: the languages that there are words in. */
declare const WIDGET_LOCALES: readonly string[];

/** Whose words are said: the first wanted language that the account has enabled, else the account's own, which comes first. */
export const bestOf = (wanted: readonly string[], enabled: readonly string[]): string =>
  matchLocale([matchLocale(wanted, enabled) ?? enabled[0] ?? ""], WIDGET_LOCALES) ?? "en";

/** The address of a part of the words, named by its tag, beside the panel at this one (web/build.ts names both). */
export const wordsBeside = (panel: string, part: string): string => panel.replace(/panel(?=-[^/]*$)/, `$&-${part}`);
