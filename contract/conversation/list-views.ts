/** The lists of the workspace, and which of the changed conversations belong into one: the rule by which the server lists them. */
import { isInView, LIST_VIEWS } from "../../src/domain/conversation/list-views.ts";
import type { ConversationSummary, ViewName } from "./agent-shapes.ts";

export const isViewName = (value: unknown): value is ViewName => LIST_VIEWS.some((view) => view === value);

export const belongsTo = (view: ViewName, { status, queuedAt, assignee }: ConversationSummary, myId: string): boolean =>
  isInView(view, { status, isQueued: queuedAt !== null, assigneeId: assignee?.id ?? null }, myId);
