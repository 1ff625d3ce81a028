/** The triggers that come with the product (product.md §6.7, §7.3). Their words are in the catalogue until an admin writes others. */
import { type Instant, millis, SECOND, type TriggerId } from "../ids.ts";
import type { Trigger } from "./trigger.ts";

/** *Request email* speaks when nobody has written for so long. */
const REQUEST_EMAIL_WAITS = millis(5 * SECOND);

/** *Request email for continuous conversation*, as turning the switch on makes it: active, no condition, once. */
export const requestEmailTrigger = (id: TriggerId, now: Instant): Trigger => ({
  ...shipped(id, now),
  key: "request-email",
  active: true,
  oncePerConversation: true,
  position: 0,
  all: [],
  actions: [
    { type: "wait", for: REQUEST_EMAIL_WAITS },
    { type: "request-email", askText: null, acknowledgeText: null },
  ],
});

/** *Away message*: for when no agent with Chat access is there. Shipped inactive. */
export const awayMessageTrigger = (id: TriggerId, now: Instant): Trigger => ({
  ...shipped(id, now),
  key: "away-message",
  active: false,
  oncePerConversation: true,
  position: 1,
  all: [{ field: "account-status", operator: "is", value: "offline" }],
  actions: [{ type: "send-message", text: null }],
});

const shipped = (id: TriggerId, now: Instant) =>
  ({ id, name: null, description: null, event: "conversation-requested", any: [], changedAt: now }) as const;
