/**
 * What a customer's page pays: the launcher and the one global. Everything else is the panel, fetched when
 * somebody opens it or when this browser has a conversation. Until then nothing is stored and no socket opened.
 */
import type { widgetSessionApi, WidgetConfig } from "../../../contract/sessions/widget-sessions.ts";
import type { RefusalBody } from "../../../contract/shared.ts";
import { type Command, type Panel, type PanelModule, storageKey } from "../handle.ts";
import type { PathOf } from "../paths.ts";
import { makeLauncher } from "./launcher.ts";

/** Set by the build: the panel's file name beside this script. */
declare const PANEL_FILE: string;

/** To whoever puts the widget into a page. */
// oxlint-disable-next-line no-console -- integrators have no other place to look
const warn = (...said: readonly unknown[]): void => console.warn("ariane:", ...said);

/** Once a page, however often its script is there. `script`: the element that runs it. */
export function startWidget(script: Document["currentScript"]): void {
  if (!window.ariane?.on) begin(script);
}

function begin(script: Document["currentScript"]): void {
  if (!(script instanceof HTMLScriptElement)) return warn("not as type=module");
  const { src, dataset } = script;
  // Tag managers leave the attribute out.
  const brand = dataset["brand"] ?? new URL(src).searchParams.get("brand");
  if (brand) listen(src, brand);
  else warn("no data-brand");
}

/** Takes commands from now on; they are carried out when there is something to command. */
function listen(source: string, brandId: string): void {
  const queue: Command[] = [...(window.ariane?.q ?? [])];
  let run = (command: Command): unknown => queue.push(command);
  const ariane = (...command: Command): unknown => run(command);
  ariane.on = true;
  window.ariane = ariane;
  const takeUp = (): void => {
    const { href } = location;
    const [fragment = "", token] = /#ariane=([\w.~-]+)/.exec(href) ?? [];
    if (!token) return;
    // A mail's link leaves the address bar at once: addresses are copied, logged and shared.
    history.replaceState(history.state, "", href.replace(fragment, ""));
    run(["redeem", token]);
  };
  takeUp();
  // Pasted into a tab that is on this page already, a link loads nothing anew.
  addEventListener("hashchange", takeUp);
  const server = new URL("..", source).href;
  fetch(
    `${server}${"api/widget/config" satisfies PathOf<typeof widgetSessionApi.config>}?brand=${encodeURIComponent(brandId)}`,
  )
    .then((answer) => answer.json())
    .then((config: WidgetConfig & Partial<RefusalBody>) => {
      if (config.message) warn(config.message);
      if (config.on) queue.forEach((run = show(source, server, config)));
      return config;
    })
    // Without its server the widget is not there; the page goes on.
    .catch(() => {});
}

/** Shows the launcher. Answers with what carries out a command. */
function show(source: string, server: string, config: WidgetConfig): (command: Command) => void {
  const brandId = config.brand.id;
  const launcher = makeLauncher(config);
  let locale: string | null = null;
  let loading: Promise<Panel | null> | undefined;
  const listeners: ((count: number) => void)[] = [];

  const load = (): Promise<Panel | null> => {
    loading ??= import(/* @vite-ignore */ new URL(PANEL_FILE, source).href)
      .then((module: PanelModule) =>
        module.start({
          server,
          brandId,
          config,
          root: launcher.root,
          launcher: launcher.button,
          locale,
          tellUnread: (count) => listeners.forEach((listener) => listener(count)),
        }),
      )
      .catch(() => {
        // Offline: the next click tries again.
        loading = undefined;
        return null;
      });
    return loading;
  };
  const tell = (say: (panel: Panel) => void): void => {
    void load().then((panel) => panel && say(panel));
  };

  launcher.button.addEventListener("click", () => tell((panel) => panel.toggle()));
  if (isKnown(brandId)) void load();

  return (command) => {
    const [verb, value] = command;
    if (verb === "open") tell((panel) => panel.open());
    else if (verb === "close") {
      if (loading) tell((panel) => panel.close());
    } else if (verb === "show" || verb === "hide") launcher.button.hidden = verb === "hide";
    else if (verb === "on unreadMessages" && typeof value === "function") listeners.push((count) => value(count));
    else if (verb === "set locale" && typeof value === "string") {
      locale = value;
      launcher.setLocale(value);
      if (loading) tell((panel) => panel.setLocale(value));
      // Most pages sign out whoever is not signed in: nothing is fetched for that.
    } else if (verb !== "logoutUser" || loading || isKnown(brandId)) tell((panel) => panel.run(command));
    else if (typeof value === "function") value();
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
