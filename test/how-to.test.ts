import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const PLACE = /`((?:src|contract|web|locales|docs|scripts|test)\/[^`\s>]*)`/g;

/** A recipe's `TAG`, `NNNN` and `<area>` stand for whatever is added. */
const asPattern = (place: string): string =>
  place
    .replace(/\/NNNN[^/]*\.sql$/, "/*.sql")
    .replaceAll("TAG", "en")
    .replaceAll("<area>", "*");

test("every file and folder that a recipe names is there", () => {
  const recipes = readFileSync(join(ROOT, "docs", "how-to.md"), "utf8");
  const named = Array.from(recipes.matchAll(PLACE), ([, place = ""]) => place);
  expect(named.length).toBeGreaterThan(40);
  const missing = named.filter((place) => {
    const pattern = asPattern(place);
    return pattern.includes("*") ? globSync(pattern, { cwd: ROOT }).length === 0 : !existsSync(join(ROOT, pattern));
  });
  expect(missing).toEqual([]);
});
