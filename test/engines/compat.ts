/** What engines know, since when: MDN's browser-compat-data, asked by the path of a feature. */
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import type { Engines } from "../../web/engines.ts";

/** Path of a feature in the data: `css.properties.field-sizing`. */
export type Feature = string;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const DATA: unknown = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve("@mdn/browser-compat-data"), "utf8"),
);

/** What lies under this path; undefined: nothing. Names may hold dots: they are given one by one. */
function find(path: readonly string[]): unknown {
  let at: unknown = DATA;
  for (const name of path) {
    if (!isRecord(at) || !Object.hasOwn(at, name)) return undefined;
    at = at[name];
  }
  return at;
}

/** The first of these paths that the data knows; null: it knows none. */
export function known(...paths: readonly (readonly string[])[]): Feature | null {
  const path = paths.find((one) => supportOf(one) !== null);
  return path === undefined ? null : path.join(".");
}

/** Every path under this one that ends in this name. */
export function endingIn(name: string, under: readonly string[]): Feature | null {
  const here = find(under);
  if (!isRecord(here)) return null;
  if (supportOf([...under, name]) !== null) return [...under, name].join(".");
  for (const [child, value] of Object.entries(here)) {
    if (child === "__compat" || !isRecord(value)) continue;
    const found = endingIn(name, [...under, child]);
    if (found !== null) return found;
  }
  return null;
}

/** The names under a path: `api` has every interface. */
export const namesUnder = (path: readonly string[]): readonly string[] => {
  const here = find(path);
  return isRecord(here) ? Object.keys(here).filter((name) => name !== "__compat") : [];
};

/** The last names of all features under these areas that the oldest engines lack: who uses none of them need not ask further. */
export function namesMissingIn(areas: readonly string[], engines: Engines): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (path: readonly string[]): void => {
    if (missingIn(path.join("."), engines).length > 0) names.add((path.at(-1) ?? "").replace(/_static$/u, ""));
    for (const name of namesUnder(path)) if (isRecord(find([...path, name]))) walk([...path, name]);
  };
  for (const area of areas) walk([area]);
  return names;
}

function supportOf(path: readonly string[]): Readonly<Record<string, unknown>> | null {
  const compat = find([...path, "__compat"]);
  return isRecord(compat) && isRecord(compat["support"]) ? compat["support"] : null;
}

/** Which of the oldest engines do not know a feature, with the version that first does: `firefox 152`; empty: all do. */
export function missingIn(feature: Feature, engines: Engines): readonly string[] {
  const support = supportOf(feature.split("."));
  if (support === null) return [];
  return (["chrome", "firefox", "safari"] as const).flatMap((engine) => {
    const since = sinceOf(support[engine]);
    return since !== null && compare(since, engines[engine]) <= 0 ? [] : [`${engine} ${since ?? "never"}`];
  });
}

/**
 * The version from which an engine knows it, by its own name and unasked; null: none. In part counts: the data says so of
 * nearly everything in which somebody once found a fault.
 */
function sinceOf(support: unknown): string | null {
  const statements: readonly unknown[] = Array.isArray(support) ? support : [support];
  let earliest: string | null = null;
  for (const statement of statements) {
    if (!isRecord(statement)) continue;
    const { version_added: since, version_removed: until, prefix, alternative_name: other, flags } = statement;
    const isPlain = [until, prefix, other, flags].every((one) => one === undefined);
    if (isPlain && typeof since === "string" && /^≤?\d/u.test(since))
      earliest = older(earliest, since.replace("≤", ""));
  }
  return earliest;
}

const older = (a: string | null, b: string): string => (a !== null && compare(a, b) < 0 ? a : b);

function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  for (let at = 0; at < 3; at += 1) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
