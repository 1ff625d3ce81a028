import { readdirSync, readFileSync } from "node:fs";
import { IntlMessageFormat } from "intl-messageformat";
import type { Locale } from "../../domain/ids.ts";
import type { Words } from "../../ports/words.ts";

const FALLBACK = "en";

/** Sentences from `locales/<area>/<tag>.json` (ICU messages), read once at the start. */
export function catalogueWords(folder: URL): Words {
  const catalogues = new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .map((name) => [name.slice(0, -".json".length), parseCatalogue(readFileSync(new URL(name, folder), "utf8"))]),
  );
  return {
    say(locale, key, values = {}) {
      for (const tag of fallbacks(locale)) {
        const message = catalogues.get(tag)?.get(key);
        if (message !== undefined) return String(new IntlMessageFormat(message, tag).format(values));
      }
      throw new Error(`the catalogue ${folder.pathname} has no sentence ${key}`);
    },
  };
}

function parseCatalogue(text: string): ReadonlyMap<string, string> {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== "object" || parsed === null) throw new Error("a catalogue is an object of sentences");
  return new Map(Object.entries(parsed).map(([key, value]) => [key, String(value)]));
}

/** fr-CA, fr, en. */
function fallbacks(locale: Locale): readonly string[] {
  const parts = locale.split("-");
  const parents = parts.map((_, index) => parts.slice(0, parts.length - index).join("-"));
  return [...parents, FALLBACK];
}
