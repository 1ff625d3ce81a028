// What a site that uses the widget writes: its own language, and buttons that open the chat.
// The stub takes commands until the widget's script is there.

/** @typedef {((...command: unknown[]) => void) & { q?: unknown[][] }} Ariane */

/** @returns {Ariane} */
function stub() {
  /** @type {unknown[][]} */
  const queue = [];
  return Object.assign((/** @type {unknown[]} */ ...command) => void queue.push(command), { q: queue });
}

window.ariane ??= stub();
window.ariane("set locale", document.documentElement.lang);
for (const button of document.querySelectorAll("[data-ask]")) {
  button.addEventListener("click", () => window.ariane("open"));
}
