/** What the demo's pages say, and in which language. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "locales");

export type Catalogue = Readonly<Record<string, string>>;

const catalogues: ReadonlyMap<string, Catalogue> = new Map(
  readdirSync(FOLDER).map((name) => [name.slice(0, -".json".length), readCatalogue(name)]),
);

/** Each language by its own name, in the order of the switch. */
export const LANGUAGES = [
  { tag: "en", name: "English" },
  { tag: "fr", name: "Français" },
  { tag: "ar", name: "العربية" },
] as const;

export const directionOf = (tag: string): "ltr" | "rtl" => (tag === "ar" ? "rtl" : "ltr");

export function wordsOf(tag: string): Catalogue {
  const words = catalogues.get(tag);
  if (words === undefined) throw new Error(`demo/locales has no ${tag}.json`);
  return words;
}

/** The first language we have among those asked for; `asked` is what the page's address or the browser says. */
export function chooseLanguage(asked: string | undefined, acceptLanguage: string | undefined): string {
  const wanted = [asked ?? "", ...(acceptLanguage ?? "").split(",").map((part) => part.split(";")[0] ?? "")];
  const found = wanted.map((tag) => tag.trim().slice(0, 2).toLowerCase()).find((tag) => catalogues.has(tag));
  return found ?? "en";
}

function readCatalogue(name: string): Catalogue {
  const parsed: unknown = JSON.parse(readFileSync(join(FOLDER, name), "utf8"));
  if (typeof parsed !== "object" || parsed === null) throw new Error(`demo/locales/${name} is no catalogue`);
  return Object.fromEntries(Object.entries(parsed).map(([key, text]): [string, string] => [key, String(text)]));
}
