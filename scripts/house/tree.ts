import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The rooms that are measured. Every other folder is only asked what it names of them. */
export const ROOMS = ["src", "web", "contract"] as const;

/** What is installed, built or left by a run: nobody wrote it. */
const NOT_WRITTEN = new Set(["node_modules", "dist", "data", "test-results"]);

/** The text of every file of the rooms, and of every TypeScript file elsewhere, by its path from `root`. */
export function readTree(root: string): ReadonlyMap<string, string> {
  const paths = readdirSync(root, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith(".") && !NOT_WRITTEN.has(entry.name))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(root, entry.name) : [entry.name]));
  const read = paths.filter((path) => isInRoom(path) || isTypeScript(path)).toSorted();
  return new Map(read.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

function filesBelow(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

/** Which room a path is in, by its first part; null outside of all. */
export function roomOf(path: string): (typeof ROOMS)[number] | null {
  return ROOMS.find((room) => path.startsWith(`${room}/`)) ?? null;
}

/** Tests are told by their name alone: `cast.ts` beside them is read by whoever reads the folder, and counts. */
export function isTest(path: string): boolean {
  return /[.](test|spec)[.]tsx?$/.test(path);
}

/** A file that the compiler reads, declarations aside. */
export function isTypeScript(path: string): boolean {
  return /[.]tsx?$/.test(path) && !path.endsWith(".d.ts");
}

/** What the figures are about: TypeScript of a room that is no test. */
export function isSource(path: string): boolean {
  return isTypeScript(path) && isInRoom(path) && !isTest(path);
}

/** A file of a room that is no test, of whatever kind: tables, styles and pages too. */
export function isProduct(path: string): boolean {
  return isInRoom(path) && !isTest(path);
}

function isInRoom(path: string): boolean {
  return roomOf(path) !== null;
}
