/** The words of the mail, from the catalogues `locales/mail`, and its dates. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import type { MailTextName } from "../../../domain/mail-settings/mail-texts.ts";
import { type Instant, type Locale, locale } from "../../../domain/ids.ts";
import { direction } from "../../../domain/locale.ts";

const FOLDER = join(import.meta.dirname, "../../../../locales/mail");

/** What every catalogue falls back to. */
const FALLBACK = locale("en");

export interface MailWords {
  /** BCP 47 tag of the language that is really written; dates follow it. */
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  /** Throws for a key that is not in the catalogue: that is our bug. */
  say(key: string, values?: Readonly<Record<string, string | number>>): string;
  /** Date and time with the zone printed. A zone that is none is taken for UTC, and says so. */
  time(at: Instant, timeZone: string): string;
  /** Octets as people count them: "1.2 MB". */
  size(octets: number): string;
}

type Catalogue = Readonly<Record<string, string>>;

const catalogues: ReadonlyMap<string, Catalogue> = new Map(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json"))
    .map((name) => [name.slice(0, -".json".length), readCatalogue(name)]),
);

const formats = new Map<string, IntlMessageFormat>();

/** The languages that a mail can be written in. */
export const mailLanguages = (): readonly string[] => [...catalogues.keys()].toSorted();

/** Words in `wanted`, else in its language, else in English. */
export function mailWords(wanted: Locale): MailWords {
  const tag = [wanted, new Intl.Locale(wanted).language].find((each) => catalogues.has(each)) ?? FALLBACK;
  // The region of the reader counts for dates where the words are in their language: fr-CA reads fr.
  const lang = tag === FALLBACK && new Intl.Locale(wanted).language !== FALLBACK ? FALLBACK : wanted;
  return {
    lang,
    dir: direction(lang),
    say: (key, values) => say(tag, key, values),
    time: (at, timeZone) => printTime(lang, at, timeZone),
    size: (octets) => printSize(lang, octets),
  };
}

/** The shipped words that an account may put its own in the place of. */
export function shippedTexts(wanted: Locale): Readonly<Record<MailTextName, string>> | null {
  const tag = [wanted, new Intl.Locale(wanted).language].find((each) => catalogues.has(each));
  if (tag === undefined) return null;
  const { subject, "lead.one-author": intro, "go-on.answer-or-open": goOn, why: footer } = catalogues.get(tag) ?? {};
  if (subject === undefined || intro === undefined || goOn === undefined || footer === undefined) return null;
  return { subject, intro, goOn, footer };
}

function say(tag: string, key: string, values?: Readonly<Record<string, string | number>>): string {
  const cached = formats.get(`${tag} ${key}`);
  const format = cached ?? new IntlMessageFormat(mustFind(tag, key), tag, undefined, { ignoreTag: true });
  if (cached === undefined) formats.set(`${tag} ${key}`, format);
  const said = format.format<string>(values === undefined ? {} : { ...values });
  return Array.isArray(said) ? said.join("") : said;
}

function mustFind(tag: string, key: string): string {
  const message = catalogues.get(tag)?.[key];
  if (message === undefined) throw new Error(`locales/mail/${tag}.json has no "${key}"`);
  return message;
}

const printTime = (lang: string, at: Instant, timeZone: string): string => formatterFor(lang, timeZone).format(at);

const KILO = 1024;

/** As the widget and the workspace say it: a begun kilobyte counts. */
function printSize(lang: string, octets: number): string {
  const kilobytes = Math.ceil(octets / KILO);
  const isSmall = kilobytes < 1_000;
  const options = { style: "unit", unit: isSmall ? "kilobyte" : "megabyte", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(lang, options).format(isSmall ? kilobytes : octets / KILO / KILO);
}

/** Making one takes a twentieth of what a whole mail takes. Languages and zones are few; whoever invents more waits longer. */
const FORMATTERS_AT_MOST = 500;
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(lang: string, timeZone: string): Intl.DateTimeFormat {
  const key = `${lang} ${timeZone}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = makeFormatter(lang, timeZone);
  if (formatters.size < FORMATTERS_AT_MOST) formatters.set(key, made);
  return made;
}

function makeFormatter(lang: string, timeZone: string): Intl.DateTimeFormat {
  const options: Intl.DateTimeFormatOptions = {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
  };
  try {
    return new Intl.DateTimeFormat(lang, { ...options, timeZone });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // A browser may name a zone that this machine does not know. The mail must leave, and the zone is printed.
    return new Intl.DateTimeFormat(lang, { ...options, timeZone: "UTC" });
  }
}

function readCatalogue(name: string): Catalogue {
  const parsed: unknown = JSON.parse(readFileSync(join(FOLDER, name), "utf8"));
  if (typeof parsed !== "object" || parsed === null) throw new Error(`locales/mail/${name} is no catalogue`);
  const entries = Object.entries(parsed).map(([key, message]): [string, string] => [key, String(message)]);
  return Object.fromEntries(entries);
}
