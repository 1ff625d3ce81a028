/**
 * Which writing of the East text is in that nobody has labelled and that is no UTF-8. A writing counts only where all of
 * the text is valid in it and what comes out is what people write most: the West's accents between Latin letters pass
 * for rare signs of most of them, and for frequent ones of none.
 */

/** Enough to count, and quickly done. */
const LOOK = 8_192;

interface Writing {
  readonly name: string;
  /** All that is not ASCII is of these, but for a few signs. */
  readonly script: RegExp;
  /** What most texts are full of. */
  readonly frequent: RegExp;
  /** The least share of frequent ones that a text of this writing has, and more than others have read as it. */
  readonly least: number;
  /** Fewer different characters prove nothing. */
  readonly fewest: number;
}

const KANA = /[\u3041-\u3096\u30A1-\u30FA\u30FC]/gu;
const JAPANESE = /[\p{Script=Han}\u3000-\u30FF\uFF01-\uFF5E]/gu;
const HANZI = /[\p{Script=Han}\u3000-\u303F\uFF01-\uFF5E\u2014\u2018-\u201D\u2026]/gu;
const CYRILLIC = /\p{Script=Cyrillic}/gu;
/** Two letters of three in the languages of Cyrillic letters; of Greek or Hebrew that is read so, one of two. */
const CYRILLIC_FREQUENT = /[оеаинтсрвлі]/giu;

const WRITINGS: readonly Writing[] = [
  { name: "windows-1251", script: CYRILLIC, frequent: CYRILLIC_FREQUENT, least: 0.55, fewest: 6 },
  { name: "koi8-r", script: CYRILLIC, frequent: CYRILLIC_FREQUENT, least: 0.55, fewest: 6 },
  { name: "windows-1253", script: /\p{Script=Greek}/gu, frequent: /[αοιετσνηυρςάέήίόύώ]/giu, least: 0.6, fewest: 6 },
  { name: "windows-1255", script: /\p{Script=Hebrew}/gu, frequent: /[יוהלארתבםמנ]/gu, least: 0.6, fewest: 6 },
  { name: "windows-1256", script: /[\p{Script=Arabic}،؛؟]/gu, frequent: /[اليمنوتربعكه]/gu, least: 0.6, fewest: 6 },
  {
    name: "windows-874",
    script: /\p{Script=Thai}/gu,
    frequent: /[านรอกเงมยลวดทสตะปบคหแจพชใไ่้ีัิ์]/gu,
    least: 0.6,
    fewest: 6,
  },
  { name: "shift_jis", script: JAPANESE, frequent: KANA, least: 0.25, fewest: 4 },
  { name: "euc-jp", script: JAPANESE, frequent: KANA, least: 0.25, fewest: 4 },
  {
    name: "euc-kr",
    script: /[\p{Script=Hangul}\u3000-\u303F]/gu,
    frequent: /[이다는을가에하고의지를은니요도한로서기어사해있습안주세까나문제음아오시리면]/gu,
    least: 0.4,
    fewest: 4,
  },
  {
    name: "gb18030",
    script: HANZI,
    frequent: /[的一是不了我有在人这你他们到个大上时说要就出会可也好请问谢您没能什么和吗收还货单天退想给，。？！、]/gu,
    least: 0.2,
    fewest: 4,
  },
  {
    name: "big5",
    script: HANZI,
    frequent: /[的一是不了我有在人這你他們到個大上時說要就出會可也好請問謝您沒能什麼和嗎收還貨單天退想給，。？！、]/gu,
    least: 0.2,
    fewest: 4,
  },
];

/** Its name, as runtimes decode it; null: of none of them, so of the West. */
export function guessWriting(bytes: Uint8Array): string | null {
  const found = WRITINGS.map((writing) => ({ name: writing.name, lead: leadOf(writing, bytes) }))
    .filter(({ lead }) => lead >= 1)
    .toSorted((a, b) => b.lead - a.lead);
  return found[0]?.name ?? null;
}

/** How many times as frequent as must be its frequent signs are; 0: it is not this writing. */
function leadOf({ name, script, frequent, least, fewest }: Writing, bytes: Uint8Array): number {
  const text = strictlyBegun(name, bytes.subarray(0, LOOK));
  const foreign = text?.match(/\P{ASCII}/gu)?.length ?? 0;
  const found = text?.match(script) ?? [];
  const ofScript = found.length;
  if (text === null || new Set(found).size < fewest || ofScript < foreign * OF_SCRIPT) return 0;
  // Words of one script each: a Latin letter beside one of another is an accent read wrongly.
  const words = text.match(/[\p{L}\p{M}]+/gu) ?? [];
  const mixed = words.filter((word) => /\p{Script=Latin}/u.test(word) && /[^\p{Script=Latin}\p{M}]/u.test(word)).length;
  if (mixed > words.length * MIXED) return 0;
  return (text.match(frequent)?.length ?? 0) / ofScript / least;
}

/** The rest are dashes, quotes and the like. */
const OF_SCRIPT = 0.9;
/** Names of products, with an ending of the language. */
const MIXED = 0.2;

/** A character that the end of the look has cut is none. */
function strictlyBegun(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}
