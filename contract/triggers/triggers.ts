/** Objects and rules › Business rules › Messaging triggers of the admin center. */
import { Type, type Static } from "typebox";
import { FIRING_OUTCOMES, TRIGGER_EVENTS, TRIGGER_KEYS, LONGEST_WAIT } from "../../src/domain/triggers/trigger.ts";
import { route } from "../route.ts";
import { exact, InstantMs, list, LocaleTag, nullable, Uuid, SettableStatus } from "../shared.ts";

const TriggerEvent = Type.Enum(TRIGGER_EVENTS);
type TriggerEvent = Static<typeof TriggerEvent>;

/** A condition as data, to be shown. One whose field or operator nobody knows never holds; the log names it. */
const TriggerCondition = exact({
  field: Type.String({ maxLength: 60 }),
  operator: Type.String({ maxLength: 30 }),
  value: Type.Union([
    Type.String({ maxLength: 500 }),
    Type.Number(),
    Type.Boolean(),
    list(Type.String({ maxLength: 200 }), { maxItems: 50 }),
  ]),
});
type TriggerCondition = Static<typeof TriggerCondition>;

/**
 * Text by locale, the account's default always among them. Whose language and its parent are missing reads the shipped
 * text. Null: the shipped text for all.
 */
const LocalText = nullable(Type.Record(LocaleTag, Type.String({ minLength: 1, maxLength: 2_000 })));

export { LONGEST_WAIT };

export const TriggerAction = Type.Union([
  exact({ type: Type.Literal("send-message"), text: LocalText }),
  /** Milliseconds, at most 60 s: the longest wait after the event (product.md §6.6). */
  exact({ type: Type.Literal("wait"), for: Type.Integer({ minimum: 0, maximum: LONGEST_WAIT }) }),
  exact({
    type: Type.Literal("request-email"),
    /** Shown where the address is unknown, above the form. */
    askText: LocalText,
    /** Shown where the address is known. */
    acknowledgeText: LocalText,
  }),
  exact({
    type: Type.Literal("set-status"),
    status: SettableStatus,
  }),
]);
export type TriggerAction = Static<typeof TriggerAction>;

/** What an admin may change of a trigger. */
export const SaveTrigger = exact({
  /** Null: the shipped name in the reader's language. */
  name: nullable(Type.String({ minLength: 1, maxLength: 120 })),
  /** Null: the shipped one, as above. */
  description: nullable(Type.String({ maxLength: 500 })),
  active: Type.Boolean(),
  oncePerConversation: Type.Boolean(),
  actions: list(TriggerAction, { minItems: 1, maxItems: 20 }),
});
export type SaveTrigger = Static<typeof SaveTrigger>;

/** One messaging trigger (product.md §6.1). */
export const Trigger = exact({
  id: Uuid,
  /** Names a shipped one; null: an admin made it. */
  key: nullable(Type.Enum(TRIGGER_KEYS)),
  ...SaveTrigger.properties,
  position: Type.Integer(),
  event: TriggerEvent,
  all: list(TriggerCondition, { maxItems: 50 }),
  any: list(TriggerCondition, { maxItems: 50 }),
  /** *asks for an address that nothing uses*: active although the switch is off. */
  flaggedUnused: Type.Boolean(),
  changedAt: InstantMs,
});
export type Trigger = Static<typeof Trigger>;

/** What came of one event that the trigger answers. */
export const FiringView = exact({
  conversationId: Uuid,
  at: InstantMs,
  outcome: Type.Enum(FIRING_OUTCOMES),
  /** The condition that failed, or what withheld it; null with every other outcome. */
  because: nullable(Type.String()),
});
export type FiringView = Static<typeof FiringView>;

export const triggersApi = {
  /** In their order. */
  list: route({ method: "GET", path: "/api/admin/triggers", who: "admin", answer: exact({ triggers: list(Trigger) }) }),
  /** `trigger-invalid`: `details.because` is wait, text-locale, default-text or essential-action. */
  save: route({
    method: "PUT",
    path: "/api/admin/triggers/:id",
    who: "admin",
    params: { id: Uuid },
    body: SaveTrigger,
    refusals: ["not-found", "trigger-invalid"],
  }),
  /** Firings and near misses, newest first, 200 at most. */
  log: route({
    method: "GET",
    path: "/api/admin/triggers/:id/log",
    who: "admin",
    params: { id: Uuid },
    answer: exact({ firings: list(FiringView) }),
    refusals: ["not-found"],
  }),
};
