import ts from "typescript";

/** A function that has a body: declared, arrow, method, accessor or constructor. */
export interface Sized {
  readonly path: string;
  readonly line: number;
  readonly name: string;
  /** From its first line to its last, doc comment aside. */
  readonly lines: number;
}

/** Every function of a file, those inside of others too. */
export function functionsOf(file: ts.SourceFile): readonly Sized[] {
  const found: Sized[] = [];
  const look = (node: ts.Node, name: string): void => {
    const own = nameOf(node, file) ?? name;
    if (ts.isFunctionLike(node) && "body" in node && node.body !== undefined) {
      const first = lineAt(file, node.getStart(file));
      found.push({ path: file.fileName, line: first + 1, name: own, lines: lineAt(file, node.end) - first + 1 });
    }
    // What has no name of its own goes by the one it stands in: `lazy(() => …)` of `const Page` is Page's.
    ts.forEachChild(node, (child) => look(child, own));
  };
  look(file, "");
  return found;
}

/** How many lines hold a comment and nothing else. */
export function commentLinesOf(file: ts.SourceFile): number {
  const withCode = new Set<number>();
  const look = (node: ts.Node): void => {
    const parts = node.getChildren(file);
    parts.forEach(look);
    if (parts.length > 0 || node.getStart(file) === node.end) return;
    for (let line = lineAt(file, node.getStart(file)); line <= lineAt(file, node.end); line += 1) withCode.add(line);
  };
  look(file);
  return file.text.split("\n").filter((line, at) => line.trim() !== "" && !withCode.has(at)).length;
}

/** All lines of a text; the newline at its end begins none. */
export function linesOf(text: string): number {
  return text === "" ? 0 : text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}

function nameOf(node: ts.Node, file: ts.SourceFile): string | undefined {
  if (ts.isConstructorDeclaration(node)) return "constructor";
  if (!ts.isFunctionLike(node) && !ts.isVariableDeclaration(node) && !ts.isPropertyAssignment(node)) return undefined;
  return node.name?.getText(file);
}

function lineAt(file: ts.SourceFile, position: number): number {
  return file.getLineAndCharacterOfPosition(position).line;
}
