import type { Locale } from "../ids.ts";
import type { AgentIdentity } from "./roles.ts";

/** A team member. */
export interface Agent extends AgentIdentity {
  readonly email: string;
  readonly passwordHash: string;
  readonly active: boolean;
  readonly presence: "online" | "away" | "offline";
  readonly locale: Locale;
}
