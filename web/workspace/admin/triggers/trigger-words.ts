/** The words of messaging triggers: shipped names, events, outcomes in the log. */
import type { Trigger, TriggerAction, TriggerEvent } from "../../../../contract/settings/triggers.ts";
import type { WordKey } from "../../words-context.tsx";

interface Shipped {
  readonly name: WordKey;
  readonly description: WordKey;
}

const SHIPPED: Readonly<Record<string, Shipped>> = {
  "request-email": { name: "trigger.request-email.name", description: "trigger.request-email.description" },
  "away-message": { name: "trigger.away-message.name", description: "trigger.away-message.description" },
  "first-reply": { name: "trigger.first-reply.name", description: "trigger.first-reply.description" },
  "request-contact-details": {
    name: "trigger.request-contact-details.name",
    description: "trigger.request-contact-details.description",
  },
};

/** The shipped words of a trigger; null: an admin made it. */
export const shippedWords = (trigger: Pick<Trigger, "key">): Shipped | null =>
  trigger.key === null ? null : (SHIPPED[trigger.key] ?? null);

export const eventKey = (event: TriggerEvent): WordKey => `event.${event}`;
export const actionKey = (action: TriggerAction): WordKey => `action.${action.type}`;

const OUTCOMES: Readonly<Record<string, WordKey>> = {
  fired: "outcome.fired",
  "condition-failed": "outcome.condition-failed",
  withheld: "outcome.withheld",
  "already-fired": "outcome.already-fired",
  "person-wrote": "outcome.person-wrote",
};

export const outcomeKey = (outcome: string): WordKey => OUTCOMES[outcome] ?? "outcome.other";
