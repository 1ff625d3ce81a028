/** Names of files within sentences. Pure. */
import type { Words } from "../../ui/words.ts";
import type { WordKey } from "../words-context.tsx";

/** A name that keeps its own direction and does not turn the sentence around it (UAX #9, isolates). */
export const isolated = (name: string): string => `\u2068${name}\u2069`;

/** What a message says that has files and no words: the name of the one, or how many. */
export function filesInWords(names: readonly string[], t: Words<WordKey>["t"]): string {
  const [first, ...others] = names;
  return first === undefined || others.length > 0 ? t("files.count", { count: names.length }) : isolated(first);
}
