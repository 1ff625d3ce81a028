import { expect, test } from "vitest";
import { instant, later, locale, millis, SECOND, triggerId } from "../ids.ts";
import { awayMessageTrigger, requestEmailTrigger } from "./shipped-triggers.ts";
import type { TriggerAction } from "./trigger.ts";
import { decideTriggerEdit, type TriggerEdit } from "./trigger-edit.ts";

const MADE = instant(Date.UTC(2026, 0, 5, 14));
const NOW = later(MADE, SECOND);
const REQUEST_EMAIL = requestEmailTrigger(triggerId("0190"), MADE);
const FR = locale("fr-CA");

const wait = (ms: number): TriggerAction => ({ type: "wait", for: millis(ms) });
const ask = (askText: Readonly<Record<string, string>> | null): TriggerAction => ({
  type: "request-email",
  askText,
  acknowledgeText: null,
});
const edit = (actions: readonly TriggerAction[]): TriggerEdit => ({
  name: "Demander l'adresse",
  description: null,
  active: true,
  oncePerConversation: true,
  actions,
});

test("texts, name, wait and activity are an admin's; event, conditions and place stay", () => {
  const saved = { ...edit([wait(20_000), ask({ fr: "Votre adresse ?" })]), active: false };
  expect(decideTriggerEdit(REQUEST_EMAIL, saved, FR, NOW)).toEqual({
    ok: true,
    value: { ...REQUEST_EMAIL, ...saved, changedAt: NOW },
  });
});

test.each([
  ["waits that make more than 60 s together", [wait(40_000), wait(20_001), ask(null)], "wait"],
  ["a request for an address that no longer asks", [wait(5_000)], "essential-action"],
  ["a text for a language that is none", [ask({ fr: "Votre adresse ?", "not a tag": "?" })], "text-locale"],
  ["a language not written as we write it", [ask({ fr: "Votre adresse ?", EN: "Your address?" })], "text-locale"],
  ["a text that the default language lacks", [ask({ en: "Your address?" })], "default-text"],
  ["an empty text in the default language", [ask({ fr: "  ", en: "Your address?" })], "default-text"],
] as const)("refuses %s", (_what, actions, because) => {
  const refused = decideTriggerEdit(REQUEST_EMAIL, edit(actions), FR, NOW);
  expect(refused).toMatchObject({ ok: false, error: { code: "trigger-invalid", details: { because } } });
});

test("a minute of waiting is allowed", () => {
  expect(decideTriggerEdit(REQUEST_EMAIL, edit([wait(60_000), ask(null)]), FR, NOW).ok).toBe(true);
});

test("the away message goes on sending a message", () => {
  const away = awayMessageTrigger(triggerId("0191"), MADE);
  expect(decideTriggerEdit(away, edit([{ type: "send-message", text: { fr: "Absents" } }]), FR, NOW).ok).toBe(true);
  expect(decideTriggerEdit(away, edit([{ type: "send-message", text: { en: "Away" } }]), FR, NOW).ok).toBe(false);
  expect(decideTriggerEdit(away, edit([{ type: "set-status", status: "open" }]), FR, NOW).ok).toBe(false);
});

test("a trigger of the admin's own may do anything", () => {
  const own = { ...REQUEST_EMAIL, key: null };
  expect(decideTriggerEdit(own, edit([{ type: "set-status", status: "pending" }]), FR, NOW).ok).toBe(true);
});
