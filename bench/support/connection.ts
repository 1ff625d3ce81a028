import type { EmbeddedConnection } from "../../src/adapters/postgres-embedded/application-role.ts";

export interface ServerSetting {
  readonly connection: EmbeddedConnection;
  /** Where mail leaves to; 0: nowhere. */
  readonly smtpPort: number;
  /** Where strangers are told apart, as a product in the open does; not given: nobody is held back. */
  readonly trustedProxies?: readonly string[];
}

export const isServerSetting = (value: unknown): value is ServerSetting =>
  typeof value === "object" && value !== null && "connection" in value && "smtpPort" in value;
