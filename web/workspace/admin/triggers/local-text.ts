/** Texts by language. Pure. */
import { LONGEST_WAIT, type TriggerAction } from "../../../../contract/triggers/triggers.ts";

/** The languages of the account. */
export interface Languages {
  readonly default: string;
  readonly all: readonly string[];
}

/** Null: the shipped text in every language. */
export type LocalText = Readonly<Record<string, string>> | null;

/** The texts with one changed; an empty one is taken out, and when none is left the shipped text speaks again. */
export function withText(texts: LocalText, locale: string, text: string): LocalText {
  const { [locale]: _before, ...others } = texts ?? {};
  const next = text === "" ? others : { ...others, [locale]: text };
  return Object.keys(next).length === 0 ? null : next;
}

/** A text of one's own speaks the account's default language at least. */
export const lacksDefault = (texts: LocalText, defaultLocale: string): boolean =>
  texts !== null && (texts[defaultLocale] ?? "").trim() === "";

/** A text of this action must be mended before it can be saved. */
export function textFault(action: TriggerAction, defaultLocale: string): boolean {
  switch (action.type) {
    case "send-message":
      return lacksDefault(action.text, defaultLocale);
    case "request-email":
      return lacksDefault(action.askText, defaultLocale) || lacksDefault(action.acknowledgeText, defaultLocale);
    case "wait":
      return !Number.isInteger(action.for) || action.for < 0 || action.for > LONGEST_WAIT;
    case "set-status":
      return false;
    default:
      return action satisfies never;
  }
}
