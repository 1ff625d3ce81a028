/** What scripts ask of an engine: members and globals by TypeScript's own libraries, attributes, regular expressions. */
import ts from "typescript";
import type { Engines } from "../../web/engines.ts";
import { type Feature, known, missingIn, namesMissingIn, namesUnder } from "./compat.ts";

export interface Use {
  readonly feature: Feature;
  /** Where it stands first: `web/ui/words.ts:12`. */
  readonly place: string;
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.ReactJSX,
  types: ["vite/client"],
  allowImportingTsExtensions: true,
  allowJs: true,
  noEmit: true,
  skipLibCheck: true,
};

/** What these files, and all that they import of ours, lazily too, use that the oldest engines lack; once each. */
export function newerUses(entries: readonly string[], root: string, engines: Engines): readonly Use[] {
  return usesIn(ts.createProgram(entries, OPTIONS, sharing(ts.createCompilerHost(OPTIONS))), root, engines);
}

/** TypeScript's own libraries, read once for all programs. */
const libraries = new Map<string, ts.SourceFile | undefined>();

function sharing(host: ts.CompilerHost): ts.CompilerHost {
  const { getSourceFile } = host;
  host.getSourceFile = (file, ...rest) => {
    if (!file.includes("/typescript/lib/")) return getSourceFile(file, ...rest);
    if (!libraries.has(file)) libraries.set(file, getSourceFile(file, ...rest));
    return libraries.get(file);
  };
  return host;
}

/** The same of one script that stands in no file. */
export function newerInText(text: string, engines: Engines): readonly Feature[] {
  const name = "/snippet.tsx";
  const host = sharing(ts.createCompilerHost(OPTIONS));
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => file === name || fileExists(file);
  host.getSourceFile = (file, ...rest) =>
    file === name ? ts.createSourceFile(file, text, OPTIONS.target ?? 99, true) : getSourceFile(file, ...rest);
  const program = ts.createProgram([name], { ...OPTIONS, types: [] }, host);
  return usesIn(program, "/", engines).map(({ feature }) => feature);
}

function usesIn(program: ts.Program, root: string, engines: Engines): readonly Use[] {
  const checker = program.getTypeChecker();
  // Whose type is asked for is what takes time: only of names that some newer feature has.
  const names = namesMissingIn(["api", "javascript", "html"], engines);
  const found = new Map<Feature, Use>();
  for (const source of program.getSourceFiles()) {
    if (source.isDeclarationFile || source.fileName.includes("/node_modules/")) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
      for (const feature of featuresOf(node, names, checker)) {
        if (found.has(feature) || missingIn(feature, engines).length === 0) continue;
        const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
        found.set(feature, { feature, place: `${source.fileName.replace(`${root}/`, "")}:${line + 1}` });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...found.values()];
}

function featuresOf(node: ts.Node, names: ReadonlySet<string>, checker: ts.TypeChecker): readonly Feature[] {
  if (ts.isRegularExpressionLiteral(node)) return pattern(node.text);
  if (ts.isJsxAttribute(node)) return one(attribute(node));
  if (!ts.isIdentifier(node) || !names.has(node.text)) return [];
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return one(member(parent, checker));
  if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent)) return one(taken(parent, checker));
  return one(globalName(node, checker));
}

const one = (feature: Feature | null): readonly Feature[] => (feature === null ? [] : [feature]);

/** `Map.groupBy`, `element.showPopover`: looked for in the engine's types, from the receiver's own up to its bases. */
function member(node: ts.PropertyAccessExpression, checker: ts.TypeChecker): Feature | null {
  const name = node.name.text;
  const symbol = checker.getSymbolAtLocation(node.name);
  if (symbol === undefined) {
    // Of what nobody knows the type of: by its name alone, where no engine's oldest interface has one like it.
    return checker.getTypeAtLocation(node.expression).flags & ts.TypeFlags.Any ? byNameAlone(name) : null;
  }
  return isOfEngine(symbol) ? memberOf(checker.getTypeAtLocation(node.expression), symbol, checker) : null;
}

/** `const { ariaLabel } = element`. */
function taken(node: ts.BindingElement, checker: ts.TypeChecker): Feature | null {
  const name = node.propertyName ?? node.name;
  if (!ts.isIdentifier(name)) return null;
  const from = checker.getTypeAtLocation(node.parent);
  const symbol = from.getProperty(name.text);
  return symbol !== undefined && isOfEngine(symbol) ? memberOf(from, symbol, checker) : null;
}

function memberOf(receiver: ts.Type, symbol: ts.Symbol, checker: ts.TypeChecker): Feature | null {
  const { name } = symbol;
  const owners = [...ownersOf(symbol), ...typeNames(checker.getApparentType(receiver))];
  return known(
    ...owners.flatMap((owner) => [
      ["javascript", "builtins", owner, name],
      ["api", owner, name],
      ["api", owner, `${name}_static`],
    ]),
  );
}

/** The interfaces and namespaces that declare it: `MapConstructor` stands for `Map`. */
const ownersOf = (symbol: ts.Symbol): readonly string[] =>
  (symbol.declarations ?? []).flatMap(({ parent }) => {
    const holder = ts.isModuleBlock(parent) ? parent.parent : ts.isTypeLiteralNode(parent) ? parent.parent : parent;
    const isNamed =
      ts.isInterfaceDeclaration(holder) || ts.isModuleDeclaration(holder) || ts.isVariableDeclaration(holder);
    return isNamed ? [holder.name.getText().replace(/(Constructor|Static)$/u, "")] : [];
  });

function typeNames(type: ts.Type): readonly string[] {
  if (type.isUnionOrIntersection()) return type.types.flatMap(typeNames);
  return [type.symbol?.name ?? "", ...(type.getBaseTypes() ?? []).flatMap(typeNames)];
}

/** `structuredClone`, `IntersectionObserver`: a name that only the engine declares. */
function globalName(node: ts.Identifier, checker: ts.TypeChecker): Feature | null {
  if (ts.isPropertyAssignment(node.parent) && node.parent.name === node) return null;
  const symbol = checker.getSymbolAtLocation(node);
  if (symbol === undefined || !isOfEngine(symbol)) return null;
  return known(["javascript", "builtins", node.text], ["api", node.text], ["api", "Window", node.text]);
}

const isOfEngine = (symbol: ts.Symbol): boolean =>
  (symbol.declarations ?? []).some((declaration) =>
    /\/typescript\/lib\/lib\./u.test(declaration.getSourceFile().fileName),
  );

function attribute(node: ts.JsxAttribute): Feature | null {
  const tag = node.parent.parent.tagName.getText();
  if (tag !== tag.toLowerCase()) return null;
  const name = node.name.getText().toLowerCase();
  return known(["html", "elements", tag, name], ["html", "global_attributes", name]);
}

function pattern(text: string): readonly Feature[] {
  const flags = text.slice(text.lastIndexOf("/"));
  return [
    ...one(/\(\?<[=!]/u.test(text) ? "javascript.regular_expressions.lookbehind_assertion" : null),
    ...one(/\(\?[ims-]+:/u.test(text) ? "javascript.regular_expressions.modifier" : null),
    ...one(flags.includes("v") ? "javascript.builtins.RegExp.unicodeSets" : null),
    ...one(flags.includes("d") ? "javascript.builtins.RegExp.hasIndices" : null),
  ];
}

/** What a page deals with whose script has no types. */
const USUAL = ["Document", "Element", "HTMLElement", "Navigator", "Node", "Window"].map((owner) => ["api", owner]);
const OWNERS = [...USUAL, ...namesUnder(["javascript", "builtins"]).map((owner) => ["javascript", "builtins", owner])];

/** The feature of a name that exactly one of them has; null: none or several, and nobody can tell which. */
function byNameAlone(name: string): Feature | null {
  const found = OWNERS.flatMap((owner) => known([...owner, name]) ?? known([...owner, `${name}_static`]) ?? []);
  return found.length === 1 ? (found[0] ?? null) : null;
}
