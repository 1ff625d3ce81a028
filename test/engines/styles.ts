/** What a style sheet asks of an engine: properties, words and functions in values, units, selectors, at-rules. */
import postcss, { type AtRule, type Declaration, type Rule } from "postcss";
import { endingIn, type Feature, known } from "./compat.ts";

/** Every feature that a style sheet uses, except what it asks for first (`@supports`) or says again for older ones. */
export function featuresOfStyles(css: string): ReadonlySet<Feature> {
  const found = new Set<Feature>();
  const add = (feature: Feature | null): void => {
    if (feature !== null) found.add(feature);
  };
  postcss.parse(css).walk((node) => {
    if (isAskedFor(node)) return;
    if (node.type === "decl") declaration(node, add);
    if (node.type === "rule") rule(node, add);
    if (node.type === "atrule") atRule(node, add);
  });
  return found;
}

type Add = (feature: Feature | null) => void;
interface Placed {
  readonly parent?: unknown;
}

function isAskedFor(node: Placed): boolean {
  for (let at: unknown = node.parent; isPlaced(at); at = at.parent) {
    if ("name" in at && at.name === "supports") return true;
  }
  return false;
}

const isPlaced = (value: unknown): value is Placed => typeof value === "object" && value !== null;

function declaration(node: Declaration, add: Add): void {
  const property = node.prop;
  if (!property.startsWith("-")) add(known(["css", "properties", property]));
  // What stands above under the same name is what an older engine takes.
  if (node.prev()?.type === "decl" && "prop" in (node.prev() ?? {}) && propOf(node.prev()) === property) return;
  const value = node.value.replaceAll(/"[^"]*"|'[^']*'|url\([^)]*\)|--[\w-]+/gu, "");
  for (const [, name = ""] of value.matchAll(/([a-z][a-z\d-]*)\(/gu)) {
    add(known(["css", "properties", property, name]) ?? endingIn(name, ["css", "types"]));
  }
  for (const [word] of value.matchAll(/(?<![\w#-])[a-z][a-z-]*(?![\w(-])/gu)) {
    add(known(["css", "properties", property, word]));
  }
  for (const [, unit = ""] of value.matchAll(/\d([a-z]+)/gu)) add(unitFeature(unit));
}

const propOf = (node: unknown): unknown =>
  typeof node === "object" && node !== null && "prop" in node ? node.prop : undefined;

function unitFeature(unit: string): Feature | null {
  if (/^[dsl]v/u.test(unit)) return "css.types.length.viewport_percentage_units_dynamic";
  if (unit.startsWith("cq")) return "css.types.length.container_query_length_units";
  return known(["css", "types", "length", unit]);
}

function rule(node: Rule, add: Add): void {
  if (node.parent?.type === "rule") add("css.selectors.nesting");
  for (const [, name = ""] of node.selector.matchAll(/::?([a-z][a-z-]*)/gu)) add(known(["css", "selectors", name]));
}

function atRule(node: AtRule, add: Add): void {
  add(known(["css", "at-rules", node.name]));
  if (node.name !== "media" && node.name !== "container") return;
  for (const [, name = ""] of node.params.matchAll(/([a-z][a-z-]+)\s*[:)<>=]/gu)) {
    add(known(["css", "at-rules", node.name, name.replace(/^(min|max)-/u, "")]));
  }
  if (/[<>]/u.test(node.params)) add(known(["css", "at-rules", node.name, "range_syntax"]));
}
