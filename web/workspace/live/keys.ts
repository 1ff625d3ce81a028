/** Names of what the query cache holds. */
import type { ViewName } from "../../../contract/conversation/agent-shapes.ts";

export const keys = {
  setup: ["setup"],
  me: ["me"],
  reset: (token: string) => ["reset", token],
  team: ["team"],
  sessions: ["sessions"],
  counts: ["counts"],
  lists: ["list"],
  list: (view: ViewName, search: string) => ["list", view, search],
  conversation: (id: string) => ["conversation", id],
  triage: ["triage"],
  mails: ["mail"],
  mail: (id: string) => ["mail", id],
  deliveries: (id: string) => ["deliveries", id],
  admin: (area: string) => ["admin", area],
} as const;
