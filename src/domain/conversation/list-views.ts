/** Which conversations the lists of the workspace show (product.md §9): told here once, asked by screens and by SQL. */
import type { ConversationStatus } from "./status.ts";

export const LIST_VIEWS = ["queue", "mine", "unassigned", "all", "solved"] as const;
type ListView = (typeof LIST_VIEWS)[number];

/** What a conversation must be to stand in a list; a fact that is not named does not matter. */
export interface ListRule {
  /** Waiting in the queue. */
  readonly isQueued?: true;
  /** Over is solved or closed. */
  readonly isOver?: boolean;
  /** Who holds it: the agent who looks, or nobody. */
  readonly heldBy?: "me" | "nobody";
}

export const RULE_OF_VIEW: Readonly<Record<ListView, ListRule>> = {
  queue: { isQueued: true },
  mine: { isOver: false, heldBy: "me" },
  unassigned: { isOver: false, heldBy: "nobody" },
  all: { isOver: false },
  solved: { isOver: true },
};

/** What calls for no more work: shown under *Solved*, and in no list of open work. */
export const OVER: readonly ConversationStatus[] = ["solved", "closed"];

interface Listed {
  readonly status: ConversationStatus;
  readonly isQueued: boolean;
  /** Null: nobody holds it. */
  readonly assigneeId: string | null;
}

/** Whether a list shows a conversation to the agent `me`. */
export function isInView(view: ListView, listed: Listed, me: string): boolean {
  const { isQueued, isOver, heldBy } = RULE_OF_VIEW[view];
  const holder = heldBy === "me" ? me : null;
  return (
    (isQueued === undefined || listed.isQueued) &&
    (isOver === undefined || OVER.includes(listed.status) === isOver) &&
    (heldBy === undefined || listed.assigneeId === holder)
  );
}
