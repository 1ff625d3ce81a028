import type { Locale } from "../ids.ts";
import type { AgentIdentity } from "./roles.ts";

/** What is kept instead of a hash until somebody has chosen a password: none fits it, and trying costs what it costs with any. */
export const NO_PASSWORD_YET = "none";

/** A team member. */
export interface Agent extends AgentIdentity {
  readonly email: string;
  readonly passwordHash: string;
  readonly active: boolean;
  /** As others see it: by what they chose and the pages that they have open. */
  readonly presence: "online" | "away" | "offline";
  readonly locale: Locale;
  /** The name that end users read; null: the full one. */
  readonly publicName: string | null;
  /** The hash of their photo; null: none. Saved apart. */
  readonly photo: string | null;
}
