/**
 * What a customer's page pays: the launcher and the one global. Everything else is the panel, fetched when
 * somebody opens it or when this browser has a conversation. Until then nothing is stored and no socket opened.
 */
import type { widgetSessionApi, WidgetConfig } from "../../../contract/sessions/widget-sessions.ts";
import type { RefusalBody } from "../../../contract/shared.ts";
import { type Command, type Panel, type PanelModule, storageKey } from "../handle.ts";
import { wordsBeside } from "../language.ts";
import type { PathOf } from "../paths.ts";
import { makeLauncher } from "./launcher.ts";

/** Set by the build: the panel's file name beside this script. */
declare const PANEL_FILE: string;

/** To whoever puts the widget into a page. */
// oxlint-disable-next-line no-console -- integrators have no other place to look
const warn = (...said: readonly unknown[]): void => console.warn("ariane:", ...said);

/** The element that runs the script; null: a module, or one in a shadow tree, which are not told. */
type Script = { readonly src?: string; readonly dataset: DOMStringMap } | null;

/** Once a page, however often its script is there; of several brands the first has it. */
export function startWidget(script: Script): void {
  const { on, settings } = window.ariane ?? {};
  const src = script?.src ?? settings?.src;
  if (!src) return warn("type=module, no settings.src");
  // Tag managers leave the attribute out.
  const brand = script?.dataset["brand"] ?? new URL(src).searchParams.get("brand") ?? settings?.brand;
  if (!brand) {
    if (!on) warn("no data-brand");
  } else if (!on) void listen(src, brand);
  else if (brand !== on) warn("second brand", brand);
}

/** Takes commands from now on; they are carried out when there is something to command. */
async function listen(source: string, brandId: string): Promise<void> {
  const queue: Command[] = [...(window.ariane?.q ?? [])];
  let run = (command: Command): unknown => queue.push(command);
  const ariane = (...command: [string, ...unknown[]]): (() => void) => {
    run(command);
    // Of `on`: nobody is called back any more.
    return () => void command.splice(1);
  };
  ariane.on = brandId;
  window.ariane = ariane;
  const takeUp = (): void => {
    const { href } = location;
    const [fragment = "", token] = /#ariane=([\w.~-]+)/.exec(href) ?? [];
    if (!token) return;
    // A mail's link leaves the address bar at once: addresses are copied, logged and shared.
    history.replaceState(history.state, "", href.replace(fragment, ""));
    run(["redeem", token]);
  };
  // Nobody has come yet, and perhaps nobody will.
  if (document.prerendering) await new Promise((come) => document.addEventListener("prerenderingchange", come));
  takeUp();
  // Pasted into a tab that is on this page already, a link loads nothing anew.
  addEventListener("hashchange", takeUp);
  const server = new URL("..", source).href;
  try {
    const answer = await fetch(
      `${server}${"api/widget/config" satisfies PathOf<typeof widgetSessionApi.config>}?brand=${brandId}`,
    );
    const config: WidgetConfig & Partial<RefusalBody> = await answer.json();
    if (config.message) warn(config.message);
    if (config.on) queue.forEach((run = show(source, server, config)));
  } catch {
    // Without its server the widget is not there; the page goes on.
  }
}

/** Shows the launcher. Answers with what carries out a command. */
function show(source: string, server: string, config: WidgetConfig): (command: Command) => void {
  const brandId = config.brand.id;
  const { root, button, style, setLocale } = makeLauncher(config);
  let locale: string | null = null;
  let loading: Promise<Panel> | undefined;
  /** What the page has said that waits until there is a panel. */
  const told: Command[] = [];

  const load = async (): Promise<Panel> => {
    const file = new URL(PANEL_FILE, source).href;
    // Its words beside it: asked for behind it they would come one turn of the line later.
    import(/* @vite-ignore */ wordsBeside(file, button.lang)).catch(() => {
      // The panel asks for them again, and says so.
    });
    const { start }: PanelModule = await import(/* @vite-ignore */ file);
    return start({ server, brandId, config, root, launcher: button, locale, told });
  };

  /** Without a command the panel comes, and no more. */
  const say = (command?: Command): void => {
    loading ??= load();
    void loading.then(
      (panel) => command && panel.run(command),
      // Offline: the next click tries again.
      () => (loading = undefined),
    );
  };

  button.addEventListener("click", () => say(["toggle"]));
  if (isKnown(brandId)) say();

  return (command) => {
    const [verb, value] = command;
    const isLocale = verb === "set locale" && typeof value === "string";
    if (isLocale) setLocale((locale = value));
    if (verb === "show" || verb === "hide") button.hidden = verb === "hide";
    else if (verb === "set zIndex") style.setProperty("--z", String(value));
    else if (verb === "set cookies") {
      const isRefused = !value || value === "none";
      style.setProperty("--off", isRefused ? "none" : "");
      if (isRefused && loading) say(["resetWidget"]);
    } else if (loading || !(isLocale || /^(close|on |set con|logout|reset)/.test(verb))) say(command);
    // Nothing is fetched for listeners, for what goes along with messages, nor because nobody is signed in.
    else if (/^o|^set c/.test(verb)) told.push(command);
    else if (/^[lr]/.test(verb)) {
      told.push(["logoutUser"]);
      if (typeof value === "function") value();
    }
  };
}

/** Whether this browser has written before, or wanted to, or has the panel open in this tab. */
function isKnown(brandId: string): boolean {
  try {
    return [localStorage, sessionStorage].some((storage) => storage.getItem(storageKey(brandId)));
  } catch {
    // Storage denied: nothing is remembered.
    return false;
  }
}
