import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { decodeText } from "./charset.ts";
import { decodeWords } from "./encoded-words.ts";

const utf8 = (text: string): Uint8Array => Buffer.from(text, "utf8");
const bytes = (latin1: string): Uint8Array => Buffer.from(latin1, "latin1");
const as = (text: string, encoding: string): Uint8Array => iconv.encode(text, encoding);

const GREETING = "谢谢,包裹已经收到。";

describe("what the bytes prove goes before what the label says", () => {
  test.each([
    ["UTF-8 called gb2312", utf8(GREETING), "gb2312", GREETING],
    ["UTF-8 called big5", utf8(GREETING), "big5", GREETING],
    ["UTF-8 called shift_jis", utf8("ありがとう"), "shift_jis", "ありがとう"],
    ["UTF-8 called iso-8859-1", utf8("Größe"), "iso-8859-1", "Größe"],
    ["UTF-8 called windows-1251", utf8("Привет"), "windows-1251", "Привет"],
    ["UTF-8 called us-ascii", utf8("naïve"), "us-ascii", "naïve"],
    ["UTF-8 called koi8-r", utf8("Привет"), "koi8-r", "Привет"],
    ["UTF-8 called utf-16", utf8("naïve words"), "utf-16", "naïve words"],
    ["ASCII called utf-16le", bytes("Monday is fine."), "utf-16le", "Monday is fine."],
    ["ASCII called utf-32", bytes("Monday is fine."), "utf-32", "Monday is fine."],
    ["UTF-16LE called us-ascii", as("Monday is fine", "utf16le"), "us-ascii", "Monday is fine"],
    ["UTF-16BE called utf-8", as("Monday is fine", "utf16be"), "utf-8", "Monday is fine"],
    ["UTF-16BE called utf-16", as("Monday is fine", "utf16be"), "utf-16", "Monday is fine"],
    ["a mark of UTF-16", bytes("\xFF\xFEH\0i\0"), "iso-8859-1", "Hi"],
    ["a mark of UTF-16, the other way", bytes("\xFE\xFF\0H\0i"), undefined, "Hi"],
    ["a mark of UTF-8", bytes("\xEF\xBB\xBFHi"), "windows-1251", "Hi"],
    ["ISO-2022-JP without a label", bytes('\x1B$B$"$h$*\x1B(B'), undefined, "あよお"],
    ["ISO-2022-JP called us-ascii", bytes('ok \x1B$B$"\x1B(B ok'), "us-ascii", "ok あ ok"],
    ["ISO-2022-JP called shift_jis", bytes('\x1B$B$"\x1B(B'), "shift_jis", "あ"],
    ["ISO-2022-JP called utf-8", bytes('\x1B$@$"\x1B(J'), "utf-8", "あ"],
    ["Latin UTF-8 called gb2312", utf8("Größe"), "gb2312", "Größe"],
    ["two letters in GBK that would pass for UTF-8", as("谢谢", "gbk"), "gb2312", "谢谢"],
    ["Cyrillic UTF-8 called iso-8859-1", utf8("лл"), "iso-8859-1", "лл"],
    ["windows-1252 called iso-8859-1", bytes("\x93d\xE9j\xE0\x94 \x96 \x80 5"), "iso-8859-1", "“déjà” – € 5"],
    ["windows-1252 called utf-8", bytes("d\xE9j\xE0 vu"), "utf-8", "déjà vu"],
    ["windows-1252 without a label", bytes("d\xE9j\xE0 vu"), undefined, "déjà vu"],
    ["UTF-8 with a word of windows-1252", Buffer.concat([utf8("Café, "), bytes("cr\xE8me")]), "utf-8", "Café, crème"],
    [
      "windows-1252 with a word of UTF-8, without a label",
      Buffer.concat([bytes("\x93d\xE9j\xE0\x94 "), utf8("“Größe” été à")]),
      undefined,
      "“déjà” “Größe” été à",
    ],
    ["UTF-8 that was cut in a character", utf8("déjà vu, Größe é").subarray(0, -1), "utf-8", "déjà vu, Größe \uFFFD"],
  ])("%s", (_what, given, label, text) => {
    expect(decodeText(given, label)).toBe(text);
  });
});

describe("labels of mail", () => {
  test.each([
    ["gb2312", as(GREETING, "gbk"), GREETING],
    ["GB18030", as(GREETING, "gb18030"), GREETING],
    ["x-gbk", as(GREETING, "gbk"), GREETING],
    ["cp936", as(GREETING, "gbk"), GREETING],
    ["big5", as("謝謝", "big5"), "謝謝"],
    ["euc-kr", as("감사합니다", "euc-kr"), "감사합니다"],
    ["ks_c_5601-1987", as("감사합니다", "euc-kr"), "감사합니다"],
    ["cp949", as("감사합니다", "cp949"), "감사합니다"],
    ["Shift_JIS", as("ありがとう", "shift_jis"), "ありがとう"],
    ["cp932", as("ありがとう", "cp932"), "ありがとう"],
    ["euc-jp", as("ありがとう", "euc-jp"), "ありがとう"],
    ["koi8-u", as("Дякую", "koi8-u"), "Дякую"],
    ["win-1251", as("Привет", "windows-1251"), "Привет"],
    ["cp866", as("Привет", "cp866"), "Привет"],
    ["cp850", as("Größe", "cp850"), "Größe"],
    ["ibm850", as("Größe", "cp850"), "Größe"],
    ["cp437", as("Größe", "cp437"), "Größe"],
    ["IBM437", as("Größe", "cp437"), "Größe"],
    ["cp852", as("Źdźbło", "cp852"), "Źdźbło"],
    ["macintosh", as("Größe", "macintosh"), "Größe"],
    ["iso-8859-2", as("Łódź", "iso-8859-2"), "Łódź"],
    ["iso8859_15", as("5 €", "iso-8859-15"), "5 €"],
    ["utf-7", bytes("Gr+APYA3w-e"), "Größe"],
    ["unicode-1-1-utf-7", bytes("Gr+APYA3w-e"), "Größe"],
    ["hz-gb-2312", bytes("~{PP?M~} ~~ ok"), "行客 ~ ok"],
    ["gb2312", bytes("~{VPND~}"), "中文"],
    ["iso-2022-kr", bytes("\x1B$)C\x0E0(;g\x0F ok"), "감사 ok"],
    ["iso-2022-cn", bytes("\x1B$)A\x0EVPND\x0F ok"), "中文 ok"],
    ["x-klingon", bytes("d\xE9j\xE0"), "déjà"],
    ["base64", bytes("words"), "words"],
  ])("%s", (label, given, text) => {
    expect(decodeText(given, label)).toBe(text);
  });

  test("text without a label is as the rest of the mail", () => {
    expect(decodeText(as(GREETING, "gbk"), undefined, "gb2312")).toBe(GREETING);
    expect(decodeText(as(GREETING, "gbk"), "us-ascii", "gb2312")).toBe(GREETING);
  });

  test("marks of HZ in text that nobody calls Chinese are what they are", () => {
    expect(decodeText(bytes("a ~{b!~} c"), undefined)).toBe("a ~{b!~} c");
  });
});

describe("encoded words", () => {
  test.each([
    ["=?utf-8?q?L=C3=A9o?=", "Léo"],
    ["=?UTF-8?B?w4l0w6k=?= chaud", "Été chaud"],
    ["=?utf-8*fr?Q?=C3=89t=C3=A9?=", "Été"],
    ["=?iso-8859-1?Q?M=FCller,=20Marie?=", "Müller, Marie"],
    ["=?utf-8?B?w4k=?= =?utf-8?B?dMOp?=", "Été"],
    ["=?utf-8?Q?a=C3?= =?utf-8?Q?=A9b?=", "aéb"],
    ["=?utf-8?Q?a?=\r\n =?iso-8859-1?Q?=E9?=", "aé"],
    ["=?gb2312?B?0LvQuw==?=", "谢谢"],
    [`=?gb2312?B?${Buffer.from("谢谢").toString("base64")}?=`, "谢谢"],
    ["=?iso-2022-jp?B?GyRCJCIbKEI=?=", "あ"],
    ["=?ibm850?Q?Gr=94=E1e?=", "Größe"],
    ["=?utf-8?Q?50=?=", "50="],
    ["no =? word", "no =? word"],
    ["=?utf-8?x?abc?=", "=?utf-8?x?abc?="],
  ])("%s is %s", (written, text) => {
    expect(decodeWords(written)).toBe(text);
  });
});
