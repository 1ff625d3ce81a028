import { describe, expect, test } from "vitest";
import { languageOf } from "./language-of.ts";

describe("the language of what somebody wrote is", () => {
  test.each([
    ["en", "Hi, where is my order?"],
    ["en", "The lamp does not work."],
    ["en", "Hello,\n\nI ordered a lamp last week and it still has not arrived.\n\nThanks,\nJohn Smith"],
    ["en", "Any news about my 2 lamps? I have been waiting for three weeks now."],
    ["fr", "Bonjour, où est ma commande ?"],
    ["fr", "Je n'ai pas reçu mon colis. Marie"],
    ["fr", "ca ne marche pas"],
    ["fr", "Ma commande n'est pas arrivee"],
    [
      "fr",
      "Bonjour,\n\nLa lampe que j’ai commandée ne s’allume pas. Pouvez-vous m’aider ?\n\nMarie Dupont\n06 12 34 56 78",
    ],
    ["fr", "Le lien https://shop.example/en/please-help-me ne répond pas, que dois-je faire ?"],
    [
      "fr",
      "J'ai ce message :\n\nTypeError: cannot read property of undefined\nat foo (app.js:12)\n\nque dois-je faire ?",
    ],
    ["ar", "مرحبا، أين طلبي؟"],
    ["ar", "السلام عليكم، المصباح الذي اشتريته لا يعمل. هل يمكنكم مساعدتي؟"],
    ["ar", "لم يصلني الطلب حتى الآن"],
    ["es", "La lámpara que compré no funciona. ¿Me pueden ayudar?"],
    ["it", "Buongiorno, la lampada non funziona. Potete aiutarmi?"],
    ["pt", "Olá, a lâmpada que comprei não funciona. Podem ajudar?"],
    ["ro", "Bună ziua, lampa nu funcționează."],
    ["ca", "Bon dia, el llum que vaig comprar la setmana passada no funciona."],
    ["de", "Guten Tag, meine Lampe ist leider kaputt."],
    ["nl", "Goedemorgen, mijn lamp werkt niet."],
    ["sv", "Hej, min lampa fungerar inte."],
    ["fa", "سلام، لامپی که هفته پیش از شما خریدم کار نمی‌کند."],
    ["ur", "السلام علیکم، میرا لیمپ کام نہیں کر رہا ہے۔"],
    ["he", "שלום, המנורה לא עובדת."],
  ])("%s: %j", async (language, text) => {
    expect(await languageOf(text)).toBe(language);
  });
});

describe("nobody can tell the language of", () => {
  test.each([
    ["nothing", ""],
    ["one word", "Bonjour"],
    ["two words", "Merci beaucoup"],
    ["a number", "Order 12345"],
    ["an agreement", "ok"],
    ["a name", "Marie Dupont"],
    ["names on lines", "Jean-Pierre Lefebvre\nMarie Dupont\nAnne Martin"],
    ["a signature alone", "Marie Dupont\nAcme Lampes SARL\n12 rue de la Paix, 75002 Paris\n+33 6 12 34 56 78"],
    ["an English signature alone", "John Smith\nHead of Sales\nAcme Inc.\n5 Main Street, London\njohn@acme.example"],
    ["a page's address", "https://example.com/where/is/my/order?please=help"],
    ["a call", "const x = await fetch('/api/orders'); console.log(x.status)"],
    ["a query", "SELECT * FROM orders WHERE id = 5"],
    ["what a program says", "Error: cannot read the property of an undefined value\n  at foo (app.js:12)"],
    ["numbers of articles", "SKU LMP-200 x2, SKU LMP-300 x1"],
    ["a mixture", "Hello, bonjour, merci, thanks"],
    ["a mixture in one sentence", "Bonjour, the lamp ne marche pas, please help"],
    [
      "the same in two languages",
      "Bonjour, la lampe que j’ai commandée ne marche pas.\n\nHello, the lamp that I ordered does not work.",
    ],
    ["a language that the library does not know", "Bonjorn, la lampa que crompèri fonciona pas."],
    ["emoji", "🙂🙂🙂 👍"],
  ])("%s", async (_what, text) => {
    expect(await languageOf(text)).toBeNull();
  });
});

test("a long text is judged by its beginning", async () => {
  expect(await languageOf("La lampe que je viens de recevoir ne marche pas. ".repeat(100_000))).toBe("fr");
});
