/**
 * The page that a mail's link opens holds nothing but the conversation: the widget's panel, open, takes the whole of it. The
 * launcher is there for whoever closes it.
 */
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  .launcher[aria-expanded="true"] { display: none }
  .panel {
    inset: 0 !important;
    width: min(760px, 100%) !important;
    height: 100dvh !important;
    margin-inline: auto;
    border-radius: 0 !important;
    animation: none !important;
  }
`);
new MutationObserver(() => {
  const root = document.querySelector("ariane-widget")?.shadowRoot;
  if (root && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}).observe(document.documentElement, { childList: true });

window.ariane = (...call) => window.ariane.q.push(call);
window.ariane.q = [["open"]];
