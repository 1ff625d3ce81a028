/** What an admin may change of a messaging trigger, and what would break it. */
import type { Instant, Locale } from "../ids.ts";
import { chooseLocale, parseLocale } from "../locale.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { ok, type Result, unreachable } from "../result.ts";
import { type LocalText, LONGEST_WAIT, type Trigger, type TriggerAction, type TriggerKey } from "./trigger.ts";

export type TriggerEdit = Pick<Trigger, "name" | "description" | "active" | "oncePerConversation" | "actions">;

/** Without this action a shipped trigger would no longer do what its name says. */
const ESSENTIAL: Readonly<Record<TriggerKey, TriggerAction["type"]>> = {
  "request-email": "request-email",
  "away-message": "send-message",
};

/** Refuses trigger-invalid with `details.because`: wait, text-locale, default-text or essential-action. */
export function decideTriggerEdit(
  trigger: Trigger,
  edit: TriggerEdit,
  defaultLocale: Locale,
  now: Instant,
): Result<Trigger, Refusal> {
  const waits = edit.actions.reduce((sum, action) => sum + (action.type === "wait" ? action.for : 0), 0);
  if (waits > LONGEST_WAIT) return invalid("wait", `A trigger waits at most ${LONGEST_WAIT} ms in all.`);
  const essential = trigger.key === null ? null : ESSENTIAL[trigger.key];
  if (essential !== null && edit.actions.every((action) => action.type !== essential)) {
    return invalid("essential-action", `This trigger keeps its action ${essential}; deactivate it instead.`);
  }
  const texts = edit.actions.flatMap(textsOf);
  if (texts.some((text) => Object.keys(text).some((tag) => parseLocale(tag) !== tag))) {
    return invalid("text-locale", "A text names a language that is no BCP 47 tag in its canonical form.");
  }
  if (texts.some((text) => !speaks(text, defaultLocale))) {
    return invalid("default-text", `Every text needs one in ${defaultLocale}, the account's default language.`);
  }
  return ok({ ...trigger, ...edit, changedAt: now });
}

const invalid = (because: string, message: string): Result<never, Refusal> =>
  refuse("trigger-invalid", message, { because });

/** Texts that an admin wrote; shipped ones need no check. */
function textsOf(action: TriggerAction): readonly NonNullable<LocalText>[] {
  switch (action.type) {
    case "send-message":
      return action.text === null ? [] : [action.text];
    case "request-email":
      return [action.askText, action.acknowledgeText].filter((text) => text !== null);
    case "wait":
    case "set-status":
      return [];
    default:
      return unreachable(action);
  }
}

/** What is said is what the default language finds: itself or its parent. */
function speaks(text: NonNullable<LocalText>, defaultLocale: Locale): boolean {
  const tags = Object.entries(text).flatMap(([tag, words]) => (words.trim() === "" ? [] : (parseLocale(tag) ?? [])));
  return chooseLocale([defaultLocale], tags) !== null;
}
