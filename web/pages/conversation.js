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
  if (!root || root.adoptedStyleSheets.includes(sheet)) return;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const launcher = root.querySelector(".launcher");
  // What the panel covers is neither read nor walked through.
  const cover = () => {
    document.querySelector("main").inert = launcher.ariaExpanded === "true";
  };
  new MutationObserver(cover).observe(launcher, { attributeFilter: ["aria-expanded"] });
  cover();
}).observe(document.documentElement, { childList: true });

window.ariane = (...call) => window.ariane.q.push(call);
window.ariane.q = [["open"]];
