/** What the health page shows. Every read is asked by an admin, who is named first. */
import type { Health, Suppressions } from "../../../contract/health/health.ts";
import type { Instant } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";

export interface HealthQueries {
  health(admin: AgentIdentity, now: Instant): Promise<Omit<Health, "hasRelay" | "database">>;
  /** Those whose address holds `find`; empty: all. */
  suppressions(admin: AgentIdentity, find: string): Promise<Suppressions>;
}
