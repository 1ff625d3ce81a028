/** Languages as BCP 47 tags: canonical form, which of the enabled ones a person reads, and which way it runs. */
import { type Locale, locale } from "./ids.ts";

/** A tag longer than this is hostile: RFC 5646 §4.4.1 lets us cut off at 35. */
const TAG_AT_MOST = 100;

/** The canonical form of a tag, `fr_ca` included. Null: not a tag. */
export function parseLocale(input: string): Locale | null {
  const parsed = parseTag(input);
  return parsed === null ? null : locale(parsed.toString());
}

/**
 * The enabled language of the first source that names one; null: none does. `candidates` in order of source: claim,
 * widget `locale`, browser's languages, the mail's, the account's default (product.md §3.8). `fr-CA` is served
 * by `fr`, `fr` by `fr-CA`; never one script by another.
 */
export function chooseLocale(candidates: readonly (string | null)[], enabled: readonly Locale[]): Locale | null {
  for (const candidate of candidates) {
    const found = candidate === null ? null : findEnabled(candidate, enabled);
    if (found !== null) return found;
  }
  return null;
}

/** The language tags of a `Content-Language` or `Accept-Language` header, best first. What is no tag is left out. */
export function parseLanguageHeader(header: string): readonly Locale[] {
  return header
    .slice(0, HEADER_AT_MOST)
    .split(",")
    .map((item) => {
      const [tag = "", ...parameters] = item.split(";").map((part) => part.trim());
      const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
      return { locale: parseLocale(tag), weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter((item) => item.weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .flatMap((item) => (item.locale === null ? [] : [item.locale]));
}

/** Which way a text in this language runs. */
export function direction(tag: Locale): "ltr" | "rtl" {
  const script = new Intl.Locale(tag).maximize().script ?? "Latn";
  return RIGHT_TO_LEFT.has(script) ? "rtl" : "ltr";
}

const HEADER_AT_MOST = 1_000;

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(
  "Adlm Arab Aran Hebr Mand Mend Nkoo Rohg Samr Sogd Syrc Syre Syrj Syrn Thaa Yezi".split(" "),
);

/** Browsers say `no` and `nn` for what is written `nb` in lists of languages. */
const WRITTEN_AS: Readonly<Record<string, string>> = { no: "nb", nn: "nb" };

function parseTag(input: string): Intl.Locale | null {
  const tag = input.trim().replaceAll("_", "-");
  if (tag.length > TAG_AT_MOST) return null;
  try {
    return new Intl.Locale(tag);
  } catch {
    return null;
  }
}

/** The enabled language that serves a wish: itself, its parents from near to far, then the same language elsewhere. */
function findEnabled(candidate: string, enabled: readonly Locale[]): Locale | null {
  const wish = parseTag(candidate);
  if (wish === null) return null;
  const exact = enabled.find((tag) => tag === wish.baseName);
  if (exact !== undefined) return exact;

  const wished = written(wish);
  const served = enabled.filter((tag) => {
    const offer = written(new Intl.Locale(tag));
    return offer.language === wished.language && offer.script === wished.script;
  });
  const inRegion = served.find((tag) => written(new Intl.Locale(tag)).region === wished.region);
  const general = served.find((tag) => new Intl.Locale(tag).region === undefined);
  return inRegion ?? general ?? served[0] ?? null;
}

/** With script and region filled in: `zh-TW` is `zh-Hant-TW`. */
function written(tag: Intl.Locale): Intl.Locale {
  const language = WRITTEN_AS[tag.language];
  return (language === undefined ? tag : new Intl.Locale(tag, { language })).maximize();
}
