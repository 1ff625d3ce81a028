/** The panel's first view, handed to the loader. The conversation itself (talk.ts) follows at once, in a chunk of its own. */
import { h, render } from "preact";
import { type Command, type Handle, type Panel, storageKey } from "../handle.ts";
import { type Keep, openKeep } from "./keep.ts";
import { newUnsent } from "./conversation/outbox.ts";
import css from "./panel.css?inline";
import { createStore, shownIn, type State, type Store } from "./state.ts";
import { addStyles } from "./styles.ts";
import type { Talk } from "./talk.ts";
import { attachmentsOf, EMPTY_TRAY } from "./files/tray.ts";
import { App } from "./view/app.tsx";
import { openTabMemory, type TabMemory } from "./tab-memory.ts";
import { inLocale, loadWidgetWords, type WidgetWords } from "./words.ts";

/** Makes the panel, closed. Connects if this browser has a conversation, or is given one by a link. */
export async function start(handle: Handle): Promise<Panel> {
  const keep = openKeep(storageKey(handle.brandId), () => localStorage);
  const words = await loadWidgetWords(wantedLocales(handle.locale, keep), handle.config.locales, false);
  return new WidgetPanel(handle, keep, words);
}

/** What the site said, then the profile's language, then the browser's. */
const wantedLocales = (siteLocale: string | null, keep: Keep): readonly string[] =>
  [siteLocale, keep.read().locale, ...navigator.languages].filter((tag) => tag !== null);

class WidgetPanel implements Panel {
  readonly #handle: Handle;
  readonly #keep: Keep;
  readonly #place = document.createElement("div");
  readonly #badge = document.createElement("span");
  readonly #store: Store = createStore((state) => this.#draw(state));
  readonly #tab: TabMemory;
  #talk: Talk | null = null;
  #loading: Promise<void> | null = null;
  #words: WidgetWords;
  /** Of the words that were asked for: whether all were, how often, and which time was the last of those that came. */
  #isWhole = false;
  #asked = 0;
  #said = 0;
  #siteLocale: string | null;

  constructor(handle: Handle, keep: Keep, words: WidgetWords) {
    this.#handle = handle;
    this.#keep = keep;
    this.#words = words;
    this.#siteLocale = handle.locale;
    this.#badge.className = "badge";
    // The launcher's name says it in words.
    this.#badge.ariaHidden = "true";
    handle.launcher.append(this.#badge);
    addStyles(handle.root, css);
    handle.root.append(this.#place);
    this.#listen();
    this.#tab = openTabMemory(
      storageKey(handle.brandId),
      () => sessionStorage,
      () => keep.read().owner,
    );
    const { isOpen, ...place } = this.#tab.recall();
    this.#store.set(place);
    // As it was on the page before; what has the focus on this one keeps it.
    if (isOpen) this.#show(true);
    this.#draw(this.#store.get());
    void this.#load();
  }

  run(command: Command): void {
    const [verb, value] = command;
    if (verb === "close" || (verb === "toggle" && this.#store.get().isOpen)) this.#close();
    else if (verb === "open" || verb === "toggle") this.#open();
    else if (verb === "set locale" && typeof value === "string") {
      this.#siteLocale = value;
      void this.#speak();
    } else {
      // A mail's link.
      if (verb === "redeem") this.#open();
      this.#handle.told.push(command);
      void this.#load();
      this.#heed();
    }
  }

  #open(): void {
    this.#talk?.messenger.conversations.markNew();
    this.#show(true);
    // On a touch screen the keyboard would hide what the person came to read.
    const first = matchMedia("(pointer: coarse)").matches ? ".panel" : ".draft";
    queueMicrotask(() => this.#place.querySelector<HTMLElement>(first)?.focus());
  }

  #close(): void {
    const hadFocus = this.#handle.root.activeElement !== null;
    this.#store.set({ newFrom: 0 });
    this.#show(false);
    if (hadFocus) this.#handle.launcher.focus();
  }

  /** What the page has said is carried out once there is somebody to do it; in order. */
  #heed(): void {
    if (this.#talk !== null) this.#handle.told.splice(0).forEach(this.#talk.run);
  }

  #show(isOpen: boolean): void {
    this.#handle.launcher.ariaExpanded = `${isOpen}`;
    this.#store.set({ isOpen, viewed: null });
    this.#talk?.panelOpen(isOpen);
  }

  #load(): Promise<void> {
    this.#loading ??= this.#startTalk();
    return this.#loading;
  }

  async #startTalk(): Promise<void> {
    try {
      const [{ startTalk }] = await Promise.all([import("./talk.ts"), this.#speak(true)]);
      this.#talk = startTalk({
        handle: this.#handle,
        keep: this.#keep,
        store: this.#store,
        siteLocale: () => this.#siteLocale,
        panel: () => this.#panel(),
        localeTold: () => void this.#speak(),
      });
      this.#store.set({});
      this.#heed();
    } catch {
      // Offline: again when the network is back, or the person writes.
      this.#loading = null;
    }
  }

  #listen(): void {
    const wake = (): void => {
      this.#store.set({ isOnline: navigator.onLine });
      if (!navigator.onLine || document.visibilityState !== "visible") return;
      void this.#load();
      this.#talk?.messenger.wake();
    };
    addEventListener("pagehide", () => this.#talk?.messenger.hangUp());
    for (const name of ["online", "offline", "focus", "pageshow"]) addEventListener(name, wake);
    document.addEventListener("visibilitychange", wake);
    // Whoever turns away may have read nothing: what is unread is counted again.
    addEventListener("blur", () => this.#store.set({}));
    addEventListener("storage", ({ key }) => {
      // Null: everything was cleared.
      if (key === null || key === storageKey(this.#handle.brandId)) this.#talk?.storageChanged();
    });
  }

  /** Keeps the text at once; it is sent as soon as there is somebody to send it. */
  #write(text: string): void {
    const { outbox: unsent, tray, at, isListed } = this.#store.get();
    const shown = shownIn(this.#store.get());
    const content = { text, attachments: attachmentsOf(tray) };
    const entry = {
      ...newUnsent(content, shown, this.#talk?.shownUpTo() ?? 0, Date.now()),
      isUndecided: shown === null && at === null && !isListed && this.#keep.read().token !== null,
    };
    this.#keep.change(({ outbox }) => ({ outbox: [...outbox, entry] }));
    this.#store.set({
      outbox: [...unsent, entry],
      draft: "",
      tray: EMPTY_TRAY,
      newFrom: 0,
      isLinkInvalid: false,
    });
    void this.#load();
    this.#talk?.messenger.sender.flush();
  }

  /** Fetches what takes files, and hands these over: they begin to go up at once. */
  async #addFiles(files: readonly File[]): Promise<void> {
    await this.#load();
    const isTaken = (await this.#talk?.files.add(files)) ?? false;
    this.#store.set({ areFilesMissed: !isTaken && files.length > 0 });
  }

  /**
   * Loads the language that is wanted now, and says everything anew: what the first view says, with the conversation all. A
   * language that cannot be had changes nothing, and rejects where the conversation waits for it.
   */
  async #speak(isWhole = this.#isWhole): Promise<void> {
    this.#isWhole = isWhole;
    this.#asked += 1;
    const turn = this.#asked;
    try {
      const wanted = wantedLocales(this.#siteLocale, this.#keep);
      const words = await loadWidgetWords(wanted, this.#handle.config.locales, isWhole);
      // What was asked for later may have come before.
      if (turn < this.#said) return;
      this.#said = turn;
      this.#words = words;
      this.#store.set({});
    } catch (error) {
      if (this.#talk === null) throw error;
    }
  }

  #panel(): HTMLElement | null {
    return this.#place.querySelector(".panel");
  }

  #draw(state: State): void {
    const app = h(App, {
      state,
      talk: this.#talk,
      words: this.#words,
      config: this.#handle.config,
      close: () => this.#close(),
      write: (text) => this.#write(text),
      drafted: (draft) => this.#store.set({ draft }),
      addFiles: (files) => void this.#addFiles(files),
    });
    const { root } = this.#handle;
    const hadFocus = root.activeElement !== null;
    render(app, this.#place);
    // What had it is gone; on the page Esc would close nothing.
    if (hadFocus && root.activeElement === null) this.#panel()?.focus();
    this.#tab.keep(state);
    this.#talk?.drawn(state);
    this.#showUnread(this.#talk?.unread(state) ?? 0);
  }

  #showUnread(count: number): void {
    const { launcher, config } = this.#handle;
    this.#badge.textContent = count > 99 ? "99+" : count > 0 ? `${count}` : "";
    const { t, direction, locale } = this.#words;
    launcher.lang = locale;
    launcher.dir = direction;
    const text = (launcher.dataset["text"] = inLocale(config.launcher.texts, this.#words) ?? "");
    const label = count > 0 ? t("launcher.unread", { count }) : t("launcher.label");
    launcher.ariaLabel = text ? `${text} – ${label}` : label;
  }
}

// Shared by the chunks that follow, which so owe each other nothing: a chunk that another takes from is wrapped.
export { UNREACHABLE as u } from "../../kit/answer.ts";
export { oneWait as w } from "../../kit/clock.ts";
