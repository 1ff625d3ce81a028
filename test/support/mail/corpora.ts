/**
 * Public mail kept outside the project, as data: reply texts, odd MIME, real bounces.
 *
 * A plain clone does not have it. Then `corpusFolder` says so and the tests that need it are skipped;
 * a folder that is there but cannot be read fails the test that wanted it.
 */
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "vitest";

/** Where the corpora are looked for: `ARIANE_CORPORA`, else beside the project. */
export const corporaRoot: string = resolve(
  // oxlint-disable-next-line node/no-process-env -- tests have no config of their own
  process.env["ARIANE_CORPORA"] ?? join(import.meta.dirname, "../../../../shared/corpora"),
);

/** Where the cases lie that were met or thought of: `ARIANE_CASES`, else beside the corpora. */
const casesRoot: string = resolve(
  // oxlint-disable-next-line node/no-process-env -- tests have no config of their own
  process.env["ARIANE_CASES"] ?? join(corporaRoot, "../cases"),
);

/** The lines of one case, such as `mail/forged-from.eml`, or null where the clone has none; said once on the error stream. */
export function caseLines(part: string): string | null {
  const path = join(casesRoot, part);
  if (existsSync(path)) return readFileSync(path, "utf8");
  process.stderr.write(`case absent: ${path} is not there, so the tests on it are skipped (set ARIANE_CASES)\n`);
  return null;
}

export interface CorpusFile {
  /** File name without its folder: what the expectations call it. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** A folder or file of the corpora, or null where the clone has none; said once on the error stream. For `test.skipIf(folder === null)`. */
export function corpusFolder(part: string): string | null {
  const path = join(corporaRoot, part);
  if (existsSync(path)) return path;
  process.stderr.write(`corpus absent: ${path} is not there, so the tests on it are skipped (set ARIANE_CORPORA)\n`);
  return null;
}

/** The same for a test that needs nothing else: runs `body` when the part is there, else a skipped test says what is missing. */
export function corpusTest(
  name: string,
  part: string,
  body: (path: string) => void | Promise<void>,
  timeoutMs = 120_000,
): void {
  const path = corpusFolder(part);
  if (path === null) test.skip(`${name} [corpus absent]`, () => undefined);
  else test(name, () => body(path), timeoutMs);
}

/** Every file of a folder whose name ends in one of `endings`, in order of name. Throws when one cannot be read. */
export function readCorpusFolder(
  path: string | null,
  endings: readonly string[] = [".eml", ".msg"],
): readonly CorpusFile[] {
  if (path === null) throw new Error("this corpus is absent: ask `corpusFolder` first and skip the test");
  return readdirSync(path)
    .filter((name) => endings.some((ending) => name.endsWith(ending)) && statSync(join(path, name)).isFile())
    .toSorted()
    .map((id) => ({ id, bytes: readFileSync(join(path, id)) }));
}

/** A JSON file of the corpora, not yet trusted. Throws when it cannot be read. */
export function readCorpusJson(path: string | null): unknown {
  if (path === null) throw new Error("this corpus is absent: ask `corpusFolder` first and skip the test");
  return JSON.parse(readFileSync(path, "utf8"));
}
