import type { EmbeddedConnection } from "../../src/adapters/postgres-embedded/application-role.ts";

export interface ServerSetting {
  readonly connection: EmbeddedConnection;
  /** Where mail leaves to; 0: nowhere. */
  readonly smtpPort: number;
}

export const isServerSetting = (value: unknown): value is ServerSetting =>
  typeof value === "object" && value !== null && "connection" in value && "smtpPort" in value;
