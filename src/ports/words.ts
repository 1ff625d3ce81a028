import type { Locale } from "../domain/ids.ts";

/** Sentences that the server itself says to people, from the catalogue `locales/server`. */
export interface Words {
  /** Falls back along the locale (fr-CA → fr → en). Throws for a key that is not in the catalogue: that is our bug. */
  say(locale: Locale, key: string, values?: Readonly<Record<string, string | number>>): string;
}
