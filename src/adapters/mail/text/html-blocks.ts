/**
 * HTML of a mail → blocks for reply extraction: the text as lines, with how deeply each is quoted and in whose element
 * it stood. Reads tokens, builds no tree: time and memory grow with the input only, whatever the nesting.
 */
import { type QuoteType, Tokenizer, type TokenizerCallbacks } from "htmlparser2";
import type { Block } from "../../../domain/reply-extraction/block.ts";
import { hasVisibleText } from "../../../domain/visible-text.ts";
import { BlockWriter } from "./block-writer.ts";
import { ElementStack } from "./element-stack.ts";

/** A mail's HTML beyond this is not written by a person; the rest is left to the raw view. 2 M characters are a novel. */
const MOST_HTML = 4_000_000;
/** Attributes carry inline pictures; what we look for stands at their beginning. */
const LONGEST_ATTRIBUTE = 2_000;
const NAMES = new Set([
  "id",
  "class",
  "name",
  "style",
  "type",
  "cite",
  "href",
  "src",
  "alt",
  "data-marker",
  "data-signatureblock",
  "data-emoji",
  "hidden",
]);

export function blocksOfHtml(html: string): readonly Block[] {
  const source = html.length > MOST_HTML ? html.slice(0, MOST_HTML) : html;
  const writer = new BlockWriter();
  const reader = new Reader(source, new ElementStack(writer));
  const tokenizer = new Tokenizer({ decodeEntities: true }, reader);
  tokenizer.write(source);
  tokenizer.end();
  return writer.finish();
}

/** Whether a person sees anything of it but pictures from elsewhere: words, or a picture that came along. */
export const showsSomething = (html: string): boolean =>
  blocksOfHtml(html).some(({ text, images }) => images !== undefined || hasVisibleText(text));

/** Turns token positions into tags and text. */
class Reader implements TokenizerCallbacks {
  readonly #source: string;
  readonly #elements: ElementStack;
  #tag = "";
  #name = "";
  #value = "";
  #attributes = new Map<string, string>();

  constructor(source: string, elements: ElementStack) {
    this.#source = source;
    this.#elements = elements;
  }

  ontext(start: number, end: number): void {
    this.#elements.text(this.#source.slice(start, end));
  }

  ontextentity(codepoint: number): void {
    this.#elements.text(fromCodePoint(codepoint));
  }

  onopentagname(start: number, end: number): void {
    this.#tag = this.#source.slice(start, end).toLowerCase();
    this.#attributes = new Map();
  }

  onattribname(start: number, end: number): void {
    this.#name = this.#source.slice(start, end).toLowerCase();
    this.#value = "";
  }

  onattribdata(start: number, end: number): void {
    if (this.#value.length < LONGEST_ATTRIBUTE)
      this.#value += this.#source.slice(start, Math.min(end, start + LONGEST_ATTRIBUTE));
  }

  onattribentity(codepoint: number): void {
    if (this.#value.length < LONGEST_ATTRIBUTE) this.#value += fromCodePoint(codepoint);
  }

  onattribend(_quote: QuoteType, _end: number): void {
    if (NAMES.has(this.#name) && !this.#attributes.has(this.#name)) this.#attributes.set(this.#name, this.#value);
  }

  onopentagend(): void {
    this.#elements.open(this.#tag, this.#attributes);
  }

  onselfclosingtag(): void {
    this.#elements.open(this.#tag, this.#attributes);
    if (this.#tag.includes(":")) this.#elements.close(this.#tag);
  }

  onclosetag(start: number, end: number): void {
    this.#elements.close(this.#source.slice(start, end).toLowerCase());
  }

  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}
}

/** Lone surrogates and numbers beyond Unicode become the replacement character instead of throwing. */
function fromCodePoint(codepoint: number): string {
  const isValid = codepoint >= 0 && codepoint <= 0x10ffff && (codepoint < 0xd800 || codepoint > 0xdfff);
  return isValid ? String.fromCodePoint(codepoint) : "\uFFFD";
}
