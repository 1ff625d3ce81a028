/** Triggers as the admin center shows them. Every read is asked by an admin, who is named first. */
import type { FiringView, Trigger } from "../../../contract/triggers/triggers.ts";
import type { TriggerId } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";

export interface TriggerQueries {
  /** In their order. */
  list(admin: AgentIdentity): Promise<readonly Trigger[]>;
  /** Firings and near misses, newest first, 200 at most; null: no such trigger. */
  log(admin: AgentIdentity, id: TriggerId): Promise<readonly FiringView[] | null>;
}
