/**
 * Words for the browser. `locales/<area>/<tag>.json` is a flat object of ICU messages:
 *
 *   { "launcher.unread": "{count, plural, one {# unread message} other {# unread messages}}" }
 *
 * This Vite plugin turns each file that is imported from there into a small module of ready functions over
 * Intl, without a parser; a key that a translation lacks is taken from `en.json` of the same area. Use:
 *
 *   import { type Catalogue, loadWords } from "../ui/words.ts";
 *   import type english from "../../locales/widget/en.json";
 *   type WordKey = keyof typeof english;
 *   const catalogues = import.meta.glob<Catalogue>("../../locales/widget/*.json", { import: "default" });
 *   const words = await loadWords<WordKey>(catalogues, navigator.languages);
 *   words.t("launcher.unread", { count: 3 });     // words.locale, words.direction
 *
 * `import.meta.glob` makes every locale a chunk of its own, fetched when it is wanted. Keys are typed by `WordKey`.
 * Arguments: {name} · {n, number} · {at, date, medium} · {at, time, short} · plural, selectordinal, select · `#`.
 * With `?first` and `?more` behind its name, the catalogue of the widget comes in two parts: what the first view says
 * (`FIRST_WORDS`), and everything else; web/build.ts makes a file of each.
 * An apostrophe before a brace quotes it (ICU), so write ’ in prose. web/locales.test.ts compares all translations.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Plugin } from "vite";
import { compileMessage } from "./message-compiler.ts";

const CATALOGUE = /[\\/]locales[\\/][\w-]+[\\/][\w-]+\.json(?:\?(?:first|more))?$/;
/** Hides the `.json` from Vite's own JSON plugin. */
const PREFIX = "\0words:";
/** What the widget says before the conversation is there: launcher, head, composer, and what becomes of the line. */
export const FIRST_WORDS =
  /^(?:launcher|composer|line|greeting|demo|files\.drop|refused\.unreachable|form\.cancel|menu\.label|panel\.(?:label|agent|close|back))\b/;

/** Compiles the message catalogues that the bundle imports. */
export function localePlugin(): Plugin {
  return {
    name: "ariane-words",
    enforce: "pre",
    async resolveId(source, importer) {
      if (!CATALOGUE.test(source)) return null;
      const resolved = await this.resolve(source, importer, { skipSelf: true });
      if (resolved === null) return null;
      const [file = "", part] = resolved.id.split("?");
      // A chunk that nobody named is named after the end of this.
      return `${PREFIX}${part ?? "whole"}:${file.replace(/\.json$/, "")}`;
    },
    load(id) {
      if (!id.startsWith(PREFIX)) return null;
      const [, part, named = ""] = /^([a-z]+):(.*)$/.exec(id.slice(PREFIX.length)) ?? [];
      const file = `${named}.json`;
      this.addWatchFile(file);
      return compileCatalogue(file, (key) => part === "whole" || FIRST_WORDS.test(key) === (part === "first"));
    },
  };
}

/** One catalogue file, as far as its keys are wanted, as the source of a module whose default export is a `Catalogue`. */
export function compileCatalogue(file: string, isWanted: (key: string) => boolean = () => true): string {
  const locale = basename(file, ".json");
  const english = join(dirname(file), "en.json");
  const translated = readCatalogue(file);
  const messages = { ...(existsSync(english) ? readCatalogue(english) : {}), ...translated };
  const wanted = Object.entries(messages).filter(([key]) => isWanted(key));
  const entries = wanted.map(([key, message]) => {
    try {
      return `${JSON.stringify(key)}:${compileMessage(message, key in translated ? locale : "en")}`;
    } catch (cause) {
      throw new Error(`${file}: "${key}" is not a valid ICU message`, { cause });
    }
  });
  return `export default {${entries.join(",\n")}};`;
}

/** The messages of one catalogue file, by key. Throws where the file is not a flat object of strings. */
export function readCatalogue(file: string): Readonly<Record<string, string>> {
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (typeof content !== "object" || content === null) throw new Error(`${file}: not an object`);
  const messages: Record<string, string> = {};
  for (const [key, message] of Object.entries(content)) {
    if (typeof message !== "string") throw new Error(`${file}: "${key}" is not a string`);
    messages[key] = message;
  }
  return messages;
}
