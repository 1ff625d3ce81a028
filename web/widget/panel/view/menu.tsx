/** @jsxImportSource preact */
/** The menu, fetched when the panel opens. */
import type { VNode } from "preact";
import type { State } from "../state.ts";
import { addStyles } from "../styles.ts";
import type { Dealing } from "./context.ts";
import css from "./menu.css?inline";

export type MenuView = "closed" | "menu" | "afresh";

export interface MenuProps extends Dealing {
  readonly state: State;
  readonly view: MenuView;
  readonly show: (view: MenuView) => void;
}

/** What draws the menu, with its looks. Once a panel. */
export function openMenu(root: ShadowRoot): typeof Menu {
  addStyles(root, css);
  return Menu;
}

/** Sound, earlier conversations, and *Not you? Start afresh*. */
export function Menu({ state, view, show, words, messenger }: MenuProps): VNode {
  if (view === "afresh") {
    return (
      <div class="menu" id="ariane-menu" role="group" aria-label={words.t("menu.afresh")}>
        <p>{words.t("afresh.explain")}</p>
        <div class="buttons">
          <button
            class="solid"
            type="button"
            onClick={() => {
              messenger.startAfresh();
              show("closed");
            }}
          >
            {words.t("afresh.yes")}
          </button>
          <button class="plain" type="button" onClick={() => show("closed")}>
            {words.t("form.cancel")}
          </button>
        </div>
      </div>
    );
  }
  const others = state.threads.filter((thread) => thread.conversation.id !== state.currentId);
  return (
    <div class="menu" id="ariane-menu">
      <button type="button" role="switch" aria-checked={!state.muted} onClick={() => messenger.setMuted(!state.muted)}>
        {words.t("menu.sound")}
        <i class="switch" />
      </button>
      {others.length > 0 && <p class="heading">{words.t("menu.others")}</p>}
      {others.map(({ conversation }) => (
        <button
          key={conversation.id}
          type="button"
          onClick={() => {
            messenger.conversations.select(conversation.id);
            show("closed");
          }}
        >
          {new Intl.DateTimeFormat(words.locale, { dateStyle: "medium", timeStyle: "short" }).format(
            conversation.lastMessageAt,
          )}
          {conversation.unread > 0 && <b class="count">{conversation.unread}</b>}
        </button>
      ))}
      {messenger.session.token() !== null && (
        <button type="button" onClick={() => show("afresh")}>
          {words.t("menu.afresh")}
        </button>
      )}
    </div>
  );
}
