/** In which language a text is, where that is certain: a person is then written to in it for good (product.md §3.8). */

/** How alike it is to the language, of 1; and how much more than to the next one. Below, the table of cases guesses wrong. */
const ALIKE = 0.7;
const AHEAD = 0.03;

/** Nobody says more of a language in more words than these. */
const LOOK = 5_000;

/** BCP 47; null: not certain, because it is short, mixed, or nothing that a person said. */
export async function languageOf(text: string): Promise<string | null> {
  const prose = proseOf(text.slice(0, LOOK));
  if (!isEnough(prose)) return null;
  const { eld } = await load();
  const detected = eld.detect(prose);
  const [best = 0, next = 0] = Object.values(detected.getScores()).toSorted((a, b) => b - a);
  return detected.isReliable() && best >= ALIKE && best - next >= AHEAD ? detected.language : null;
}

/** Read at the first mail that does not say it: 29 MB and a third of a second that most processes never need. */
const load = () => import("eld/extrasmall");

/** The lines that somebody has said: no code, no name, no address of a street, of a page or of a person. */
const proseOf = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.replaceAll(NO_WORDS, " "))
    .filter((line) => !CODE.test(line) && !isLabel(line))
    .join("\n");

const NO_WORDS =
  /\b(?:https?:\/\/|www\.)\S{1,2000}|\S{1,200}@\S{1,200}|\S{0,100}[/\\_]\S{1,200}|\S{1,100}\.\S{0,20}:\d\S{0,100}/g;

/** What programs write: brackets of blocks, calls, assignments, tags, and what they say of a failure. */
const CODE =
  /[{}<>;|]|\w\(|[!=]=|\w\s?=\s?\S|=>|::|^\s{0,20}(?:at\s\S{1,200}|[a-z]{0,40}(?:error|exception|warn(?:ing)?)\s?:)/i;

/** Names, titles, streets, numbers of orders: nothing that tells the language of whoever they belong to. */
function isLabel(line: string): boolean {
  const words = wordsOf(line);
  const capitals = words.filter((word) => /^[\p{Lu}\p{Lt}]/u.test(word)).length;
  if (/\d/.test(line)) return words.length - capitals < 4;
  return capitals > words.length - capitals && words.length > 1 && !/[?!]\s*$/.test(line);
}

const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{M}'’]{2,}/gu) ?? [];

/** Three words; as many letters as the shortest of them that say anything. */
const isEnough = (text: string): boolean => {
  const words = wordsOf(text);
  return words.length >= 3 && words.join("").length >= 9;
};
