/** Objects and rules › Business rules › Messaging triggers of the admin center. */
import { Type, type Static } from "typebox";
import { exact, InstantMs, LocaleTag, nullable, Uuid } from "../shared.ts";

export const TriggerEvent = Type.Union([
  Type.Literal("conversation-requested"),
  Type.Literal("message-sent"),
  Type.Literal("added-to-queue"),
  Type.Literal("assigned-from-queue"),
]);
export type TriggerEvent = Static<typeof TriggerEvent>;

/** A condition as data. Which operators and values a field takes: src/domain/triggers/trigger.ts checks and says what is wrong. */
export const TriggerCondition = exact({
  field: Type.String({ maxLength: 60 }),
  operator: Type.String({ maxLength: 30 }),
  value: Type.Union([
    Type.String({ maxLength: 500 }),
    Type.Number(),
    Type.Boolean(),
    Type.Array(Type.String({ maxLength: 200 }), { maxItems: 50 }),
  ]),
});
export type TriggerCondition = Static<typeof TriggerCondition>;

/** Text by locale: the account's default is always there; other locales fall back to it. Null: the shipped text. */
export const LocalText = nullable(Type.Record(LocaleTag, Type.String({ minLength: 1, maxLength: 2_000 })));

export const TriggerAction = Type.Union([
  exact({ type: Type.Literal("send-message"), text: LocalText }),
  /** Milliseconds, at most 60 s: the longest wait after the event (product.md §6.6). */
  exact({ type: Type.Literal("wait"), for: Type.Integer({ minimum: 0, maximum: 60_000 }) }),
  exact({
    type: Type.Literal("request-email"),
    /** Shown where the address is unknown, above the form. */
    askText: LocalText,
    /** Shown where the address is known. */
    acknowledgeText: LocalText,
  }),
  exact({
    type: Type.Literal("set-status"),
    status: Type.Union([
      Type.Literal("open"),
      Type.Literal("pending"),
      Type.Literal("on-hold"),
      Type.Literal("solved"),
    ]),
  }),
]);
export type TriggerAction = Static<typeof TriggerAction>;

/** One messaging trigger (product.md §6.1). `key` names the shipped ones: request-email, away-message, first-reply, request-contact-details. */
export const Trigger = exact({
  id: Uuid,
  key: nullable(Type.String()),
  /** Null: the shipped name in the reader's language. */
  name: nullable(Type.String({ minLength: 1, maxLength: 120 })),
  description: nullable(Type.String({ maxLength: 500 })),
  active: Type.Boolean(),
  oncePerConversation: Type.Boolean(),
  position: Type.Integer(),
  event: TriggerEvent,
  all: Type.Array(TriggerCondition, { maxItems: 50 }),
  any: Type.Array(TriggerCondition, { maxItems: 50 }),
  actions: Type.Array(TriggerAction, { minItems: 1, maxItems: 20 }),
  /** *asks for an address that nothing uses*: active although the switch is off. */
  flaggedUnused: Type.Boolean(),
  changedAt: InstantMs,
});
export type Trigger = Static<typeof Trigger>;

/** GET /api/admin/triggers, in their order. */
export const Triggers = exact({ triggers: Type.Array(Trigger) });
export type Triggers = Static<typeof Triggers>;

/** PUT /api/admin/triggers/:id */
export const SaveTrigger = exact({
  name: nullable(Type.String({ minLength: 1, maxLength: 120 })),
  description: nullable(Type.String({ maxLength: 500 })),
  active: Type.Boolean(),
  oncePerConversation: Type.Boolean(),
  actions: Type.Array(TriggerAction, { minItems: 1, maxItems: 20 }),
});
export type SaveTrigger = Static<typeof SaveTrigger>;

/** GET /api/admin/triggers/:id/log — firings and near misses, newest first. */
export const TriggerLog = exact({
  firings: Type.Array(
    exact({
      conversationId: Uuid,
      at: InstantMs,
      /** fired · condition-failed · withheld · already-fired · person-wrote */
      outcome: Type.String(),
      /** The condition that failed, or what withheld it; null where it fired. */
      because: nullable(Type.String()),
    }),
  ),
});
export type TriggerLog = Static<typeof TriggerLog>;
