import type { Locale } from "../ids.ts";
import { chooseLocale } from "../locale.ts";
import { type Account, isTimeZone } from "../settings/settings.ts";
import type { LocaleSource } from "./end-user.ts";

/** What their browser and its host page tell of a person whom we do not know yet. */
export interface Newcomer {
  /** From the host page; null: not set. */
  readonly widgetLocale: string | null;
  readonly browserLanguages: readonly string[];
  readonly timeZone: string | null;
}

/** What is kept of a newcomer. */
interface Profile {
  readonly locale: Locale;
  readonly localeSource: LocaleSource;
  readonly timeZone: string | null;
}

/** `claim`: the language that a signed identity names; null: none does. */
export function profileOf(newcomer: Newcomer, account: Account, claim: string | null = null): Profile {
  const { timeZone } = newcomer;
  return {
    ...chooseSourced(newcomer, account, claim),
    // What no calendar knows would break every mail to this person.
    timeZone: timeZone !== null && isTimeZone(timeZone) ? timeZone : null,
  };
}

/** The first source that names an enabled language wins; the account's default is always enabled (product.md §3.8). */
function chooseSourced(
  { widgetLocale, browserLanguages }: Newcomer,
  { locales, defaultLocale }: Account,
  claim: string | null,
): Pick<Profile, "locale" | "localeSource"> {
  const sources = [
    ["identity", [claim]],
    ["widget", [widgetLocale]],
    ["browser", browserLanguages],
  ] as const;
  for (const [localeSource, wanted] of sources) {
    const locale = chooseLocale(wanted, locales);
    if (locale !== null) return { locale, localeSource };
  }
  return { locale: defaultLocale, localeSource: "account" };
}
