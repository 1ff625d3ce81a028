/** The self-check of SECURITY.md: each line of it has a test, a gap said plainly, or nothing that could be tried. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
  .map((path) => ({ path: `src/${path}`, text: read(`src/${path}`) }));
const doing = (pattern: RegExp): readonly string[] =>
  sources.flatMap(({ path, text }) => (pattern.test(text) ? [path] : [])).toSorted();

describe("the table", () => {
  const rows = read("SECURITY.md")
    .split("\n")
    .filter((line) => /^\| \d+\./.test(line))
    .map((line) => line.slice(2, -2).split(" | "));

  test("is read", () => expect(rows.length).toBeGreaterThan(50));

  test.each(rows)("%s", (_requirement, met, tried = "") => {
    expect(tried === "—" ? met : tried).toMatch(tried === "—" ? /\*\*Gap\*\*/ : /^\[[^\]]+\]\([^)]+\)/);
  });
});

test("V1.3.6, V14.2.3: of all programs only the doctor and sign-in at mail servers fetch anything", () => {
  expect(
    doing(/(?<![#.\w])fetch\(|import \{[^}]*\b(?:request|get|connect)\b[^}]*\} from "node:(?:https?|http2)"/),
  ).toEqual(["src/adapters/oauth/token-endpoint.ts", "src/doctor/doctor.ts"]);
});

test("V5.2.3: nothing is unpacked but a mail that was compressed whole, up to a limit", () => {
  expect(doing(/\b(?:inflate|gunzip|unzip|brotliDecompress)\w*\(/)).toEqual(["src/adapters/mail/mime/inside/cms.ts"]);
});

describe("V15.1, V15.2.1: each package", () => {
  const manifest: { dependencies: Record<string, string>; devDependencies: Record<string, string> } = JSON.parse(
    read("package.json"),
  );

  test("has one version", () => {
    const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test("that a server needs has its reason in ADR 0015", () => {
    const reasons = read("docs/adr/0015-dependencies.md");
    expect(Object.keys(manifest.dependencies).filter((name) => !reasons.includes(`\`${name}\``))).toEqual([]);
  });
});
