import type { WidgetConfig } from "../../../contract/sessions/widget-sessions.ts";
import { directionOf } from "../../ui/words.ts";
import { bestOf } from "../language.ts";
import css from "./launcher.css?inline";

const SVG = "http://www.w3.org/2000/svg";

interface Launcher {
  readonly root: ShadowRoot;
  readonly button: HTMLButtonElement;
  /** Of the whole widget: launcher.css says what it takes. */
  readonly style: CSSStyleDeclaration;
  readonly setLocale: (locale: string) => void;
}

/** The button, in a shadow root that the page's styles do not reach. */
export function makeLauncher({
  launcher: { sheet: own, icon: drawn, texts, labels, isHidden },
  locales,
}: WidgetConfig): Launcher {
  const host = document.createElement("ariane-widget");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css + own);
  root.adoptedStyleSheets = [sheet];

  const button = document.createElement("button");
  button.className = "launcher";
  button.hidden = isHidden;
  const icon = document.createElementNS(SVG, "svg");
  icon.setAttribute("viewBox", "0 0 28 28");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", drawn);
  icon.append(path);
  button.append(icon);
  button.ariaExpanded = "false";
  root.append(button);

  const setLocale = (locale?: string): void => {
    const tag = bestOf([locale ?? "", ...navigator.languages], locales);
    button.lang = tag;
    // Its own words are its name, as far as they go (WCAG 2.2, 2.5.3).
    button.ariaLabel = (button.dataset["text"] = texts[tag] ?? "") || (labels[tag] ?? null);
    button.dir = directionOf(tag);
  };
  setLocale();

  const stay = (): void => {
    if (!host.isConnected) document.documentElement.append(host);
  };
  stay();
  // Beside the body: page frameworks swap it, or what is in it. Those that tidy up the whole document take the widget away.
  new MutationObserver(stay).observe(document.documentElement, { childList: true });
  return {
    root,
    button,
    style: host.style,
    setLocale,
  };
}
