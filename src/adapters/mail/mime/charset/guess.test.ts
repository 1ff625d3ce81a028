import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { decodeText } from "./charset.ts";

const RUSSIAN = "Здравствуйте, лампа, которую я заказал на прошлой неделе, не работает. Что мне делать?";
const UKRAINIAN = "Добрий день, лампа не працює. Коли ви зможете її замінити?";
const BULGARIAN = "Здравейте, поръчката ми още не е пристигнала. Кога ще я получа?";
const JAPANESE = "お世話になっております。注文したランプがまだ届いていません。ご確認をお願いします。";
const KOREAN = "안녕하세요. 지난주에 주문한 램프가 아직 도착하지 않았습니다. 확인해 주세요.";
const SIMPLIFIED = "您好，我上周订购的灯还没有收到。请问什么时候可以发货？谢谢！";
const GREEK = "Ξέρω ότι η παραγγελία μου δεν έφτασε ακόμη στο σπίτι";
const HEBREW = "שלום, המנורה שהזמנתי לא עובדת. מה עלי לעשות?";
const ARABIC = "مرحبا، المصباح الذي طلبته لا يعمل. ماذا أفعل؟";
const THAI = "สวัสดีครับ โคมไฟที่สั่งไว้ยังไม่มา";
const TRADITIONAL = "您好，我上週訂購的燈還沒有收到。請問什麼時候可以出貨？謝謝！";

describe("text that nobody has labelled is read by what it proves to be", () => {
  test.each([
    ["windows-1251", RUSSIAN],
    ["koi8-r", RUSSIAN],
    ["windows-1251", UKRAINIAN],
    ["windows-1251", BULGARIAN],
    ["koi8-r", BULGARIAN],
    ["windows-1251", "Спасибо большое"],
    ["koi8-r", "Спасибо большое"],
    ["koi8-r", "ЗДРАВСТВУЙТЕ, лампа не работает"],
    ["windows-1251", "Order 123: лампа не работает. Best regards, Ivan"],
    ["shift_jis", JAPANESE],
    ["euc-jp", JAPANESE],
    ["shift_jis", "ありがとうございます"],
    ["shift_jis", "LED-200のランプが届きません"],
    ["euc-kr", KOREAN],
    ["euc-kr", "감사합니다"],
    ["gbk", SIMPLIFIED],
    ["gbk", "你好，谢谢你们"],
    ["gbk", "Order 123 还没有收到，请问什么时候可以发货？"],
    ["big5", TRADITIONAL],
    ["big5", "您好，謝謝你們"],
    ["windows-1253", GREEK],
    ["windows-1253", "Καλημέρα, η λάμπα δεν λειτουργεί"],
    ["windows-1255", HEBREW],
    ["windows-1256", ARABIC],
    ["windows-1256", "شكرا جزيلا لكم"],
    ["windows-874", THAI],
  ])("%s: %s", (encoding, text) => {
    expect(decodeText(iconv.encode(text, encoding), undefined)).toBe(text);
    expect(decodeText(iconv.encode(text, encoding), "us-ascii")).toBe(text);
  });
});

describe("the West's accents stay what they are", () => {
  test.each([
    "déjà vu",
    "Größe",
    "ÄÖÜ äöü ß",
    "Zoë, naïve façade, coöperate",
    "Très fâchée : la pièce achetée à Orléans n’a pas été réparée.",
    "L’année dernière j’ai été créée élève – à l’École « supérieure » d’été…",
    "Señor Muñoz, ¿dónde está el paquete? ¡Gracias!",
    "Não, a encomenda ainda não chegou à estação de São João.",
    "På lørdag får jeg æblegrød i Århus på øen.",
    "Tämä hylätty päätös on väärä, työ ei ole käynnistynyt.",
    "Þetta er íslenska: Það er gott að búa á Íslandi.",
    "ÉÉÉ ÀÀÀ",
    "ÐÞÆ",
    "é",
    "5 € – £10 ± 2°",
    "“quoted” and ‘quoted’",
    "ÀÉÈÊËÎÏÔÖÙÛÜŸÇŒÆ",
    "àéèêëîïôöùûüÿçœæ",
  ])("%s", (text) => {
    expect(decodeText(iconv.encode(text, "windows-1252"), undefined)).toBe(text);
  });

  test.each(["שלום, המנורה שהזמנתי לא עובדת. מה עלי לעשות?", "ξέρω ότι η παραγγελία μου δεν έφτασε ακόμη στο σπίτι"])(
    "nor are Greek and Hebrew taken for Cyrillic: %s",
    (text) => {
      expect(
        decodeText(iconv.encode(text, /[א-ת]/.test(text) ? "windows-1255" : "windows-1253"), undefined),
      ).not.toMatch(/\p{Script=Cyrillic}/u);
    },
  );
});

test.each([
  ["shift_jis", "iso-2022-jp", JAPANESE],
  ["euc-jp", "shift_jis", JAPANESE],
  ["euc-jp", "iso-2022-jp", JAPANESE],
  ["gbk", "iso-2022-jp", SIMPLIFIED],
  ["shift_jis", "euc-jp", JAPANESE],
  ["euc-kr", "shift_jis", KOREAN],
])("%s that calls itself %s, which it cannot be", (encoding, label, text) => {
  expect(decodeText(iconv.encode(text, encoding), label)).toBe(text);
});

test("what is damaged is read as it calls itself", () => {
  const bytes = iconv.encode(JAPANESE, "shift_jis").subarray(0, -1);
  expect(decodeText(bytes, "shift_jis")).toContain(JAPANESE.slice(0, -1));
});

test("what is labelled is not guessed", () => {
  const bytes = iconv.encode(RUSSIAN, "windows-1251");
  expect(decodeText(bytes, "iso-8859-1")).toBe(iconv.decode(bytes, "windows-1252"));
});
