/** One name for an area on all layers: whoever knows where it is in one finds it in the others. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const LAYERS = "{src/{domain,steps,usecases,ports,adapters/postgres,transport/http},contract}";
/** Rooms that only one layer or two have, and which ARCHITECTURE.md names below its table. */
const ROOMS = ["inbound-mail", "reply-extraction", "queries", "migrations", "tx"];

test("every folder of a layer is an area that ARCHITECTURE.md lists, and every area listed is a folder", () => {
  const told = readFileSync(join(ROOT, "ARCHITECTURE.md"), "utf8");
  const [, table = ""] = /## Areas\n([\s\S]*?)\n## /.exec(told) ?? [];
  const areas = Array.from(table.matchAll(/^\| `([\w-]+)` \|/gm), ([, name = ""]) => name);
  const files = globSync(`${LAYERS}/*/**/*.{ts,sql}`, { cwd: ROOT });
  const layer = /^(?:contract|src\/(?:adapters\/postgres|transport\/http|\w+))\/([\w-]+)\//;
  const folders = new Set(files.map((file) => layer.exec(file)?.[1] ?? file));
  expect(folders.size).toBeGreaterThan(10);
  expect([...folders].filter((name) => !areas.includes(name) && !ROOMS.includes(name))).toEqual([]);
  expect(areas.filter((name) => !folders.has(name))).toEqual([]);
});
