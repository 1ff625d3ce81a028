/** Which of the changed conversations belong into a list that a screen holds: the rule by which the server lists them. */
import { isInView } from "../../src/domain/conversation/list-views.ts";
import type { ConversationSummary, ViewName } from "./agent-conversation.ts";

export const belongsTo = (view: ViewName, { status, queuedAt, assignee }: ConversationSummary, myId: string): boolean =>
  isInView(view, { status, isQueued: queuedAt !== null, assigneeId: assignee?.id ?? null }, myId);
