/** Which words the states of a delivery and the outcomes of its attempts get. A code of a newer server shows itself. */
import type { WordKey } from "../../words-context.tsx";

const STATES: Readonly<Record<string, WordKey>> = {
  queued: "delivery.queued",
  sending: "delivery.sending",
  accepted: "delivery.accepted",
  deferred: "delivery.deferred",
  ambiguous: "delivery.ambiguous",
  refused: "delivery.refused",
  cancelled: "delivery.cancelled",
  bounced: "delivery.bounced",
};

const OUTCOMES: Readonly<Record<string, WordKey>> = {
  accepted: "attempt.accepted",
  deferred: "attempt.deferred",
  refused: "attempt.refused",
  ambiguous: "attempt.ambiguous",
};

export const deliveryKey = (state: string): WordKey => STATES[state] ?? "delivery.other";
export const outcomeKey = (outcome: string): WordKey => OUTCOMES[outcome] ?? "delivery.other";
