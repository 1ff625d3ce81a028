import { expect, test } from "vitest";
import { troubleOf } from "./trouble.ts";

const coded = (code: string, message = "as PostgreSQL said it"): Error => Object.assign(new Error(message), { code });

test.each([
  ["57P01", "away"],
  ["08006", "away"],
  ["ECONNREFUSED", "away"],
  ["EPIPE", "away"],
  ["57P03", "starting"],
  ["57014", "silent"],
  ["53300", "crowded"],
  ["53100", "disk-full"],
  ["25006", "read-only"],
  ["28P01", "shut-out"],
  ["3D000", "shut-out"],
  ["XX001", "damaged"],
] as const)("%s is %s, in a sentence that ends with what was said", (code, kind) => {
  const trouble = troubleOf(coded(code));
  expect(trouble?.kind).toBe(kind);
  expect(trouble?.message).toMatch(/^The database .+ \(as PostgreSQL said it\)$/);
});

test.each([
  ["timeout exceeded when trying to connect", "crowded"],
  ["Query read timeout", "silent"],
  ["Connection terminated unexpectedly", "away"],
  ["Client has encountered a connection error and is not queryable", "away"],
  ['could not write to file "pg_wal/xlogtemp.7": No space left on device', "disk-full"],
] as const)("%s is %s", (words, kind) => {
  expect(troubleOf(new Error(words))?.kind).toBe(kind);
});

test("of a name with several addresses it tells what each said", () => {
  const all = Object.assign(
    new AggregateError([new Error("connect ECONNREFUSED ::1"), new Error("and 127.0.0.1")], ""),
    {
      code: "ECONNREFUSED",
    },
  );
  expect(troubleOf(all)?.message).toContain("connect ECONNREFUSED ::1; and 127.0.0.1");
});

test.each(["23505", "40P01", "42601"])("%s is no trouble of the database, but of what was asked", (code) => {
  expect(troubleOf(coded(code))).toBeNull();
  expect(troubleOf(new Error("a bug"))).toBeNull();
});
