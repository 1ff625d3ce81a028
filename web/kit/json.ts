/**
 * A value as JSON, on pages of others: old libraries give arrays, and whatever else, a `toJSON` that writes strings
 * (Prototype before 1.7). Strings and numbers are never asked for it. What is undefined is left out, as by JSON.stringify.
 */
export function toJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map((one) => toJson(one)).join()}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${toJson(member)}`).join()}}`;
}
