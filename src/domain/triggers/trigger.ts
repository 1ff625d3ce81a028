/**
 * Messaging triggers (product.md §6): event + conditions + actions, as data.
 * Pure: `evaluate` says whether a trigger acts on an event, and if not, which condition failed.
 */
import type { SettableStatus } from "../conversation/status.ts";
import {
  type Instant,
  later,
  latest,
  earliest,
  type Locale,
  type Millis,
  millis,
  type Seq,
  type TriggerId,
} from "../ids.ts";

export const TRIGGER_EVENTS = [
  "conversation-requested",
  "message-sent",
  "added-to-queue",
  "assigned-from-queue",
] as const;
export type TriggerEventName = (typeof TRIGGER_EVENTS)[number];

/** Something that happened and that triggers may answer. */
export interface TriggerEvent {
  readonly name: TriggerEventName;
  readonly at: Instant;
  /** The message it is about; for queue events the newest one. */
  readonly seq: Seq;
}

/** Text by locale; null: the shipped text. */
export type LocalText = Readonly<Record<string, string>> | null;

export type TriggerAction =
  | { readonly type: "send-message"; readonly text: LocalText }
  | { readonly type: "wait"; readonly for: Millis }
  | { readonly type: "request-email"; readonly askText: LocalText; readonly acknowledgeText: LocalText }
  | { readonly type: "set-status"; readonly status: SettableStatus };

export interface TriggerCondition {
  readonly field: string;
  readonly operator: string;
  readonly value: string | number | boolean | readonly string[];
}

/** The shipped ones. */
export const TRIGGER_KEYS = ["request-email", "away-message"] as const;
export type TriggerKey = (typeof TRIGGER_KEYS)[number];

/** What came of an event that a trigger answers, in its log. `inactive`: turned off between the event and its turn. */
export const FIRING_OUTCOMES = ["fired", "condition-failed", "withheld", "already-fired", "inactive"] as const;
export type FiringOutcome = (typeof FIRING_OUTCOMES)[number];

export interface Trigger {
  readonly id: TriggerId;
  /** Names a shipped trigger, whose words come from the catalogue unless an admin wrote others; null: made by an admin. */
  readonly key: TriggerKey | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly active: boolean;
  readonly oncePerConversation: boolean;
  readonly position: number;
  readonly event: TriggerEventName;
  readonly all: readonly TriggerCondition[];
  readonly any: readonly TriggerCondition[];
  readonly actions: readonly TriggerAction[];
  readonly changedAt: Instant;
}

/** An admin's text in the reader's language, or in its parent language; null: the shipped text speaks. */
export function textFor(text: LocalText, reader: Locale): string | null {
  if (text === null) return null;
  return text[reader] ?? text[reader.split("-")[0] ?? reader] ?? null;
}

/** Facts that conditions speak about; one entry a field. */
export type TriggerFacts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

type Evaluation = { readonly kind: "acts" } | { readonly kind: "does-not"; readonly because: string };

/** Whether the trigger's conditions hold. An unknown field or operator never holds, and is named. */
export function evaluate(trigger: Trigger, facts: TriggerFacts): Evaluation {
  const failed = trigger.all.find((condition) => !holds(condition, facts));
  if (failed !== undefined) return { kind: "does-not", because: describe(failed) };
  const [first] = trigger.any;
  if (first === undefined || trigger.any.some((condition) => holds(condition, facts))) return { kind: "acts" };
  return { kind: "does-not", because: `none of ${trigger.any.length}, first ${describe(first)}` };
}

/** The longest that a trigger waits after its event, however busy the conversation (product.md §6.6). */
export const LONGEST_WAIT = millis(60_000);

/** When a `wait` is over: nobody has written for that long, but never later than `LONGEST_WAIT` after the event. */
export function waitOver(wait: Millis, event: TriggerEvent, lastMessageAt: Instant): Instant {
  return earliest(later(latest(lastMessageAt, event.at), wait), later(event.at, LONGEST_WAIT));
}

function holds(condition: TriggerCondition, facts: TriggerFacts): boolean {
  const fact = facts[condition.field];
  if (fact === undefined) return false;
  const { value } = condition;
  switch (condition.operator) {
    case "is":
      return fact === value;
    case "is-not":
      return fact !== value;
    case "less-than":
      return typeof fact === "number" && typeof value === "number" && fact < value;
    case "greater-than":
      return typeof fact === "number" && typeof value === "number" && fact > value;
    case "contains":
      return contains(fact, value);
    case "does-not-contain":
      return !contains(fact, value);
    case "one-of":
      return Array.isArray(value) && value.includes(fact);
    default:
      return false;
  }
}

function contains(fact: TriggerFacts[string], value: TriggerCondition["value"]): boolean {
  if (typeof value !== "string") return false;
  if (typeof fact === "string") return fact.toLocaleLowerCase().includes(value.toLocaleLowerCase());
  return Array.isArray(fact) && fact.includes(value);
}

const describe = (condition: TriggerCondition): string =>
  `${condition.field} ${condition.operator} ${JSON.stringify(condition.value)}`;
