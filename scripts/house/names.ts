import { dirname, join } from "node:path";
import ts from "typescript";

/** What one file takes from another of the repository. */
export interface Import {
  /** The path that the specifier resolves to; whether such a file is there is the caller's question. */
  readonly to: string;
  /** The names as the other file exports them. */
  readonly names: readonly string[];
}

/** A name that a file gives out, types included. */
export interface Export {
  readonly name: string;
  readonly line: number;
}

const SPECIFIER_OF_SOURCE = /^[.].*[.]tsx?$/;

/**
 * The imports and re-exports of one file, types included. Where a module is taken whole (`import * as it`, `export *`,
 * `import("…")`), `names` holds every word of the file: too much, but never too little.
 */
export function importsOf(file: ts.SourceFile): readonly Import[] {
  const found: Import[] = [];
  const take = (specifier: ts.Node | undefined, names: readonly string[]): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier) || !SPECIFIER_OF_SOURCE.test(specifier.text))
      return;
    found.push({ to: join(dirname(file.fileName), specifier.text), names });
  };
  const look = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) take(node.moduleSpecifier, namesTaken(node.importClause?.namedBindings, file));
    else if (ts.isExportDeclaration(node)) take(node.moduleSpecifier, namesTaken(node.exportClause ?? node, file));
    else if (ts.isImportTypeNode(node)) take(literalOf(node.argument), wordsOf(file));
    else if (isDynamicImport(node)) take(node.arguments[0], wordsOf(file));
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
}

/** The names that a file exports, each once: a schema and its type share one. A default has no name and is left out. */
export function exportsOf(file: ts.SourceFile): readonly Export[] {
  const lines = new Map<string, number>();
  for (const name of file.statements.flatMap(namesGiven)) {
    const { line } = file.getLineAndCharacterOfPosition(name.getStart(file));
    if (!lines.has(name.text)) lines.set(name.text, line + 1);
  }
  return [...lines].map(([name, line]) => ({ name, line }));
}

function namesTaken(bindings: ts.Node | undefined, file: ts.SourceFile): readonly string[] {
  if (bindings === undefined) return [];
  if (!ts.isNamedImports(bindings) && !ts.isNamedExports(bindings)) return wordsOf(file);
  return bindings.elements.map((element) => (element.propertyName ?? element.name).text);
}

function namesGiven(statement: ts.Statement): readonly (ts.Identifier | ts.StringLiteral)[] {
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    if (clause === undefined) return [];
    const names = ts.isNamedExports(clause) ? clause.elements.map((element) => element.name) : [clause.name];
    return names.filter((name) => name.text !== "default");
  }
  if (!has(statement, ts.SyntaxKind.ExportKeyword) || has(statement, ts.SyntaxKind.DefaultKeyword)) return [];
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap((each) => bound(each.name));
  const name = isNamed(statement) ? statement.name : undefined;
  return name !== undefined && ts.isIdentifier(name) ? [name] : [];
}

function has(node: ts.Statement, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind);
}

function isNamed(node: ts.Statement): node is ts.Statement & ts.NamedDeclaration {
  return "name" in node;
}

function bound(name: ts.BindingName): readonly ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? bound(element.name) : []));
}

function isDynamicImport(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
}

function literalOf(argument: ts.TypeNode): ts.Node | undefined {
  return ts.isLiteralTypeNode(argument) ? argument.literal : undefined;
}

function wordsOf(file: ts.SourceFile): readonly string[] {
  return [...new Set(file.text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu))];
}
