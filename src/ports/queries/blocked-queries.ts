/** People › Blocked end users. */
import type { BlockedEntry, KeptOut } from "../../../contract/people/blocked.ts";
import type { BlockId } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";

export interface BlockedQueries {
  /** Newest first. */
  list(agent: AgentIdentity): Promise<readonly BlockedEntry[]>;
  /** What one block has kept out, newest first; null: there is no such block. */
  keptOut(agent: AgentIdentity, id: BlockId): Promise<KeptOut["kept"] | null>;
}
