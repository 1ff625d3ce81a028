/**
 * What a customer's page pays: the launcher and the one global. Everything else is the panel, fetched when
 * somebody opens it or when this browser has a conversation. Until then nothing is stored and no socket opened.
 */
import type { sessionApi, WidgetConfig } from "../../../contract/sessions/session.ts";
import { type Command, type Panel, type PanelModule, storageKey } from "../handle.ts";
import type { PathOf } from "../paths.ts";
import { makeLauncher } from "./launcher.ts";

/** Set by the build: the panel's file name beside this script. */
declare const PANEL_FILE: string;

const script = document.currentScript;
const brand = script?.dataset["brand"];
if (script instanceof HTMLScriptElement && brand !== undefined) listen(script.src, brand);

/** Takes commands from now on; they are carried out when there is something to command. */
function listen(source: string, brandId: string): void {
  let queue: Command[] = [...(window.ariane?.q ?? [])];
  let run = (command: Command): void => {
    queue.push(command);
  };
  window.ariane = (...command) => run(command);
  const takeUp = (): void => {
    const token = takeLinkToken();
    if (token !== null) run(["redeem", token]);
  };
  takeUp();
  // Pasted into a tab that is on this page already, a link loads nothing anew.
  addEventListener("hashchange", takeUp);
  const server = new URL("..", source).href;
  fetch(
    `${server}${"api/widget/config" satisfies PathOf<typeof sessionApi.config>}?brand=${encodeURIComponent(brandId)}`,
    { credentials: "omit" },
  )
    .then((answer) => (answer.ok ? answer.json() : null))
    .then((config: WidgetConfig | null) => {
      if (config?.on !== true) return config;
      run = show(source, server, config);
      queue.forEach(run);
      queue = [];
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
  if (hasSession(brandId)) void load();

  return ([verb, value]) => {
    if (verb === "open") tell((panel) => panel.open());
    else if (verb === "redeem" && typeof value === "string") tell((panel) => panel.redeem(value));
    else if (verb === "show" || verb === "hide") launcher.host.hidden = verb === "hide";
    else if (verb === "on unreadMessages" && typeof value === "function") listeners.push((count) => value(count));
    else if (verb === "set locale" && typeof value === "string") {
      locale = value;
      launcher.setLocale(value);
      if (loading) tell((panel) => panel.setLocale(value));
    } else if (verb === "close" && loading) tell((panel) => panel.close());
  };
}

/** Whether this browser has written before, or wanted to. */
function hasSession(brandId: string): boolean {
  try {
    return localStorage.getItem(storageKey(brandId)) !== null;
  } catch {
    // Storage denied: nothing is remembered.
    return false;
  }
}

/** The token of a mail's link, which leaves the address bar at once: addresses are copied, logged and shared. */
function takeLinkToken(): string | null {
  const [fragment, token] = /#ariane=([\w.~-]+)/.exec(location.href) ?? [];
  if (fragment === undefined || token === undefined) return null;
  history.replaceState(history.state, "", location.href.replace(fragment, ""));
  return token;
}
