/** The open elements of a mail's HTML, as far as they change how its text reads. */
import type { Anchor } from "../../../domain/reply-extraction/block.ts";
import { anchorRole } from "../../../domain/reply-extraction/html-anchors.ts";
import type { BlockWriter } from "./block-writer.ts";
import { seenIn } from "./visibility.ts";

/** Deeper elements are read for their text but not for their meaning. Real mail stays below 120, quotes of quotes included. */
const DEEPEST = 256;
/** Class attributes of real mail hold a handful of names. */
const MOST_NAMES = 12;

const VOID = new Set([
  "area",
  "base",
  "br",
  "col",
  "embed",
  "hr",
  "img",
  "input",
  "link",
  "meta",
  "param",
  "source",
  "track",
  "wbr",
]);
const PARAGRAPHS = new Set(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre"]);
const BLOCKS = new Set([
  ...PARAGRAPHS,
  ...(
    "address article aside blockquote body caption center dd details dir div dt fieldset" +
    " figure footer form header hr html legend li main nav section summary table tbody tfoot thead tr includetail"
  ).split(" "),
]);
/** An opening tag of these ends the one before it of the same name. */
const SELF_ENDING = new Set(["p", "li", "td", "th", "tr", "dt", "dd", "option"]);
/** What programs carry over from the mail answered into the answer's own document: it tells nothing of the text in it. */
const DOCUMENT = new Set(["html", "body"]);
/** A margin and no border: the button "indent" of webmail, not a quote. */
const INDENT = /border\s*:\s*(?:none|0|medium)/i;
const KEEPS_LINES = /white-space\s*:\s*(?:pre|break-spaces)/i;
/** The line Outlook draws above the header of the mail answered. */
const HEADER_BORDER = /border-top\s*:\s*(?:solid|[\d.]+p[tx] solid)/i;

interface Element {
  readonly tag: string;
  /** Around it. */
  state: State;
  readonly href: string | null;
  /** How much was written before it. */
  readonly at: number;
}

/** What holds for the text at one place; copied on change, so closing an element restores it. */
interface State {
  readonly isUnseen: boolean;
  readonly isTiny: boolean;
  readonly depth: number;
  readonly anchor: Anchor | null;
  readonly keepsLines: boolean;
  readonly list: { kind: "ul" | "ol"; next: number } | null;
}

const OUTSIDE: State = { isUnseen: false, isTiny: false, depth: 0, anchor: null, keepsLines: false, list: null };

export class ElementStack {
  readonly #writer: BlockWriter;
  readonly #open: Element[] = [];
  #state: State = OUTSIDE;
  /** Elements opened beyond DEEPEST and not yet closed. */
  #beyond = 0;

  constructor(writer: BlockWriter) {
    this.#writer = writer;
  }

  text(text: string): void {
    const { isUnseen, isTiny, keepsLines } = this.#state;
    if (!isUnseen && !isTiny) this.#writer.text(text, keepsLines);
  }

  open(tag: string, attributes: ReadonlyMap<string, string>): void {
    if (SELF_ENDING.has(tag) && this.#open.at(-1)?.tag === tag) this.close(tag);
    if (BLOCKS.has(tag)) this.#break(PARAGRAPHS.has(tag) && !isTight(attributes));
    if (VOID.has(tag)) {
      this.#openVoid(tag, attributes);
      return;
    }
    if (this.#open.length >= DEEPEST) {
      this.#beyond += 1;
      return;
    }
    let inner = stateIn(tag, attributes, this.#state);
    if (inner.depth > 0 && this.#state.depth === 0 && this.#state.anchor === "own") {
      this.#disown();
      inner = stateIn(tag, attributes, this.#state);
    }
    const href = tag === "a" ? (attributes.get("href") ?? null) : null;
    this.#open.push({ tag, state: this.#state, href, at: this.#writer.written });
    this.#state = inner;
    this.#writer.place(this.#state.depth, this.#state.anchor);
    if (tag === "a") this.#writer.startLink();
    if (tag === "li") this.#writer.text(this.#bullet(), true);
  }

  close(tag: string): void {
    if (this.#beyond > 0) {
      this.#beyond -= 1;
      if (BLOCKS.has(tag)) this.#break(false);
      return;
    }
    const at = this.#open.findLastIndex((element) => element.tag === tag);
    const element = this.#open[at];
    if (element === undefined) {
      // "</p>" and "</br>" without a beginning are shown as a break.
      if (BLOCKS.has(tag) || tag === "br") this.#break(false);
      return;
    }
    if (element.href !== null && !this.#state.isUnseen) this.#writer.endLink(element.href);
    if (BLOCKS.has(tag)) this.#break(PARAGRAPHS.has(tag) && tag !== "p");
    if (tag === "td" || tag === "th") this.text(" ");
    this.#open.length = at;
    this.#state = element.state;
    this.#writer.place(this.#state.depth, this.#state.anchor);
  }

  #openVoid(tag: string, attributes: ReadonlyMap<string, string>): void {
    if (this.#state.isUnseen) return;
    if (tag === "br") this.#writer.newLine();
    if (tag === "img") {
      this.#writer.text(emojiOf(attributes), false);
      for (const id of contentIdsOf(attributes.get("src") ?? "")) this.#writer.image(id);
    }
    if (tag === "hr") {
      const role = roleOf(attributes);
      if (role === "quote-from-here") {
        this.#writer.place(this.#state.depth, role);
        this.#writer.mark();
        this.#writer.place(this.#state.depth, this.#state.anchor);
      }
    }
  }

  /**
   * Our mail holds no quote. An element of ours with a quote in it is one that the program took from our mail for the
   * answer, so the text in it may be the person's.
   */
  #disown(): void {
    const at = this.#open.findIndex((_element, i) => (this.#open[i + 1]?.state ?? this.#state).anchor === "own");
    const frame = this.#open[at];
    if (frame === undefined) return;
    const { anchor } = frame.state;
    for (const inner of this.#open.slice(at + 1)) inner.state = { ...inner.state, anchor };
    this.#state = { ...this.#state, anchor };
    this.#writer.moveTo(frame.at, anchor);
  }

  #break(isParagraph: boolean): void {
    if (this.#state.isUnseen) return;
    this.#writer.endBlock(isParagraph);
  }

  #bullet(): string {
    const list = this.#state.list;
    if (list?.kind !== "ol") return "- ";
    list.next += 1;
    return `${list.next - 1}. `;
  }
}

function stateIn(tag: string, attributes: ReadonlyMap<string, string>, outer: State): State {
  const style = attributes.get("style") ?? "";
  const role = DOCUMENT.has(tag) ? null : roleOf(attributes);
  const isQuote = role === "quote" || (tag === "blockquote" && isQuoteBlock(attributes, style));
  const ownAnchor =
    role === null || role === "quote" ? (tag === "div" && HEADER_BORDER.test(style) ? "header" : null) : role;
  return {
    ...seenIn(tag, attributes, outer),
    depth: outer.depth + (isQuote ? 1 : 0),
    anchor: outer.anchor === "own" || outer.anchor === "signature" ? outer.anchor : (ownAnchor ?? outer.anchor),
    keepsLines: outer.keepsLines || tag === "pre" || tag === "textarea" || KEEPS_LINES.test(style),
    list: tag === "ul" || tag === "ol" ? { kind: tag, next: 1 } : outer.list,
  };
}

function isQuoteBlock(attributes: ReadonlyMap<string, string>, style: string): boolean {
  if (attributes.has("type") || attributes.has("cite") || /quote/i.test(attributes.get("class") ?? "")) return true;
  return !INDENT.test(style) && !/indent/i.test(attributes.get("class") ?? "");
}

function roleOf(attributes: ReadonlyMap<string, string>): ReturnType<typeof anchorRole> {
  if (attributes.get("data-signatureblock") === "true") return "signature";
  const names = [
    attributes.get("id"),
    attributes.get("data-marker"),
    nameOf(attributes),
    ...(attributes.get("class") ?? "").split(/\s+/, MOST_NAMES),
  ];
  for (const name of names) {
    const role = name === undefined ? null : anchorRole(name);
    if (role !== null) return role;
  }
  return null;
}

/** GMX and web.de name their quote "quote", a word too common for a class or an id. */
function nameOf(attributes: ReadonlyMap<string, string>): string | undefined {
  const name = attributes.get("name");
  return name === "quote" ? "tutanota_quote" : name;
}

/** Outlook's paragraphs have no margins: a blank line between them would not be what the person saw. */
const isTight = (attributes: ReadonlyMap<string, string>): boolean =>
  /mso|margin\s*:\s*0/i.test((attributes.get("class") ?? "") + (attributes.get("style") ?? ""));

/** Webmail sends emoji as pictures: the answer may be nothing else. */
function emojiOf(attributes: ReadonlyMap<string, string>): string {
  const emoji = attributes.get("data-emoji") ?? attributes.get("alt") ?? "";
  return emoji.length <= 16 && /\p{Extended_Pictographic}/u.test(emoji) ? emoji : "";
}

/**
 * What the part of this mail may be called that a `cid:` address names; none: another kind of address. By RFC 2392 §2 it
 * is the address decoded, but some programs write into both places the same.
 */
function contentIdsOf(address: string): readonly string[] {
  if (!/^\s*cid:/i.test(address)) return [];
  const written = address.slice(address.indexOf(":") + 1).replaceAll(/\s/g, "");
  try {
    return [...new Set([written, decodeURIComponent(written)])];
  } catch {
    // A lone per cent sign: taken as it stands.
    return [written];
  }
}
