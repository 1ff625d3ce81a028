/** For pages of others, which may have given every object more members than its own (`Object.prototype.tag = "x"`). */
import type { Plugin } from "vite";

/** What the bundler adds of its own. */
const BUNDLER_LINES = "\0rolldown/runtime.js";

/**
 * Makes what is not ours in the widget, Preact and the bundler's few lines, look at an object's own members only: it goes
 * through all of them, and would take a stranger's for attributes of an element or for exports of a chunk, which throws.
 */
export function ownMembersPlugin(): Plugin {
  return {
    name: "ariane-own-members",
    transform(code, id) {
      if (id !== BUNDLER_LINES && !/[\\/]node_modules[\\/]preact[\\/]/.test(id)) return null;
      return { code: withOwnMembers(code), map: null };
    },
  };
}

const withOwnMembers = (code: string): string =>
  code
    .replaceAll(/\bfor ?\(((?:var |let |const )?\w+) in ([^()]+)\)/g, "for($1 of Object.keys(($2)||{}))")
    // What others look something up in, and what says how a property is to be.
    .replaceAll("={}", "={__proto__:null}")
    .replaceAll(/\{(\s*(?:get|value):)/g, "{__proto__:null,$1");
