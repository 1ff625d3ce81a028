import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileCatalogue, readCatalogue } from "./locale-plugin.ts";
import { compileMessage, messageArguments, pluralCategories } from "./message-compiler.ts";
import { type Catalogue, matchLocale, type MessageArguments, wordsOf } from "./ui/words.ts";

const locales = join(import.meta.dirname, "..", "locales");
const areas = readdirSync(locales).filter((area) => existsSync(join(locales, area, "en.json")));

describe.each(areas)("the words of %s", (area) => {
  const folder = join(locales, area);
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  const english = readCatalogue(join(folder, "en.json"));

  test.each(files)("%s says everything that English says, with the same arguments", (file) => {
    const tag = file.replace(".json", "");
    const messages = readCatalogue(join(folder, file));
    expect(Object.keys(messages).toSorted()).toEqual(Object.keys(english).toSorted());
    for (const [key, message] of Object.entries(messages)) {
      const inEnglish = Object.fromEntries(messageArguments(english[key] ?? "", "en"));
      expect([key, Object.fromEntries(messageArguments(message, tag))]).toEqual([key, inEnglish]);
    }
  });

  test.each(files)("%s spells out every plural form that its language uses for small numbers", (file) => {
    const tag = file.replace(".json", "");
    const rules = new Intl.PluralRules(tag);
    const used = new Set(Array.from({ length: 201 }, (_, count) => rules.select(count)));
    for (const [key, message] of Object.entries(readCatalogue(join(folder, file)))) {
      for (const spelt of pluralCategories(message, tag)) {
        expect([key, [...used].filter((category) => !spelt.includes(category))]).toEqual([key, []]);
      }
    }
  });

  test.each(files)("%s compiles", (file) => {
    expect(compileCatalogue(join(folder, file))).toMatch(/^export default \{/);
  });
});

/** Runs what the compiler wrote, as a browser would. */
async function say(message: string, locale: string, given: MessageArguments): Promise<string> {
  const module = `export default ${compileMessage(message, locale)};`;
  const { default: compiled }: { default: Catalogue[string] } = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(module)}`
  );
  return wordsOf({ key: compiled }, locale).t("key", given);
}

test.each([
  ["Hello", "en", {}, "Hello"],
  ["Hello {name}", "en", { name: "Marie" }, "Hello Marie"],
  ["`$'{'a'}'` \\", "en", {}, "`${a}` \\"],
  ["`$'{'a'}'` \\ {name}", "en", { name: "Léo" }, "`${a}` \\ Léo"],
  ["{n, plural, one {# message} other {# messages}}", "en", { n: 1 }, "1 message"],
  ["{n, plural, =0 {nothing} one {# message} other {# messages}}", "en", { n: 0 }, "nothing"],
  ["{n, plural, one {# message} other {# messages}}", "fr", { n: 0 }, "0 message"],
  ["{n, plural, one {# message} other {# messages}}", "fr", { n: 2000 }, "2\u202f000 messages"],
  ["{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}", "en", { n: 22 }, "22nd"],
  ["{who, select, agent {{name} writes} other {you}}", "en", { who: "agent", name: "Léo" }, "Léo writes"],
  ["{share, number, percent}", "en", { share: 0.25 }, "25%"],
  ["{at, date, ::yyyyMMdd}", "en", { at: new Date(2026, 0, 5) }, "01/05/2026"],
])("%s in %s", async (message, locale, given, said) => {
  expect(await say(message, locale, given)).toBe(said);
});

test("a locale is found by its exact tag, then by its language, then in another region, in order of preference", () => {
  const available = ["en", "fr", "pt-BR"];
  expect(matchLocale(["fr-CA", "en"], available)).toBe("fr");
  expect(matchLocale(["PT-br"], available)).toBe("pt-BR");
  expect(matchLocale(["de", "pt-PT"], available)).toBe("pt-BR");
  expect(matchLocale(["de"], available)).toBeNull();
});
