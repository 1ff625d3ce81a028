import type { WidgetConfig } from "../../../contract/sessions/widget-sessions.ts";
import { directionOf, matchLocale } from "../../ui/words.ts";
import css from "./launcher.css?inline";

/** Set by the build from the catalogues: the launcher's name by locale. */
declare const LAUNCHER_LABELS: Readonly<Record<string, string>>;
const LABELS = LAUNCHER_LABELS;

const SVG = "http://www.w3.org/2000/svg";
const BUBBLE = "M5 4h18a3 3 0 0 1 3 3v11a3 3 0 0 1-3 3h-9l-6 5v-5H5a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3zM9 10h10M9 15h6";

interface Launcher {
  readonly root: ShadowRoot;
  readonly button: HTMLButtonElement;
  readonly setLocale: (locale: string) => void;
}

/** The round button, in a shadow root that the page's styles do not reach. */
export function makeLauncher(config: WidgetConfig): Launcher {
  const host = document.createElement("ariane-widget");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  host.style.setProperty("--brand", config.colour);
  host.style.setProperty("--on-brand", isLight(config.colour) ? "#16181d" : "#fff");

  const button = document.createElement("button");
  button.className = "launcher";
  const icon = document.createElementNS(SVG, "svg");
  icon.setAttribute("viewBox", "0 0 28 28");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", BUBBLE);
  icon.append(path);
  button.append(icon);
  button.ariaExpanded = "false";
  root.append(button);

  const setLocale = (locale?: string): void => {
    const wanted = locale === undefined ? navigator.languages : [locale];
    const tag = matchLocale(wanted, Object.keys(LABELS)) ?? "en";
    button.ariaLabel = LABELS[tag] ?? null;
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
    setLocale,
  };
}

/** Whether dark text is read better on this colour than white (WCAG relative luminance, 2.2 §1.4.3). */
function isLight(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(
    // Without the straight piece at the dark end, which is far below what decides.
    (at) => ((parseInt(colour.slice(at, at + 2), 16) / 255 + 0.055) / 1.055) ** 2.4,
  );
  // Above this the contrast with #16181d is higher than that with white.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.2;
}
