/**
 * Rich text as Outlook writes mail in it: the words, or the HTML that it carries within (MS-OXRTFEX). Only letters, line
 * ends and character sets are read; looks, pictures and fields are left.
 */
import { decodeText } from "../charset/charset.ts";
import { MAX_TEXT } from "../limits.ts";

interface RichText {
  readonly text: string | null;
  /** What it was made of; null: it was made of no HTML. */
  readonly html: string | null;
}

/** `rtf`: each character one byte. Total and linear. */
export function readRtf(rtf: string): RichText {
  const reader = new RtfReader(/\\fromhtml1?\b/.test(rtf.slice(0, 2_000)));
  for (const [token, word, number, hex, sign, letters] of rtf.slice(0, MAX_TEXT * 4).matchAll(TOKEN)) {
    if (token === "{") reader.open();
    else if (token === "}") reader.close();
    else if (word !== undefined) reader.word(word, number === undefined || number === "" ? null : Number(number));
    else if (hex !== undefined) reader.byte(Number.parseInt(hex, 16));
    else if (sign !== undefined) reader.sign(sign);
    else if (letters !== undefined) reader.letters(letters);
  }
  const said = reader.end();
  return reader.isHtml ? { html: said, text: null } : { html: null, text: said };
}

/** A brace, a word with its number, a byte in hexadecimal, another sign, or letters; line ends mean nothing. */
const TOKEN = /[{}]|\\([a-z]{1,32})(-?\d{0,10}) ?|\\'([0-9a-f]{2})|\\([^a-z])|([^{}\\\r\n]+)|[\r\n]/gi;

interface Group {
  /** Nothing in it is said. */
  readonly isSilent: boolean;
  /** Markup of the HTML that it was made of. */
  readonly isTag: boolean;
  readonly codepage: string;
  /** Characters to leave out after one in Unicode. */
  readonly skip: number;
}

/** Groups that hold no words. A group that begins with `\*` and another word holds none either. */
const SILENT: ReadonlySet<string> = new Set(
  "fonttbl colortbl stylesheet info pict header footer headerl headerr headerf footerl footerr footerf generator listtable listoverridetable rsidtbl xmlnstbl themedata colorschememapping latentstyles datastore object objdata mhtmltag fldinst bkmkstart bkmkend".split(
    " ",
  ),
);
const SPACES: ReadonlyMap<string, string> = new Map([
  ["par", "\n"],
  ["line", "\n"],
  ["sect", "\n"],
  ["row", "\n"],
  ["tab", "\t"],
  ["cell", "\t"],
  ["emdash", "—"],
  ["endash", "–"],
  ["bullet", "•"],
  ["lquote", "‘"],
  ["rquote", "’"],
  ["ldblquote", "“"],
  ["rdblquote", "”"],
  ["emspace", " "],
  ["enspace", " "],
]);
/** Character sets of Windows' fonts → code pages. */
const OF_FONTS: ReadonlyMap<number, string> = new Map([
  [0, "cp1252"],
  [77, "macintosh"],
  [128, "cp932"],
  [129, "cp949"],
  [134, "cp936"],
  [136, "cp950"],
  [161, "cp1253"],
  [162, "cp1254"],
  [163, "cp1258"],
  [177, "cp1255"],
  [178, "cp1256"],
  [186, "cp1257"],
  [204, "cp1251"],
  [222, "cp874"],
  [238, "cp1250"],
]);
/** Deeper groups say what those around them say. */
const DEEPEST = 500;

class RtfReader {
  readonly isHtml: boolean;
  readonly #out: string[] = [];
  readonly #outer: Group[] = [];
  readonly #fonts = new Map<number, string>();
  #group: Group = { isSilent: false, isTag: false, codepage: "cp1252", skip: 1 };
  #beyond = 0;
  #bytes: number[] = [];
  /** Words for who cannot read the HTML: between `\htmlrtf` and `\htmlrtf0`. */
  #isForRtf = false;
  #isOptional = false;
  #isFontTable = false;
  #font = 0;
  #left = 0;

  constructor(isHtml: boolean) {
    this.isHtml = isHtml;
  }

  open(): void {
    this.#flush();
    if (this.#outer.length >= DEEPEST) this.#beyond += 1;
    else this.#outer.push(this.#group);
  }

  close(): void {
    this.#flush();
    this.#left = 0;
    if (this.#beyond > 0) this.#beyond -= 1;
    else this.#group = this.#outer.pop() ?? this.#group;
    if (this.#isFontTable && !this.#group.isSilent) this.#isFontTable = false;
  }

  word(word: string, number: number | null): void {
    const isOptional = this.#isOptional;
    this.#isOptional = false;
    if (word === "u" && number !== null) {
      this.#say(String.fromCharCode(number & 0xffff));
      this.#left = this.#group.skip;
      return;
    }
    this.#flush();
    this.#left = 0;
    if (word === "htmltag") this.#group = { ...this.#group, isTag: true };
    else if (word === "htmlrtf") this.#isForRtf = number !== 0;
    else if (SILENT.has(word) || isOptional) {
      this.#isFontTable ||= word === "fonttbl";
      this.#group = { ...this.#group, isSilent: true };
    } else this.#setting(word, number);
  }

  byte(byte: number): void {
    if (this.#left > 0) this.#left -= 1;
    else if (this.#isSaid()) this.#bytes.push(byte);
  }

  sign(sign: string): void {
    if (sign === "*") this.#isOptional = true;
    else if (sign === "~") this.#say("\u00A0");
    else if (sign === "_") this.#say("-");
    else if (sign === "\n" || sign === "\r") this.#say("\n");
    else if (sign !== "-") this.letters(sign);
  }

  letters(letters: string): void {
    const kept = letters.slice(this.#left);
    this.#left = Math.max(0, this.#left - letters.length);
    if (this.#isSaid()) for (const letter of kept) this.#bytes.push(letter.charCodeAt(0) & 0xff);
  }

  end(): string {
    this.#flush();
    return this.#out.join("").toWellFormed();
  }

  #setting(word: string, number: number | null): void {
    const space = SPACES.get(word);
    if (space !== undefined) this.#say(space);
    else if (word === "ansicpg" && number !== null) this.#group = { ...this.#group, codepage: `cp${number}` };
    else if (word === "uc" && number !== null) this.#group = { ...this.#group, skip: Math.min(8, Math.max(0, number)) };
    else if (word === "f" && number !== null) {
      this.#font = number;
      const codepage = this.#fonts.get(number);
      if (codepage !== undefined && !this.#isFontTable) this.#group = { ...this.#group, codepage };
    } else if (word === "fcharset" && this.#isFontTable) {
      const codepage = OF_FONTS.get(number ?? 0);
      if (codepage !== undefined && number !== 0) this.#fonts.set(this.#font, codepage);
    }
  }

  #isSaid(): boolean {
    return !this.#group.isSilent && !(this.isHtml && this.#isForRtf && !this.#group.isTag);
  }

  #say(text: string): void {
    this.#flush();
    if (this.#isSaid()) this.#out.push(text);
  }

  #flush(): void {
    if (this.#bytes.length === 0) return;
    this.#out.push(decodeText(Uint8Array.from(this.#bytes), this.#group.codepage));
    this.#bytes = [];
  }
}
