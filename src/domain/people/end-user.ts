import type { EndUserId, Locale } from "../ids.ts";

/** A person who writes to the account. */
export interface EndUser {
  readonly id: EndUserId;
  readonly name: string | null;
  readonly locale: Locale;
  readonly timeZone: string | null;
  /** What they write now reaches nobody. */
  readonly blocked: boolean;
}

/** What told the language of an end user. */
export type LocaleSource = "identity" | "widget" | "browser" | "mail" | "account" | "hand";
