/** @jsxImportSource preact */
import { Component, createRef, type VNode } from "preact";
import { filesOf, holdsFiles } from "../../../ui/incoming-files.ts";
import { currentThread, type State } from "../state.ts";
import type { Talk } from "../talk.ts";
import { Composer } from "./composer.tsx";
import type { Given } from "./context.ts";
import { BrandMark, Icon } from "./icon.tsx";
import { Intro } from "./intro.tsx";
import type { MenuView } from "../lobby/menu.tsx";

interface AppProps extends Given {
  readonly state: State;
  readonly close: () => void;
  readonly write: (text: string) => void;
  readonly drafted: (text: string) => void;
  /** To the message being written. None: they are about to come. */
  readonly addFiles: (files: readonly File[]) => void;
  /** Null: still on its way. */
  readonly talk: Talk | null;
}

interface AppState {
  readonly menu: MenuView;
  /** Files hang over the panel. */
  readonly isDraggedOver: boolean;
}

/** Firefox says every 350 ms that something is dragged; after a longer silence it has left. */
const DRAG_HOLDS_FOR = 600;

/** The panel: head, news of the line, history, notes, composer. */
export class App extends Component<AppProps, AppState> {
  override state: AppState = { menu: "closed", isDraggedOver: false };
  readonly #opener = createRef<HTMLButtonElement>();
  #dragEnds: ReturnType<typeof setTimeout> | undefined;

  override render(): VNode {
    const { state, talk, write, drafted, addFiles, words, config } = this.props;
    const given: Given = { words, config };
    const files = talk?.files.get() ?? null;
    const isHome = state.at === "home";
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
        onDragOver={(event) => this.#draggedOver(event)}
        onDrop={(event) => this.#take(event, event.dataTransfer)}
        onPaste={(event) => this.#take(event, event.clipboardData)}
      >
        {this.#head()}
        <Bar state={state} {...given} />
        <div class="body" onPointerDown={() => this.state.menu !== "closed" && this.setState({ menu: "closed" })}>
          {(isHome ? talk?.home(given, state) : talk?.history(given, state)) ?? (
            <div class="view">
              <div class="content">
                <Intro {...given} />
              </div>
            </div>
          )}
          {this.state.isDraggedOver && (
            <p class="drop">
              <Icon name="clip" />
              {words.t("files.drop")}
            </p>
          )}
        </div>
        {talk?.notes(given, state)}
        {!isHome && (
          <Composer
            state={state}
            files={files}
            write={write}
            drafted={drafted}
            addFiles={addFiles}
            typing={() => talk?.messenger.typing()}
            {...given}
          />
        )}
        {config.demo && <p class="demo">{words.t("demo")}</p>}
        {state.viewed !== null && files?.lightbox(given, state.viewed)}
      </div>
    );
  }

  #head(): VNode {
    const { state, talk, close, words, config } = this.props;
    const { menu } = this.state;
    const agent = currentThread(state)?.conversation.agentName ?? null;
    return (
      <div class="head">
        {state.at !== "home" && state.threads.length > 0 && (
          <button
            class="tool back"
            type="button"
            aria-label={words.t("panel.back")}
            onClick={() => talk?.messenger.conversations.goHome()}
          >
            <Icon name="back" />
          </button>
        )}
        <BrandMark config={config} />
        <div class="title">
          <h2>{config.brand.name}</h2>
          {agent !== null && agent !== config.brand.name && <p>{words.t("panel.agent", { name: agent })}</p>}
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

  /** Shows where to drop, as long as the browser says that files hang over the panel: it does so several times a second. */
  #draggedOver(event: DragEvent): void {
    if (!holdsFiles(event.dataTransfer)) return;
    event.preventDefault();
    event.stopPropagation();
    clearTimeout(this.#dragEnds);
    this.#dragEnds = setTimeout(() => this.setState({ isDraggedOver: false }), DRAG_HOLDS_FOR);
    if (this.state.isDraggedOver) return;
    this.setState({ isDraggedOver: true });
    this.props.addFiles([]);
  }

  /** The host page has doors for files of its own: those that are dropped or pasted here are not meant for it. */
  #take(event: Event, data: DataTransfer | null): void {
    const files = filesOf(data);
    if (files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.setState({ isDraggedOver: false });
    this.props.addFiles(files);
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
