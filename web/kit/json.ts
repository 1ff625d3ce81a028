/**
 * A value as JSON, on pages of others: old libraries give arrays, and whatever else, a `toJSON` that writes strings
 * (Prototype before 1.7), or put another JSON in the place of the engine's (MooTools before 1.3). So neither is asked.
 * What is undefined is left out, as by JSON.stringify.
 */
export function toJson(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return String(value);
  if (typeof value !== "object" || value === null) return "null";
  if (Array.isArray(value)) return `[${value.map((one) => toJson(one)).join()}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${quoted(name)}:${toJson(member)}`).join()}}`;
}

/** Those with a letter of their own. */
const LETTERS = new Map(
  Object.entries({ '"': '"', "\\": "\\", "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t" }),
);

/** Marks of its own, controls and halves of pairs may not stand in a string as they are. */
const quoted = (text: string): string =>
  `"${text.replace(/["\\\p{Cc}\p{Cs}]/gu, (unit) => {
    const code = unit.charCodeAt(0);
    if (code > 0x7e && code < 0xa0) return unit;
    return `\\${LETTERS.get(unit) ?? `u${code.toString(16).padStart(4, "0")}`}`;
  })}"`;
