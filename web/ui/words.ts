/**
 * The words of an app in one language, from catalogues that web/locale-plugin.ts compiled (how to: there).
 */

/** What a message may be given. Dates are milliseconds or Date. */
export type MessageArguments = Readonly<Record<string, string | number | Date>>;

/** What compiled messages call: number, date, plural, ordinal and select, in the catalogue's locale. */
interface Formats {
  readonly n: (value: number, options?: Intl.NumberFormatOptions) => string;
  readonly d: (value: number | Date, options?: Intl.DateTimeFormatOptions) => string;
  readonly p: (value: number, choices: Choices, offset?: number) => string;
  readonly o: (value: number, choices: Choices, offset?: number) => string;
  readonly s: (value: string, choices: Choices) => string;
}
type Choices = Readonly<Record<string, string>>;

export type Catalogue = Readonly<Record<string, string | ((given: MessageArguments, formats: Formats) => string)>>;

/** From `import.meta.glob<Catalogue>("…/*.json", { import: "default" })`: one loader a path. */
type Catalogues = Readonly<Record<string, () => Promise<Catalogue>>>;

export interface Words<Key extends string> {
  /** The catalogue's tag, with the digits where engines differ in them: for Intl, and for the `lang` attribute. */
  readonly locale: string;
  readonly direction: "ltr" | "rtl";
  /** The message for this key; the key itself where nobody wrote one, so that a fault is seen and not a blank. */
  readonly t: (key: Key, given?: MessageArguments) => string;
}

/** The words of the best catalogue for what is wanted (`loadCatalogue`). */
export async function loadWords<Key extends string>(
  catalogues: Catalogues,
  wanted: readonly string[],
): Promise<Words<Key>> {
  return wordsOf(...(await loadCatalogue(catalogues, wanted)));
}

/**
 * Loads the best catalogue for what is wanted, in order of preference (fr-CA finds fr), and its tag; English where none fits.
 * Rejects where the chunk cannot be fetched.
 */
async function loadCatalogue(
  catalogues: Catalogues,
  wanted: readonly string[],
): Promise<readonly [catalogue: Catalogue, locale: string]> {
  const byTag = new Map(Object.entries(catalogues).map(([path, load]) => [path.replace(/.*\/|\.json.*$/g, ""), load]));
  const locale = matchLocale(wanted, [...byTag.keys()]) ?? "en";
  return [(await byTag.get(locale)?.()) ?? {}, locale];
}

/** Words over a catalogue that is already there. */
export function wordsOf<Key extends string>(catalogue: Catalogue, tag: string): Words<Key> {
  // Engines differ in the digits they write for it; these every reader of Arabic knows, and addresses and links have no others.
  const locale = tag === "ar" ? "ar-u-nu-latn" : tag;
  const formats = formatsOf(locale);
  return {
    locale,
    direction: directionOf(locale),
    t: (key, given = {}) => {
      const message = catalogue[key] ?? key;
      return typeof message === "string" ? message : message(given, formats);
    },
  };
}

/** Which way the language of this tag is written. */
export const directionOf = (locale: string): "ltr" | "rtl" =>
  /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/.test(locale) ? "rtl" : "ltr";

/** The first wanted tag that is available, exactly, or by its language, or in another region of it. Null: none. */
export function matchLocale(wanted: readonly string[], available: readonly string[]): string | null {
  for (const tag of wanted) {
    const found =
      available.find((one) => one.toLowerCase() === tag.toLowerCase()) ??
      available.find((one) => one.toLowerCase() === language(tag)) ??
      available.find((one) => language(one) === language(tag));
    if (found !== undefined) return found;
  }
  return null;
}

const language = (tag: string): string => tag.toLowerCase().replace(/-.*/, "");

function formatsOf(locale: string): Formats {
  const plural =
    (type: Intl.PluralRuleType): Formats["p"] =>
    (value, choices, offset = 0) =>
      choices[`=${value}`] ??
      choices[new Intl.PluralRules(locale, { type }).select(value - offset)] ??
      choices["other"] ??
      "";
  return {
    n: (value, options) => new Intl.NumberFormat(locale, options).format(value),
    d: (value, options) => new Intl.DateTimeFormat(locale, options).format(value),
    p: plural("cardinal"),
    o: plural("ordinal"),
    s: (value, choices) => choices[value] ?? choices["other"] ?? "",
  };
}
