import { DatabaseTrouble } from "../../ports/database-trouble.ts";

/** One line an event, with ids and never with bodies, addresses or tokens (CONTRIBUTING.md, How we write). */
export type LogLevel = "debug" | "info" | "warn" | "error";
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  (level: LogLevel, event: string, fields?: LogFields): void;
}

/** What a log may hold of an error: its name, message and causes; the stack only of bugs. */
export function describeError(error: unknown): LogFields {
  // Met by everybody at once, so that the log tells it once a second, by this field.
  if (error instanceof DatabaseTrouble) return { error: error.message, trouble: error.kind };
  if (!(error instanceof Error)) return { error: String(error) };
  const cause = error.cause instanceof Error ? ` ← ${error.cause.message}` : "";
  return { error: `${error.name}: ${error.message}${cause}`, stack: error.stack ?? null };
}
