import type { Anchor, Block } from "../../../domain/reply-extraction/block.ts";
import { quoteMarks } from "../../../domain/reply-extraction/text-blocks.ts";

/** Text beyond this is not read by anybody; bounds memory for mail made of a few tags and a lot of text. */
const MOST_TEXT = 2_000_000;
const LONGEST_LINK = 500;
/** Deeper quotes are shown with this many marks. */
const MOST_MARKS = 20;
/** Images beyond this on one line are no picture that anybody looks at. */
const MOST_IMAGES = 200;

/** Collects text as a browser would lay it out: spaces folded, one block a line, at most one blank line in a row. */
export class BlockWriter {
  readonly #blocks: Block[] = [];
  /** Pieces of the current line; joined once, so that a line of a million pieces stays cheap. */
  #pieces: string[] = [];
  #endsInSpace = true;
  #isBlankWanted = false;
  #depth = 0;
  #anchor: Anchor | null = null;
  #isMarked = false;
  #linkFrom: number | null = null;
  #size = 0;
  /** Images of the line that is being written. */
  #images: string[] = [];

  /** From here on text is quoted so deeply and stands in such an element. */
  place(depth: number, anchor: Anchor | null): void {
    if (depth === this.#depth && anchor === this.#anchor) return;
    this.#end();
    this.#depth = depth;
    this.#anchor = anchor;
  }

  /** How many blocks are finished. */
  get written(): number {
    return this.#blocks.length;
  }

  /** What was written since, as counted by `written`, stood in another element than it seemed. */
  moveTo(since: number, anchor: Anchor | null): void {
    this.#end();
    for (const [i, block] of this.#blocks.slice(since).entries()) this.#blocks[since + i] = { ...block, anchor };
    this.#anchor = anchor;
  }

  text(text: string, keepsLines: boolean): void {
    if (text === "" || this.#size > MOST_TEXT) return;
    this.#size += text.length;
    if (keepsLines) {
      const [first = "", ...lines] = text.split(/\r\n|\n|\r/);
      this.#add(first);
      for (const line of lines) {
        this.newLine();
        this.#add(line);
      }
      return;
    }
    // Non-breaking spaces stay: they are typed, and only folded when lines are compared.
    const folded = text.replace(/[ \t\n\r\f]+/g, " ");
    this.#add(this.#endsInSpace && folded.startsWith(" ") ? folded.slice(1) : folded);
  }

  /** An image that came with the mail. */
  image(contentId: string): void {
    if (this.#images.length < MOST_IMAGES) this.#images.push(contentId);
  }

  /** A line break that was asked for: an empty line stays one. */
  newLine(): void {
    if (!this.#end()) this.#blank();
  }

  /** The end of a block: what follows stands on a new line, below a blank one where `isParagraph`. */
  endBlock(isParagraph: boolean): void {
    this.#end();
    if (isParagraph) this.#isBlankWanted = true;
  }

  /** A place without text that means something: a rule that begins the quote. */
  mark(): void {
    this.#end();
    this.#isMarked = true;
  }

  startLink(): void {
    this.#linkFrom = this.#pieces.length;
  }

  /** A link whose words do not tell where it leads: the address is added, or the agent could not read what was sent. */
  endLink(href: string): void {
    const from = this.#linkFrom;
    this.#linkFrom = null;
    if (
      from === null ||
      from >= this.#pieces.length ||
      !/^https?:\/\//i.test(href) ||
      href.length > LONGEST_LINK ||
      this.#depth > 0
    )
      return;
    const shown = this.#pieces.slice(from).join("").trim();
    const host = href.split("/", 3)[2] ?? "";
    if (
      shown === "" ||
      /https?:|www\.|@/i.test(shown) ||
      shown.toLowerCase().includes(host.replace(/^www\./, "").toLowerCase())
    )
      return;
    this.#add(` (${href})`);
  }

  finish(): readonly Block[] {
    this.#end();
    return this.#blocks;
  }

  #add(text: string): void {
    if (text === "") return;
    this.#pieces.push(text);
    this.#endsInSpace = text.endsWith(" ");
  }

  /** Writes down what stands on the line; false: nothing does. */
  #end(): boolean {
    if (this.#pieces.length === 0 && this.#images.length === 0) return false;
    this.#flush();
    return true;
  }

  #flush(): void {
    const line = this.#pieces.join("").trimEnd();
    this.#pieces = [];
    this.#endsInSpace = true;
    if (this.#linkFrom !== null) this.#linkFrom = 0;
    const images = this.#images;
    this.#images = [];
    if (line.trim() === "" && images.length === 0) {
      this.#blank();
      return;
    }
    if (this.#isBlankWanted) this.#blank();
    this.#isBlankWanted = false;
    // Plain text that was turned into HTML keeps its marks as characters.
    const { depth, end } = quoteMarks(line);
    const anchor = this.#isMarked ? "quote-from-here" : this.#anchor;
    this.#isMarked = false;
    const marks = "> ".repeat(Math.min(this.#depth, MOST_MARKS)) + line.slice(0, end);
    this.#blocks.push({
      text: line.slice(end),
      quoteDepth: this.#depth + depth,
      marks,
      anchor,
      ...(images.length === 0 ? {} : { images }),
    });
  }

  #blank(): void {
    const last = this.#blocks.at(-1);
    if (last === undefined || last.text === "") return;
    this.#blocks.push({
      text: "",
      quoteDepth: this.#depth,
      marks: "> ".repeat(Math.min(this.#depth, MOST_MARKS)),
      anchor: this.#anchor,
    });
  }
}
