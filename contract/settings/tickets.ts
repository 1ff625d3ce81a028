/** Objects and rules › Tickets › Settings of the admin center. */
import { Type, type Static } from "typebox";
import { PREREQUISITES } from "../../src/domain/settings/settings.ts";
import { route } from "../route.ts";
import { exact, InstantMs, list, nullable, Uuid } from "../shared.ts";

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

export const PrerequisiteName = Type.Enum(PREREQUISITES);
export type PrerequisiteName = Static<typeof PrerequisiteName>;

/** Days (product.md §2.12). */
export const CLOSES_AFTER_AT_MOST = 28;
const CloseAfterDays = Type.Integer({ minimum: 1, maximum: CLOSES_AFTER_AT_MOST });
const Switchable = nullable(exact({ id: Uuid, active: Type.Boolean() }));

export const TicketSettings = exact({
  /** *Switch messaging conversations to email* */
  continuityOn: Type.Boolean(),
  prerequisites: list(exact({ name: PrerequisiteName, met: Type.Boolean() })),
  delays: Delays,
  defaultDelays: Delays,
  /** Solved closes by itself after this many days. */
  closeAfterDays: CloseAfterDays,
  /** Which of the two automatic messages are active now: both is a clash that the page warns about. */
  triggers: exact({ requestEmail: Switchable, awayMessage: Switchable }),
  /** Replies that wait now: turning off cancels them. */
  waitingReplies: Type.Integer({ minimum: 0 }),
  /** No mail leaves this installation without one, whatever the switch says. */
  hasRelay: Type.Boolean(),
  /** The relay does not take mail, for a reason of its own: in its words, at the last try. Null: it takes it. */
  relay: nullable(exact({ lastAt: InstantMs, said: Type.String() })),
});
export type TicketSettings = Static<typeof TicketSettings>;

/** The tab's Save. */
export const SaveTicketSettings = exact({
  continuityOn: Type.Boolean(),
  delays: Delays,
  closeAfterDays: CloseAfterDays,
  /** Offered where both automatic messages would be active. */
  deactivateAwayMessage: Type.Boolean(),
  /** Offered when turning off: the second of the two steps, in the same save. */
  deactivateRequestEmail: Type.Boolean(),
});
export type SaveTicketSettings = Static<typeof SaveTicketSettings>;

export const ticketSettingsApi = {
  read: route({ method: "GET", path: "/api/admin/tickets/settings", who: "admin", answer: TicketSettings }),
  /** `prerequisite-missing`: the switch cannot be turned on, and nothing is saved; `details.missing` names the first. */
  save: route({
    method: "PUT",
    path: "/api/admin/tickets/settings",
    who: "admin",
    body: SaveTicketSettings,
    refusals: ["prerequisite-missing"],
  }),
};
