/** Which words the states of a delivery and the outcomes of its attempts get. A code of a newer server shows itself. */
import type { DeliveryView } from "../../../../contract/conversation/agent-shapes.ts";
import type { WordKey } from "../../words-context.tsx";

type Outcome = DeliveryView["attempts"][number]["outcome"];

const STATES: Readonly<Record<string, WordKey>> = {
  queued: "delivery.queued",
  sending: "delivery.sending",
  accepted: "delivery.accepted",
  deferred: "delivery.deferred",
  ambiguous: "delivery.ambiguous",
  refused: "delivery.refused",
  cancelled: "delivery.cancelled",
  bounced: "delivery.bounced",
} satisfies Readonly<Record<DeliveryView["state"], WordKey>>;

const OUTCOMES: Readonly<Record<string, WordKey>> = {
  accepted: "attempt.accepted",
  deferred: "attempt.deferred",
  refused: "attempt.refused",
  ambiguous: "attempt.ambiguous",
} satisfies Readonly<Record<Exclude<Outcome, "sending">, WordKey>>;

export const deliveryKey = (state: string): WordKey => STATES[state] ?? "delivery.other";
export const outcomeKey = (outcome: string): WordKey => OUTCOMES[outcome] ?? "delivery.other";
