/** For pages of others, which may have given every object more members than its own (`Object.prototype.style = "x"`). */
import { parseAst, type Plugin } from "vite";

/**
 * Makes what the widget is built of, Preact and the bundler's lines among it, look at an object's own members only. Whoever
 * goes through all of them would take a stranger's for an attribute of an element or an export of a chunk; and whoever
 * is given options, as Intl, `fetch` and observers are, would take it for one of them, and throw. So nothing goes
 * through inherited members, and what is written as an object inherits none.
 */
export function ownMembersPlugin(): Plugin {
  return {
    name: "ariane-own-members",
    renderChunk: (code) => ({ code: withOwnMembers(code), map: null }),
  };
}

function withOwnMembers(code: string): string {
  const places: number[] = [];
  collectObjects(parseAst(code), places);
  const bare = places
    .toSorted((one, other) => other - one)
    .reduce((text, at) => `${text.slice(0, at)}__proto__:null,${text.slice(at)}`, code);
  return bare.replaceAll(/\bfor ?\(((?:var |let |const )?\w+) in ([^()]+)\)/g, "for($1 of Object.keys(($2)||[]))");
}

/**
 * Where the members of each object that is written out begin; patterns, which take objects apart, are none. What is spread into
 * another at once gives its own members only, and stays as it is: 60 bytes of the whole.
 */
function collectObjects(node: unknown, places: number[], isSpread = false): void {
  if (typeof node !== "object" || node === null) return;
  const type = "type" in node ? node.type : null;
  if (type === "ObjectExpression" && !isSpread && "start" in node && typeof node.start === "number")
    places.push(node.start + 1);
  const isSpreadOn = type === "SpreadElement" || (isSpread && type === "ConditionalExpression");
  for (const part of Object.values(node)) collectObjects(part, places, isSpreadOn);
}
