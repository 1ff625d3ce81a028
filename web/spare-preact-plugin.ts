/** For pages of others: of Preact only what the widget uses. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parseAst, type Plugin } from "vite";

const SOURCES = join(dirname(createRequire(import.meta.url).resolve("preact/package.json")), "src");

/**
 * What is always so in the widget, by how Preact's own sources write it: no server has rendered anything, nothing suspends, no
 * component catches another's errors or lives by anything but the five calls that ours have, and there is neither markup
 * from text nor anything of MathML. With each put in its place, what depends on the contrary is dead code.
 */
const FACTS: readonly (readonly [said: RegExp, always: string])[] = [
  [/^isHydrating$/, "false"],
  [/^excessDomChildren$|^slice\.call\(parentDom\.childNodes\)$/, "null"],
  [/^\S+ & (?:MODE_(HYDRATE|SUSPENDED)|REF_DETACHED|COMPONENT_P\w+)$/, "0"],
  [/^(?:\w+|r = r)\._excess$/, "null"],
  [/^e\.then$/, "null"],
  [/^(next|oldDom)\.nodeType == 8$|^parentDom\.nodeType == 9$/, "false"],
  // Nobody listens to what Preact does, or puts it off.
  [/^(?:tmp = )?options\.(?!_catchError)\w+$|^prevDebounce$/, "null"],
  // Contexts and portals.
  [/^tmp(?: && globalContext\[|\s+\? provider)/, "null"],
  [/^(?:tmp = newType\.contextType|globalContext|componentContext|provider|[\w.]*[pP]rops\._parentDom)$/, "null"],
  [/^newType\.getDerivedStateFromProps$/, "null"],
  [/^c\.(componentWill(Mount|Update|ReceiveProps)|shouldComponentUpdate|getChildContext)$/, "null"],
  [/^BaseComponent\.prototype\.forceUpdate = /, "null"],
  [/^handled\b|^component\.componentDidCatch$/, "null"],
  [/^i == 'dangerouslySetInnerHTML'$/, "false"],
  [/^'default(Value|Checked)' in newProps$|^newProps\.(?:is|defaultValue)$/, "false"],
  [/^nodeType == '(math|foreignObject|template|progress)'$|^namespace == MATH_NAMESPACE$/, "false"],
  [/^typeof (update == 'function'|(value|oldValue) == 'string')$|^childVNode\.constructor === String$/, "false"],
  [/^name != '(download|rowSpan|colSpan|popover)'$/, "true"],
  [/^name == 'popover'$|^name != \(name = name\.replace\(CAPTURE/, "false"],
  [/^name\s*\.replace\(\/xlink/, "name"],
];

/** What says in a view of ours that one of them is not so any more. */
const CONTRARY = new RegExp(
  [
    /\b(?:hydrate|createContext|createPortal|contextType|forceUpdate|getDerivedState\w+|componentDidCatch|getChildContext)\b/,
    /\b(?:componentWill(?:Mount|Update|ReceiveProps)|shouldComponentUpdate|dangerouslySetInnerHTML)\b|setState\(\(/,
    /\b(?:default(?:Value|Checked)|download|rowSpan|colSpan|popover|on\w+Capture|className|xlink\w+)=|style="/,
    /<(?:math|foreignObject|template|progress)\b/,
  ]
    .map(({ source }) => source)
    .join("|"),
);

/** Builds Preact from its sources, without what no line of ours can reach. Throws where one begins to, and where Preact is another. */
export function sparePreactPlugin(): Plugin {
  const found = new Set<RegExp>();
  return {
    name: "ariane-spare-preact",
    enforce: "pre",
    resolveId: (source) => (source === "preact" ? join(SOURCES, "index.js") : null),
    transform(code, id) {
      if (id.startsWith(SOURCES)) return { code: withShortMembers(withFacts(code, found)), map: null };
      const [word] = (id.endsWith(".tsx") && CONTRARY.exec(code.replaceAll(/\/\/.*/g, ""))) || [];
      if (word !== undefined) throw new Error(`${id}: the widget's Preact has no ${word} (spare-preact-plugin.ts)`);
      return null;
    },
    buildEnd(error) {
      const missing = FACTS.filter(([said]) => !found.has(said)).map(([said]) => said);
      if (!error && missing.length > 0) throw new Error(`Preact's sources do not say ${missing.join(", ")} any more`);
    },
  };
}

function withFacts(code: string, found: Set<RegExp>): string {
  const places: Place[] = [];
  collect(parseAst(code), code, places);
  return places
    .toSorted((one, other) => other.start - one.start)
    .reduce((text, { start, end, fact: [said, always] }) => {
      found.add(said);
      return text.slice(0, start) + always + text.slice(end);
    }, code);
}

/** What Preact writes on elements and components of its own is named short; on elements, no one else names anything so. */
const MEMBER = /\b_[a-z]\w+/g;
const members = [
  ...new Set(
    readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".js"))
      .flatMap((name) => readFileSync(join(SOURCES, name), "utf8").match(MEMBER) ?? []),
  ),
].toSorted();
const withShortMembers = (code: string): string =>
  code.replaceAll(MEMBER, (name) => `_${members.indexOf(name).toString(36)}`);

interface Place {
  readonly start: number;
  readonly end: number;
  readonly fact: (typeof FACTS)[number];
}

/** Where a name is written to, declared, or a member's: that is nothing read. */
const NOT_READ = new Set(["left", "id", "params", "property", "key", "specifiers"]);

/** The outermost expressions that are always so. What is compared stands left too, so of that only what is assigned to is left out. */
function collect(node: unknown, code: string, places: Place[]): void {
  if (typeof node !== "object" || node === null) return;
  const type = "type" in node ? String(node.type) : "";
  if (/Expression$|^Identifier$/.test(type) && "start" in node && "end" in node) {
    const [start, end] = [Number(node.start), Number(node.end)];
    const fact = FACTS.find(([said]) => said.test(code.slice(start, end)));
    if (fact !== undefined) {
      places.push({ start, end, fact });
      return;
    }
  }
  for (const [name, part] of Object.entries(node)) {
    const isRead = !NOT_READ.has(name) || (name === "left" && type !== "AssignmentExpression");
    if (isRead) collect(part, code, places);
  }
}
