/** In which language the widget speaks, and where its words are: for the loader, which asks for them, and the panel, which says them. */
import { matchLocale } from "../ui/words.ts";

/** The first wanted language of those that are spoken, else the account's own, which comes first. */
export const bestOf = (wanted: readonly string[], spoken: readonly string[]): string =>
  matchLocale(wanted, spoken) ?? spoken[0] ?? "en";

/** The address of a part of the words, named by its tag, beside the panel at this one (web/build.ts names both). */
export const wordsBeside = (panel: string, part: string): string => panel.replace(/panel(?=-[^/]*$)/, `$&-${part}`);
