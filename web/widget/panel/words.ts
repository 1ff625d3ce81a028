import type english from "../../../locales/widget/en.json";
import { type Catalogue, type Words, wordsOf } from "../../ui/words.ts";
import { bestOf, wordsBeside } from "../language.ts";

export type WordKey = keyof typeof english;
export type WidgetWords = Words<WordKey>;

/** What the brand says in this language; undefined: nothing. */
export const inLocale = (
  texts: Readonly<Record<string, string>>,
  { locale }: Pick<WidgetWords, "locale">,
): string | undefined => texts[locale.replace(/-u-.*/, "")];

/**
 * The panel's words in the first wanted language that is spoken, else in the account's own: those of the first
 * view, or all. Rejects where they cannot be fetched.
 */
export async function loadWidgetWords(
  wanted: readonly string[],
  spoken: readonly string[],
  isWhole: boolean,
): Promise<WidgetWords> {
  const tag = bestOf(wanted, spoken);
  const [catalogue, more] = await Promise.all([load(tag), isWhole ? load(`more-${tag}`) : {}]);
  return wordsOf({ ...catalogue, ...more }, tag);
}

const load = async (part: string): Promise<Catalogue> => {
  const { default: catalogue }: { default: Catalogue } = await import(
    /* @vite-ignore */ wordsBeside(import.meta.url, part)
  );
  return catalogue;
};
