/** Where a conversation stands (product.md §9). */

/** Those that an agent or a trigger sets; *new* and *closed* come by themselves. */
export const SETTABLE_STATUSES = ["open", "pending", "on-hold", "solved"] as const;
export type SettableStatus = (typeof SETTABLE_STATUSES)[number];
export const CONVERSATION_STATUSES = ["new", ...SETTABLE_STATUSES, "closed"] as const;
export type ConversationStatus = (typeof CONVERSATION_STATUSES)[number];
