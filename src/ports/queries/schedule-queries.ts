/** Business hours as the admin center shows them. */
import type { SchedulesView } from "../../../contract/schedules/schedules.ts";
import type { Instant } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";

export interface ScheduleQueries {
  /** All there is, and how each stands now. */
  schedules(admin: AgentIdentity, now: Instant): Promise<SchedulesView>;
}
