/** For pages of others: what says which message is meant need be read by nobody. */
import { join } from "node:path";
import type { Plugin } from "vite";
import { readCatalogue } from "./locale-plugin.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** The keys of the widget's messages by what stands for them in the build: a letter or two. */
export const WORDS_BY_SHORT: ReadonlyMap<string, string> = new Map(
  Object.keys(readCatalogue(join(import.meta.dirname, "..", "locales", "widget", "en.json"))).map(
    (key, index) => [letters(index), key] as const,
  ),
);
const SHORT_BY_WORD = new Map([...WORDS_BY_SHORT].map(([short, key]) => [key, short] as const));

function letters(index: number): string {
  const rest = Math.floor(index / LETTERS.length);
  return `${rest === 0 ? "" : letters(rest - 1)}${LETTERS[index % LETTERS.length] ?? ""}`;
}

/**
 * Names messages short in the catalogues and wherever one is asked for by a text of its own, `"menu.sound"`. Keys without a
 * point stay: the same word may mean something else.
 */
export function shortWordsPlugin(): Plugin {
  return {
    name: "ariane-short-words",
    transform: (code) => ({
      code: code.replaceAll(/"([a-z]+\.[a-z.-]+)"/g, (said, key: string) => {
        const short = SHORT_BY_WORD.get(key);
        return short === undefined ? said : JSON.stringify(short);
      }),
      map: null,
    }),
  };
}
