import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { locale } from "./ids.ts";
import { chooseLocale, direction, parseLanguageHeader, parseLocale } from "./locale.ts";

const tags = (...list: readonly string[]) => list.map(locale);

describe("a language tag", () => {
  test.each([
    ["fr-ca", "fr-CA"],
    ["FR_ca", "fr-CA"],
    [" pt-br ", "pt-BR"],
    ["zh-hant-tw", "zh-Hant-TW"],
    ["iw", "he"],
    ["sr-latn", "sr-Latn"],
  ])("%s is written %s", (typed, tag) => {
    expect(parseLocale(typed)).toBe(tag);
  });

  test.each(["", "*", "français", "f", "fr-", "fr--CA", "<script>", "fr\r\nX: y", "a-".repeat(1000)])(
    "%j is none",
    (typed) => {
      expect(parseLocale(typed)).toBeNull();
    },
  );

  test("in its canonical form parses to itself, whatever was typed", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z]{2}(?:[-_][a-zA-Z]{2})?$/u), (typed) => {
        const tag = parseLocale(typed);
        fc.pre(tag !== null);
        expect(parseLocale(tag)).toBe(tag);
      }),
    );
  });
});

describe("the language of a person", () => {
  const enabled = tags("en", "fr", "pt-BR", "zh-Hans", "zh-Hant", "de-AT", "de", "nb");

  test.each([
    ["fr", "fr"],
    ["fr-CA", "fr"],
    ["fr-Latn-CA", "fr"],
    ["fr-CA-u-ca-gregory", "fr"],
    ["en_US", "en"],
    ["pt-BR", "pt-BR"],
    ["pt", "pt-BR"],
    ["pt-PT", "pt-BR"],
    ["de-AT", "de-AT"],
    ["de-Latn-AT", "de-AT"],
    ["de-CH", "de"],
    ["de-DE", "de"],
    ["zh-TW", "zh-Hant"],
    ["zh-HK", "zh-Hant"],
    ["zh-CN", "zh-Hans"],
    ["zh", "zh-Hans"],
    ["no", "nb"],
    ["nn-NO", "nb"],
    ["nb-NO", "nb"],
  ])("%s is served by %s", (wish, tag) => {
    expect(chooseLocale([wish], enabled)).toBe(tag);
  });

  test("is the very one that was named, where that is enabled", () => {
    expect(chooseLocale(["fr"], tags("fr-FR", "fr"))).toBe("fr");
    expect(chooseLocale(["fr-FR"], tags("fr", "fr-FR"))).toBe("fr-FR");
  });

  test("is that of the first source that names an enabled one", () => {
    expect(chooseLocale([null, "ja", "x!", "fr-CA", "en"], enabled)).toBe("fr");
    expect(chooseLocale(["ja", "en"], enabled)).toBe("en");
  });

  test("is unknown where no source names an enabled one", () => {
    expect(chooseLocale(["ja", null], enabled)).toBeNull();
    expect(chooseLocale([], enabled)).toBeNull();
    expect(chooseLocale(["fr"], [])).toBeNull();
  });

  test("is never served in another script", () => {
    expect(chooseLocale(["zh-TW"], tags("zh-Hans"))).toBeNull();
    expect(chooseLocale(["sr-Latn"], tags("sr"))).toBeNull();
  });

  test("is always among the enabled ones", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 8 })), (candidates) => {
        const chosen = chooseLocale(candidates, enabled);
        expect(chosen === null || enabled.includes(chosen)).toBe(true);
      }),
    );
  });
});

describe("a header of languages", () => {
  test.each([
    ["fr-CA", ["fr-CA"]],
    ["en;q=0.5, fr-ca, de;q=0.9", ["fr-CA", "de", "en"]],
    ["*, fr;q=0", []],
    ["en; q=0.8, fr; q=0.9", ["fr", "en"]],
    ["fr;q=x, en", ["en"]],
    ["", []],
  ])("%s names %j", (header, expected) => {
    expect(parseLanguageHeader(header)).toEqual(expected);
  });
});

test.each([
  ["ar", "rtl"],
  ["he", "rtl"],
  ["fa-IR", "rtl"],
  ["ur", "rtl"],
  ["dv", "rtl"],
  ["ku-Arab", "rtl"],
  ["fr", "ltr"],
  ["ar-Latn", "ltr"],
  ["pa-PK", "rtl"],
  ["pa", "ltr"],
  ["ja", "ltr"],
])("%s runs %s", (tag, way) => {
  expect(direction(locale(tag))).toBe(way);
});
