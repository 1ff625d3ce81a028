/** The admin center's door: HTTP under /api/admin; the agents' cookie of a team member whose role is admin. */
import { Type, type Static } from "typebox";
import { AgentPresence, AgentRole, MAX_PASSWORD_CHARS, MIN_PASSWORD_CHARS } from "./agent.ts";
import { exact, InstantMs, LocaleTag, MAX_ADDRESS_CHARS, MAX_URL_CHARS, nullable, Uuid } from "./shared.ts";

/** Shortest and longest delay that an admin may set (product.md §2.6: 5 s – 24 h). */
export const MIN_DELAY_MS = 5_000;
export const MAX_DELAY_MS = 86_400_000;
const Delay = Type.Integer({ minimum: MIN_DELAY_MS, maximum: MAX_DELAY_MS });

/** The delays of product.md §2, in milliseconds. */
export const Delays = exact({
  /** a: anchor + this, always. Default 10 min. */
  inactiveAfter: Delay,
  /** b: nobody connected. Default 2 min. */
  goneAfter: Delay,
  /** c: their last message came by e-mail. Default 30 s. */
  byMailAfter: Delay,
  /** d: pending, on-hold or solved while somebody is connected. Default 1 min. */
  finishedWhileConnectedAfter: Delay,
  /** A reply has settled this long after it was posted or edited. Default 15 s. */
  settleFor: Delay,
  /** Settling postpones a mail by this at most. Default 5 min. */
  settleAtMost: Delay,
  /** Between two mails in the same silence. Default 5 min. */
  betweenMails: Delay,
});
export type Delays = Static<typeof Delays>;

export const PrerequisiteName = Type.Union([
  Type.Literal("messaging"),
  Type.Literal("agent-workspace"),
  Type.Literal("chat-agent"),
  Type.Literal("support-address"),
]);
export type PrerequisiteName = Static<typeof PrerequisiteName>;

/** GET /api/admin/tickets/settings — Objects and rules › Tickets › Settings. */
export const TicketSettings = exact({
  /** *Switch messaging conversations to email* */
  continuityOn: Type.Boolean(),
  prerequisites: Type.Array(exact({ name: PrerequisiteName, met: Type.Boolean() })),
  delays: Delays,
  defaultDelays: Delays,
  /** Solved closes by itself after this many days (1–28). */
  closeAfterDays: Type.Integer({ minimum: 1, maximum: 28 }),
  /** Which of the two automatic messages are active now: both is a clash that the page warns about. */
  triggers: exact({
    requestEmail: nullable(exact({ id: Uuid, active: Type.Boolean() })),
    awayMessage: nullable(exact({ id: Uuid, active: Type.Boolean() })),
  }),
  /** Replies that wait now: turning off cancels them. */
  waitingReplies: Type.Integer({ minimum: 0 }),
});
export type TicketSettings = Static<typeof TicketSettings>;

/** PUT /api/admin/tickets/settings — the tab's Save. Refusal: prerequisite-missing (details.missing names it). */
export const SaveTicketSettings = exact({
  continuityOn: Type.Boolean(),
  delays: Delays,
  closeAfterDays: Type.Integer({ minimum: 1, maximum: 28 }),
  /** Offered where both automatic messages would be active. */
  deactivateAwayMessage: Type.Boolean(),
  /** Offered when turning off: the second of the two steps, in the same save. */
  deactivateRequestEmail: Type.Boolean(),
});
export type SaveTicketSettings = Static<typeof SaveTicketSettings>;

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

/** GET /api/admin/messaging — Channels › Messaging, a row a brand. */
export const BrandSettings = exact({
  id: Uuid,
  name: Type.String({ minLength: 1, maxLength: 120 }),
  messagingOn: Type.Boolean(),
  colour: Type.String({ pattern: "^#[0-9a-f]{6}$" }),
  greeting: nullable(Type.String({ maxLength: 300 })),
  privacyUrl: nullable(Type.String({ maxLength: MAX_URL_CHARS, pattern: "^https?://" })),
  /** Origins of pages that may carry the widget: scheme, host, port, nothing else. */
  allowedOrigins: Type.Array(Type.String({ maxLength: 300 }), { maxItems: 100 }),
});
export type BrandSettings = Static<typeof BrandSettings>;
export const Messaging = exact({
  brands: Type.Array(
    exact({
      ...BrandSettings.properties,
      snippet: Type.String(),
      /** Replies wait for its messaging: on again by then, they go; later they ask the agents. Null: none wait for it. */
      mendBy: nullable(InstantMs),
    }),
  ),
});
export type Messaging = Static<typeof Messaging>;
/** PUT /api/admin/messaging/:brandId. Refusals: origin-shape, colour-contrast. */

/** GET, POST /api/admin/email — Channels › Email; PUT, DELETE /api/admin/email/:id. */
export const SupportAddress = exact({
  id: Uuid,
  brandId: Uuid,
  address: Type.String({ minLength: 3, maxLength: MAX_ADDRESS_CHARS }),
  isDefault: Type.Boolean(),
});
export type SupportAddress = Static<typeof SupportAddress>;
export const SaveSupportAddress = exact({
  brandId: Uuid,
  address: Type.String({ minLength: 3, maxLength: MAX_ADDRESS_CHARS }),
});
export type SaveSupportAddress = Static<typeof SaveSupportAddress>;
export const SupportAddresses = exact({ addresses: Type.Array(SupportAddress) });
export type SupportAddresses = Static<typeof SupportAddresses>;

/** GET, POST /api/admin/people/team-members; PUT …/:id. Refusals: email-taken, last-admin. */
export const TeamMember = exact({
  id: Uuid,
  name: Type.String(),
  email: Type.String(),
  role: AgentRole,
  chatAccess: Type.Boolean(),
  active: Type.Boolean(),
  presence: AgentPresence,
});
export type TeamMember = Static<typeof TeamMember>;
export const TeamMembers = exact({ members: Type.Array(TeamMember) });
export type TeamMembers = Static<typeof TeamMembers>;
export const AddTeamMember = exact({
  name: Type.String({ minLength: 1, maxLength: 120 }),
  email: Type.String({ minLength: 3, maxLength: MAX_ADDRESS_CHARS }),
  role: AgentRole,
  chatAccess: Type.Boolean(),
  password: Type.String({ minLength: MIN_PASSWORD_CHARS, maxLength: MAX_PASSWORD_CHARS }),
});
export type AddTeamMember = Static<typeof AddTeamMember>;
export const ChangeTeamMember = exact({
  name: Type.String({ minLength: 1, maxLength: 120 }),
  role: AgentRole,
  chatAccess: Type.Boolean(),
  active: Type.Boolean(),
});
export type ChangeTeamMember = Static<typeof ChangeTeamMember>;

/** GET, PUT /api/admin/account — Account: name, languages, time zone, agent workspace. */
export const AccountSettings = exact({
  name: Type.String({ minLength: 1, maxLength: 120 }),
  timeZone: Type.String({ maxLength: 64 }),
  defaultLocale: LocaleTag,
  locales: Type.Array(LocaleTag, { minItems: 1, maxItems: 60 }),
  agentWorkspaceOn: Type.Boolean(),
});
export type AccountSettings = Static<typeof AccountSettings>;
