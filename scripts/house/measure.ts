import { dirname } from "node:path";
import ts from "typescript";
import { cyclesOf } from "./cycles.ts";
import { type Export, exportsOf, type Import, importsOf } from "./names.ts";
import { commentLinesOf, functionsOf, linesOf, type Sized } from "./sizes.ts";
import { isProduct, isSource, isTest, isTypeScript } from "./tree.ts";

/** What is known of one source file. */
export interface Measured {
  readonly path: string;
  readonly lines: number;
  readonly commentLines: number;
  readonly functions: readonly Sized[];
  /** Exported names that no other file of the repository imports or gives on, tests included. */
  readonly unused: readonly Export[];
}

export interface House {
  readonly sources: readonly Measured[];
  readonly cycles: readonly (readonly string[])[];
  /** Files that a new field of a message touches, told by those that name one that is there: SQL and casts too. */
  readonly messageFieldFiles: readonly string[];
  /** Sources that tests alone import. They count like any other; whoever reads the figures should know of them. */
  readonly forTests: readonly string[];
}

/** A field that a message has had from the start, and nothing else has. */
const MESSAGE_FIELD = /\b(editedAt|edited_at)\b/;

/** Measures a repository given as texts by path. Throws where an import leads to no file: its name would count as unused. */
export function measure(tree: ReadonlyMap<string, string>): House {
  const parsed = [...tree].filter(([path]) => isTypeScript(path)).map(parse);
  const imports = new Map(parsed.map((file) => [file.fileName, importsOf(file)]));
  const users = usersIn(imports, tree);
  const sources = parsed.filter((file) => isSource(file.fileName));
  const graph = sources.map(({ fileName }) => [fileName, imports.get(fileName)?.map((each) => each.to) ?? []] as const);
  return {
    sources: sources.map((file) => ({
      path: file.fileName,
      lines: linesOf(file.text),
      commentLines: commentLinesOf(file),
      functions: functionsOf(file),
      unused: exportsOf(file).filter(({ name }) => !users.get(file.fileName)?.names.has(name)),
    })),
    cycles: cyclesOf(new Map(graph)),
    messageFieldFiles: [...tree]
      .filter(([path, text]) => isProduct(path) && MESSAGE_FIELD.test(text))
      .map(([path]) => path),
    forTests: sources.map((file) => file.fileName).filter((path) => users.get(path)?.files.every(isTest)),
  };
}

function parse([path, text]: readonly [string, string]): ts.SourceFile {
  // Comments are counted by their lines; reading what is in them would only take time.
  const jsDocParsingMode = ts.JSDocParsingMode.ParseNone;
  return ts.createSourceFile(path, text, { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode });
}

interface Users {
  readonly names: Set<string>;
  readonly files: string[];
}

/** For each file that others import: who they are, and what they name of it. */
function usersIn(
  imports: ReadonlyMap<string, readonly Import[]>,
  tree: ReadonlyMap<string, string>,
): ReadonlyMap<string, Users> {
  const users = new Map<string, Users>();
  for (const [path, taken] of imports) {
    for (const { to, names } of taken.filter((each) => each.to !== path)) {
      if (!tree.has(to)) throw new Error(`${path} imports ${to}, and there is no such file`);
      const known = users.get(to) ?? { names: new Set(), files: [] };
      users.set(to, known);
      known.files.push(path);
      for (const name of names) known.names.add(name);
    }
  }
  return users;
}

/** How many of the files stand directly in each folder, the fullest first. */
export function foldersOf(sources: readonly Measured[]): readonly (readonly [folder: string, files: number])[] {
  const folders = new Map<string, number>();
  for (const folder of sources.map(({ path }) => dirname(path))) folders.set(folder, (folders.get(folder) ?? 0) + 1);
  return [...folders].toSorted((a, b) => b[1] - a[1]);
}

/** The smallest of the numbers that at least `share` of them do not exceed (nearest rank); 0 where there are none. */
export function quantile(numbers: readonly number[], share: number): number {
  return numbers.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * numbers.length) - 1)] ?? 0;
}
