/**
 * `zendesk.js`: the same widget under the global `zE`, for a site that called Zendesk's messaging and changes its script tag
 * alone (docs/widget.md). What is called is carried out by `ariane`, which warns of what it does not know.
 */
import { startWidget } from "./start.ts";

type Callback = (...told: unknown[]) => unknown;
type Call = readonly unknown[];
/** The global: a page's own stub may hold calls in `q`, that of older snippets in `_`. */
type ZE = ((...call: unknown[]) => unknown) & { readonly q?: readonly Call[]; readonly _?: readonly Call[] };

declare global {
  interface Window {
    zE?: ZE;
  }
}

/** What stands before the verb, by what is called; nothing stands there for calls of the messenger itself. */
const PREFIXES: Readonly<Record<string, string>> = {
  messenger: "",
  "messenger:set": "set ",
  "messenger:on": "on ",
  "messenger:ui": "ui ",
  // The classic widget: opening, closing, showing and hiding are called the same.
  webWidget: "",
  "webWidget:on": "on ",
};

const isCallback = (value: unknown): value is Callback => typeof value === "function";

function zE(...[whom, verb, ...values]: Call): unknown {
  // When it is ready: calls wait by themselves, so it is.
  if (isCallback(whom)) return queueMicrotask(whom);
  const prefix = Object.entries(PREFIXES).find(([name]) => name === whom)?.[1];
  const said = prefix === undefined ? `${String(whom)} ${String(verb)}` : prefix + String(verb);
  return window.ariane?.(said, ...values);
}

startWidget(document.currentScript);
const before = window.zE;
window.zE = zE;
for (const call of [...(before?.q ?? []), ...(before?._ ?? [])]) zE(...call);
