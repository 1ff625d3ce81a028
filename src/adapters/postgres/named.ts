/** Statements by name, so that PostgreSQL parses and plans each once a connection and not at every call. */
import { createHash } from "node:crypto";
import type { Queryable } from "./pool.ts";

/** Our statements are written down; only those of which the columns vary make more than one, and they are few. */
const TEXTS_AT_MOST = 1_000;
const names = new Map<string, string>();

/**
 * The same connection, whose statements with values are prepared; what has a name of its own keeps it. `before` is called
 * before each.
 */
export const named = <T extends Queryable>(db: T, before: () => void = () => undefined): T =>
  new Proxy(db, {
    get(target, key) {
      if (key !== "query") return Reflect.get(target, key);
      return (first: unknown, ...rest: readonly unknown[]): unknown => {
        before();
        return Reflect.apply(target.query, target, withName(first, rest));
      };
    },
  });

function withName(first: unknown, rest: readonly unknown[]): readonly unknown[] {
  const [values, ...others] = rest;
  const name = typeof first === "string" && Array.isArray(values) ? nameOf(first) : null;
  return name === null ? [first, ...rest] : [{ name, text: first, values }, ...others];
}

/** Null: there are too many by now, and this one stays without. */
function nameOf(text: string): string | null {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= TEXTS_AT_MOST) return null;
  // From the text, so that it means the same on whatever connection it is met.
  const name = createHash("sha256").update(text).digest("base64url");
  names.set(text, name);
  return name;
}
