/** The workspace's words in the reader's language, for every component below. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type english from "../../locales/workspace/en.json";
import { type Catalogue, loadWords, type Words, wordsOf } from "../ui/words.ts";
import { makeTimes, type Times } from "./time-words.ts";

/** A message of locales/workspace. */
export type WordKey = keyof typeof english;

interface Spoken extends Words<WordKey> {
  readonly times: Times;
}

/** Languages that the workspace itself speaks, each named in itself. */
export const LANGUAGES = [
  { tag: "en", name: "English" },
  { tag: "fr", name: "Français" },
] as const;

const catalogues = import.meta.glob<Catalogue>("../../locales/workspace/*.json", { import: "default" });

const WordsContext = createContext<Spoken>({ ...wordsOf<WordKey>({}, "en"), times: makeTimes("en") });

export const useWords = (): Spoken => useContext(WordsContext);

interface Props {
  /** Null: what the browser prefers. */
  readonly locale: string | null;
  readonly children: ReactNode;
}

/** Shows nothing until the first catalogue is there; afterwards a change of language swaps the words in place. */
export function WordsProvider({ locale, children }: Props): ReactNode {
  const [words, setWords] = useState<Words<WordKey> | null>(null);

  useEffect(() => {
    let isWanted = true;
    const load = async (): Promise<void> => {
      const wanted = locale === null ? navigator.languages : [locale, ...navigator.languages];
      const loaded = await loadWords<WordKey>(catalogues, wanted);
      if (!isWanted) return;
      document.documentElement.lang = loaded.locale;
      document.documentElement.dir = loaded.direction;
      setWords(loaded);
    };
    void load();
    return () => {
      isWanted = false;
    };
  }, [locale]);

  const spoken = useMemo(
    () => (words === null ? null : { ...words, times: makeTimes(regional(words.locale)) }),
    [words],
  );
  return spoken === null ? null : <WordsContext value={spoken}>{children}</WordsContext>;
}

/** Times are written as the browser's own region writes them: *14:10* or *2:10 PM* for the same English words. */
const regional = (locale: string): string =>
  navigator.languages.find((tag) => tag.split("-", 1)[0] === locale.split("-", 1)[0]) ?? locale;
