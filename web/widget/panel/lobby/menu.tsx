/** @jsxImportSource preact */
import type { VNode } from "preact";
import type { Thread } from "../conversation/thread.ts";
import type { State } from "../state.ts";
import type { Dealing } from "../view/context.ts";

export type MenuView = "closed" | "menu" | "afresh";

interface MenuProps extends Dealing {
  readonly state: State;
  readonly view: MenuView;
  readonly show: (view: MenuView) => void;
}

/** Sound, and *Not you? Start afresh*. */
export function Menu({ state, view, show, words, messenger }: MenuProps): VNode {
  if (view === "afresh") {
    return (
      <div class="menu" id="ariane-menu" role="group" aria-label={words.t("menu.afresh")}>
        <p>
          {words.t("afresh.explain")} {words.t(leadsBack(state.threads) ? "afresh.by-mail" : "afresh.gone")}
        </p>
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
  return (
    <div class="menu" id="ariane-menu">
      <button type="button" role="switch" aria-checked={!state.muted} onClick={() => messenger.setMuted(!state.muted)}>
        {words.t("menu.sound")}
        <i class="switch" />
      </button>
      {messenger.mayStartAfresh() && (
        <button type="button" onClick={() => show("afresh")}>
          {words.t("menu.afresh")}
        </button>
      )}
    </div>
  );
}

/** Replies in each of them go out by e-mail, and their links lead back. */
const leadsBack = (threads: readonly Thread[]): boolean =>
  threads.length > 0 &&
  threads.every(
    ({ conversation: { address, mailLeaves } }) =>
      mailLeaves && (address?.state === "proved" || address?.state === "unproved"),
  );
