/** @jsxImportSource preact */
import { Component, createRef, type VNode } from "preact";
import { currentThread, type State } from "../state.ts";
import type { Talk } from "../talk.ts";
import { Composer } from "./composer.tsx";
import type { Given } from "./context.ts";
import { Avatar, Icon } from "./icon.tsx";
import { Intro } from "./intro.tsx";
import type { MenuView } from "./menu.tsx";

export interface AppProps extends Given {
  readonly state: State;
  readonly close: () => void;
  readonly write: (text: string) => void;
  /** Null: still on its way. */
  readonly talk: Talk | null;
}

/** The panel: head, news of the line, history, notes, composer. */
export class App extends Component<AppProps, { readonly menu: MenuView }> {
  override state: { menu: MenuView } = { menu: "closed" };
  readonly #opener = createRef<HTMLButtonElement>();

  override render(): VNode {
    const { state, talk, write, words, config } = this.props;
    const given: Given = { words, config };
    return (
      <div
        class="panel"
        role="dialog"
        aria-label={words.t("panel.label", { brand: config.brand.name })}
        lang={words.locale}
        dir={words.direction}
        tabIndex={-1}
        hidden={!state.isOpen}
        onKeyDown={(event) => {
          // The page's own shortcuts are not meant for what is written here.
          event.stopPropagation();
          if (event.key === "Escape" && !event.isComposing) this.#escape();
        }}
      >
        {this.#head()}
        <Bar state={state} {...given} />
        <div class="body" onPointerDown={() => this.setState({ menu: "closed" })}>
          {talk?.history(given, state) ?? (
            <div class="view">
              <div class="content">
                <Intro {...given} />
              </div>
            </div>
          )}
        </div>
        {talk?.notes(given, state)}
        <Composer write={write} typing={() => talk?.messenger.typing()} {...given} />
        {config.demo && <p class="demo">{words.t("demo")}</p>}
      </div>
    );
  }

  #head(): VNode {
    const { state, talk, close, words, config } = this.props;
    const { menu } = this.state;
    const agent = currentThread(state)?.conversation.agentName ?? null;
    return (
      <div class="head">
        <Avatar name={config.brand.name} />
        <div class="title">
          <h2>{config.brand.name}</h2>
          {agent !== null && <p>{words.t("panel.agent", { name: agent })}</p>}
        </div>
        <button
          ref={this.#opener}
          class="tool"
          type="button"
          aria-label={words.t("menu.label")}
          aria-expanded={menu !== "closed"}
          aria-controls="ariane-menu"
          onClick={() => this.#showMenu(menu === "closed" ? "menu" : "closed")}
        >
          <Icon name="more" />
        </button>
        <button class="tool" type="button" aria-label={words.t("panel.close")} onClick={close}>
          <Icon name="close" />
        </button>
        {menu !== "closed" && talk?.menu({ words, config }, state, menu, (next) => this.#showMenu(next))}
      </div>
    );
  }

  /** Esc closes the menu first, then the panel. */
  #escape(): void {
    if (this.state.menu === "closed") this.props.close();
    else this.#showMenu("closed");
  }

  /** What had the focus may be gone with the menu: it goes back to the button. */
  #showMenu(menu: MenuView): void {
    this.setState({ menu });
    this.#opener.current?.focus();
  }
}

/** Says so when the line is down: what is written meanwhile is kept. */
function Bar({ state, words }: Given & { readonly state: State }): VNode {
  const key = state.isOnline ? (state.line === "down" ? "line.down" : null) : "line.offline";
  return (
    <p class="bar" role="status">
      {key !== null && words.t(key)}
    </p>
  );
}
