/**
 * The little formatting that agents write: `**bold**`, and lists of lines that begin with `- ` or with numbers that go on.
 * Widget, workspace and mail show it the same; what may be meant as it stands, and every mark that is not ended, stays as typed.
 * Nobody else's words are read so.
 */

/** Words on their way through a line. */
export interface Stretch {
  readonly text: string;
  readonly isBold: boolean;
}

export type Block =
  /** May hold line ends. */
  | { readonly kind: "text"; readonly stretches: readonly Stretch[] }
  /** `start`: the number of its first item; null: its items have none. */
  | { readonly kind: "list"; readonly start: number | null; readonly items: readonly (readonly Stretch[])[] };

/** The text from top to bottom. The line ends around a list belong to it. Linear in its length. */
export function blocksOf(text: string): readonly Block[] {
  const lines = text.split("\n");
  const blocks: Block[] = [];
  let words: string[] = [];
  const endWords = (): void => {
    if (words.length > 0) blocks.push({ kind: "text", stretches: stretchesOf(words.join("\n")) });
    words = [];
  };
  for (let at = 0; at < lines.length;) {
    const items = itemsAt(lines, at);
    if (items.length < FEWEST) words.push(lines[at] ?? "");
    else {
      endWords();
      const start = Number.parseInt(lines[at] ?? "", 10);
      blocks.push({ kind: "list", start: Number.isNaN(start) ? null : start, items: items.map(stretchesOf) });
    }
    at += items.length < FEWEST ? 1 : items.length;
  }
  endWords();
  return blocks;
}

/** One line alone may be a date, a sum or a dash. */
const FEWEST = 2;
const MARK = /^(?:-|\d{1,3}\.)(?= \S)/;

/** The items of the list that begins at this line, without their marks: as long as the mark is the same, or the next number. */
function itemsAt(lines: readonly string[], at: number): readonly string[] {
  const items: string[] = [];
  let [mark] = MARK.exec(lines[at] ?? "") ?? [];
  for (let line = lines[at]; mark !== undefined && line !== undefined && MARK.exec(line)?.[0] === mark;) {
    items.push(line.slice(mark.length + 1));
    if (mark !== "-") mark = `${Number.parseInt(mark, 10) + 1}.`;
    line = lines[at + items.length];
  }
  return items;
}

/** No space within its marks, no sum (`2**3**4`), no path, no row of asterisks, on one line. */
const BOLD = /(?<![\d*/])\*\*(?=[^\s*])([^\n*]*[^\s*])\*\*(?![\d*])/g;

function stretchesOf(text: string): readonly Stretch[] {
  // What stands between marks comes at every second place.
  return text
    .split(BOLD)
    .map((part, index) => ({ text: part, isBold: index % 2 === 1 }))
    .filter((part) => part.text !== "");
}
