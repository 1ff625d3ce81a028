/** Everything beyond the first view: the line to the server, the history with its forms, and what the person sees of it. */
import { type ComponentChildren, h } from "preact";
import type { BodyOf } from "../../../contract/route.ts";
import type { widgetSessionApi } from "../../../contract/sessions/widget-sessions.ts";
import type { Command, Handle } from "../handle.ts";
import { type Api, openApi } from "./api.ts";
import { retryAfter } from "../../kit/retry.ts";
import { browserClock } from "../../ui/browser-clock.ts";
import { socketAt } from "../../ui/browser-socket.ts";
import type { Keep } from "./keep.ts";
import { pollAt } from "./line/poll.ts";
import { openDrafts } from "./drafts.ts";
import { dialAnyhow } from "./line/dial.ts";
import { type LazyFiles, lazyFiles } from "./files/lazy-files.ts";
import { Messenger } from "./messenger.ts";
import { type Presence as Watch, watchPresence } from "./presence/presence.ts";
import { chime } from "../../ui/chime.ts";
import type { State, Store } from "./state.ts";
import { addStyles } from "./styles.ts";
import css from "./talk.css?inline";
import { SiteCalls } from "./site/calls.ts";
import { type Thread, unreadCount } from "./conversation/thread.ts";
import type { Given } from "./view/context.ts";
import { History } from "./view/history.tsx";
import { Home } from "./lobby/home.tsx";
import lobbyCss from "./lobby/lobby.css?inline";
import { showPictures } from "./lobby/pictures.tsx";
import { Menu, type MenuView } from "./lobby/menu.tsx";
import menuCss from "./lobby/menu.css?inline";
import { Presence } from "./lobby/presence.tsx";
import { titleMark } from "./presence/title-mark.ts";
import { watchAvailability } from "./presence/availability.ts";
import { Notes } from "./view/notes.tsx";

interface TalkParts {
  readonly handle: Handle;
  readonly keep: Keep;
  readonly store: Store;
  readonly siteLocale: () => string | null;
  readonly panel: () => HTMLElement | null;
  /** The server has named the person's language. */
  readonly localeTold: () => void;
}

/** What the shell of the panel asks for. */
export interface Talk {
  readonly messenger: Messenger;
  /** All conversations. */
  readonly home: (given: Given, state: State) => ComponentChildren;
  readonly history: (given: Given, state: State) => ComponentChildren;
  readonly notes: (given: Given, state: State) => ComponentChildren;
  readonly menu: (given: Given, state: State, view: MenuView, show: (view: MenuView) => void) => ComponentChildren;
  readonly files: LazyFiles;
  readonly unread: (state: State) => number;
  readonly shownUpTo: () => number;
  readonly panelOpen: (isOpen: boolean) => void;
  /** Carries out what the page says. */
  readonly run: (command: Command) => void;
  /** Another tab wrote to storage. */
  readonly storageChanged: () => void;
  /** After each rendering. */
  readonly drawn: (state: State) => void;
}

/** Begins: connects if this browser has a session, sends what waits. */
export function startTalk(parts: TalkParts): Talk {
  const { handle, keep, store } = parts;
  addLooks(handle);
  showPictures(handle, () => store.set({}));
  // Those that wait for it are drawn again.
  store.set({});

  const presence = watchPresence(parts.panel, browserClock, {
    attention: () => messenger.attention(),
    seen: (upTo) => messenger.seen(upTo),
  });
  const api = openApi(handle.server);
  const messenger = openMessenger(parts, api, () => presence);
  const { server, root } = handle;
  const files = lazyFiles({ server, root, store, session: messenger.session, clock: browserClock });
  const availability = watchAvailability({ brandId: handle.brandId, api, store, clock: browserClock });
  const panelOpen = (isOpen: boolean): void => {
    presence.panelOpen(isOpen);
    availability(isOpen);
  };
  const drafts = openDrafts({ keep, store, root });
  const markTitle = titleMark(document);
  const shown = watchShown(presence);
  const unreadIn = (state: State): number => unreadOf(state, presence);
  const site = openSite(parts, api, messenger, unreadIn);
  addEventListener("resize", presence.measure);
  panelOpen(store.get().isOpen);
  messenger.start();

  return {
    messenger,
    files,
    ...viewsOf(messenger, files, presence.measure),
    unread: unreadIn,
    shownUpTo: presence.shownUpTo,
    panelOpen,
    storageChanged: () => {
      messenger.storageChanged();
      drafts.storageChanged();
    },
    run: (command) => site.run(command),
    drawn: (state) => {
      drafts.drawn(state);
      markTitle(unreadIn(state));
      site.drawn(state);
      shown(state.currentId);
      presence.measure();
      files.drawn(state);
    },
  };
}

/** What is drawn of it. `moved`: told where what is shown has moved. */
const viewsOf = (
  ...[messenger, files, moved]: [Messenger, LazyFiles, () => void]
): Pick<Talk, "home" | "history" | "notes" | "menu"> => ({
  home: (given, state) => h(Home, { ...given, messenger, state }, h(Presence, { ...given, state })),
  history: (given, state) => {
    const whoIsThere = h(Presence, { ...given, state });
    return h(History, { ...given, messenger, state, files: files.get(), moved, whoIsThere });
  },
  notes: (given, state) => h(Notes, { ...given, messenger, state }),
  menu: (given, state, view, show) => h(Menu, { ...given, messenger, state, view, show }),
});

const openSite = (
  parts: TalkParts,
  ...[api, messenger, unread]: [Api, Messenger, (state: State) => number]
): SiteCalls =>
  new SiteCalls({
    ...parts,
    api,
    messenger,
    unread,
    clock: browserClock,
    again: (tries, work) => void browserClock.after(retryAfter(tries, Math.random()), work),
    profile: () => profileOf(parts.handle.brandId, parts.siteLocale()),
  });

/** What was seen of one conversation counts for no other; attention that is on already begins anew. */
function watchShown({ restart, renew }: Watch): (currentId: string | null) => void {
  let shownId: string | null = null;
  return (currentId) => {
    if (currentId === shownId) return;
    shownId = currentId;
    restart();
    renew();
  };
}

/** What is before somebody's eyes is about to be read: it is not announced for that second. */
function unreadOf({ threads, currentId }: State, presence: Watch): number {
  const shown = presence.isAttentive() ? presence.shownUpTo() : 0;
  const shownIn = ({ conversation }: Thread): number => (conversation.id === currentId ? shown : 0);
  return threads.reduce((sum, thread) => sum + unreadCount(thread, shownIn(thread)), 0);
}

const profileOf = (brandId: string, locale: string | null): BodyOf<typeof widgetSessionApi.start> => ({
  brandId,
  locale,
  browserLanguages: navigator.languages.slice(0, 20),
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
});

/** `presence`: watches the person once they have somebody to tell. */
function openMessenger(parts: TalkParts, api: Api, presence: () => Watch): Messenger {
  const { handle, keep, store } = parts;
  const messenger = new Messenger({
    dial: dialAnyhow(
      socketAt(`${handle.server.replace(/^http/, "ws")}api/widget/socket`),
      async () => pollAt(handle.server, browserClock),
      browserClock,
    ),
    brandId: handle.brandId,
    api,
    keep,
    store,
    clock: browserClock,
    profile: () => profileOf(handle.brandId, parts.siteLocale()),
    pageUrl: () => location.origin + location.pathname,
    arrived: () => {
      if (presence().isAttentive()) {
        store.set({ newFrom: 0 });
        return;
      }
      if (store.get().isOpen) messenger.conversations.markNew();
      if (!store.get().muted) chime(0.06);
    },
    welcomed: () => presence().renew(),
    localeTold: parts.localeTold,
  });
  return messenger;
}

/** …and a cross on the launcher: what closes shows that it does (lobby.css). */
function addLooks({ root, launcher }: Handle): void {
  addStyles(root, css + lobbyCss + menuCss);
  const icon = launcher.querySelector("svg");
  const cross = icon?.querySelector("path")?.cloneNode();
  if (!(cross instanceof SVGElement)) return;
  cross.setAttribute("d", "M7 7l14 14M21 7L7 21");
  cross.setAttribute("class", "cross");
  icon?.append(cross);
}
