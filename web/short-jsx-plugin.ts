import type { Plugin } from "vite";

const HEAD = "/** @jsxImportSource preact */";

/**
 * Compiles the widget's JSX to Preact's `h(type, props, ...children)` and not to its `jsx(type, { ...props, children })`, which is
 * longer and wants a module of its own: 0.3 kB of the whole.
 */
export function shortJsxPlugin(): Plugin {
  return {
    name: "ariane-short-jsx",
    enforce: "pre",
    transform(code, id) {
      if (!id.endsWith(".tsx") || !code.startsWith(HEAD)) return null;
      const short = "/** @jsxRuntime classic @jsx make @jsxFrag Several */";
      // On the line of the old one: every other keeps its number.
      return {
        code: `${short}import { h as make, Fragment as Several } from "preact";${code.slice(HEAD.length)}`,
        map: null,
      };
    },
  };
}
