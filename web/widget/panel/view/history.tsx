/** @jsxImportSource preact */
import { Component, type ComponentChildren, createRef, type VNode } from "preact";
import type { Files } from "../files/files.ts";
import { type Row, rowsOf } from "../conversation/rows.ts";
import { firstHere, unreadMessages } from "../conversation/thread.ts";
import { currentThread, type State } from "../state.ts";
import type { Dealing } from "./context.ts";
import { dayName } from "./day-name.ts";
import { Icon } from "./icon.tsx";
import { Intro } from "./intro.tsx";
import { Run } from "./message.tsx";

interface Props extends Dealing {
  readonly state: State;
  readonly files: Files | null;
  /** Said above the first word, and after it until somebody answers. */
  readonly whoIsThere: ComponentChildren;
  /** What is in view has changed. */
  readonly moved: () => void;
}

/** Where the unread line stands when the panel opens at it. */
const LINE_FROM_TOP = 12;
/** Nearer to the end than this is at the end. */
const AT_END = 60;
/** Nearer to the beginning than this, what is before it is fetched: a screen more than is in view. */
const NEAR_BEGINNING = 600;

/** The messages. Opens at the first unread one, follows new ones while the person is at the end. */
export class History extends Component<Props, { readonly isAway: boolean }> {
  override state = { isAway: false };
  readonly #view = createRef<HTMLDivElement>();
  readonly #content = createRef<HTMLDivElement>();
  readonly #resized = new ResizeObserver(() => this.#settle(!this.#wasShown));
  #isAtEnd = true;
  #wasShown = false;
  /** The person was put at the unread line, and has not moved since: there they stay while more comes. */
  #isAtLine = false;
  /** Where we put them, in px. */
  #put = 0;

  override componentDidMount(): void {
    // The view changes with the panel, the content with a form that grows.
    for (const { current } of [this.#view, this.#content]) if (current) this.#resized.observe(current);
    this.#settle(true);
  }

  override componentWillUnmount(): void {
    this.#resized.disconnect();
  }

  /** How far above the end the view is, before something changes: what comes in above it does not push it down. */
  override getSnapshotBeforeUpdate(): number {
    const view = this.#view.current;
    return view === null ? 0 : view.scrollHeight - view.scrollTop;
  }

  override componentDidUpdate(before: Props, _state: unknown, fromEnd: number): void {
    const { state } = this.props;
    const isShownAnew =
      (state.isOpen && !before.state.isOpen) ||
      state.currentId !== before.state.currentId ||
      (before.state.currentId !== null && currentThread(before.state)?.revision === 0);
    const hasWritten = state.outbox.length > before.state.outbox.length;
    if (isShownAnew || hasWritten) this.#isAtEnd = true;
    if (state.newFrom !== before.state.newFrom || hasWritten) this.#isAtLine = state.newFrom > 0;
    const view = this.#view.current;
    const isLonger = firstIn(state) < firstIn(before.state) && state.currentId === before.state.currentId;
    if (view !== null && isLonger) view.scrollTop = view.scrollHeight - fromEnd;
    this.#settle(isShownAnew);
  }

  override render(): VNode {
    const { state, words, config, whoIsThere } = this.props;
    const thread = currentThread(state);
    // What is written to a closed one begins another.
    const isOver = thread?.conversation.status === "closed";
    const unsent = state.outbox.filter(
      ({ conversationId }) => conversationId === state.currentId || (isOver && conversationId === null),
    );
    const rows = rowsOf(thread?.messages ?? [], unsent, state.newFrom, (at) => new Date(at).toDateString());
    const unread = thread === null ? 0 : unreadMessages(thread).length;
    const mine = rows.findLast((row) => row.kind === "run" && row.author.kind === "end-user");
    return (
      <>
        <div
          class="view"
          ref={this.#view}
          role="log"
          tabIndex={0}
          aria-label={words.t("panel.history")}
          onScroll={() => this.#scrolled()}
        >
          <div class="content" ref={this.#content}>
            <Intro words={words} config={config}>
              {rows.length === 0 && whoIsThere}
            </Intro>
            {firstIn(state) > 0 && (
              <p class="day">
                <button class="fold" type="button" onClick={() => this.#earlier()}>
                  {words.t("panel.earlier")}
                </button>
              </p>
            )}
            {rows.map((row) => this.#row(row, row === mine))}
            {rows.length > 0 && whoIsThere}
            {state.typing !== null && (
              <p class="typing" role="status">
                <i />
                <i />
                <i />
                <span class="hidden">
                  {state.typing === "" ? words.t("typing.someone") : words.t("typing.name", { name: state.typing })}
                </span>
              </p>
            )}
          </div>
        </div>
        {this.state.isAway && (
          <button class="jump" type="button" onClick={() => this.#toEnd()}>
            {unread > 0 && words.t("panel.newer", { count: unread })}
            <Icon name="down" />
            <span class="hidden">{words.t("panel.newest")}</span>
          </button>
        )}
      </>
    );
  }

  #row(row: Row, isNewestOfMine: boolean): VNode {
    const { state, moved: _moved, whoIsThere: _whoIsThere, ...given } = this.props;
    if (row.kind === "day") {
      return (
        <p key={row.key} class="day">
          {dayName(row.at, given.words.locale)}
        </p>
      );
    }
    if (row.kind === "new") {
      return (
        <p key={row.key} class="new">
          <span>{given.words.t("panel.new")}</span>
        </p>
      );
    }
    const { conversation = null, messages = [], before = [] } = currentThread(state) ?? {};
    const isMixed = new Set([...before, ...messages.map(({ channel }) => channel)]).size > 1;
    return (
      <Run
        key={row.key}
        run={row}
        conversation={conversation}
        isMixed={isMixed}
        isNewestOfMine={isNewestOfMine}
        {...given}
      />
    );
  }

  #scrolled(): void {
    const view = this.#view.current;
    if (!view) return;
    if (Math.abs(view.scrollTop - this.#put) > 1) this.#isAtLine = false;
    this.#isAtEnd = view.scrollHeight - view.scrollTop - view.clientHeight < AT_END;
    if (this.state.isAway === this.#isAtEnd) this.setState({ isAway: !this.#isAtEnd });
    this.props.moved();
    if (view.scrollTop < NEAR_BEGINNING) this.#earlier();
  }

  #earlier(): void {
    this.props.messenger.conversations.fetchEarlier();
  }

  /** Puts the first unread message, where they have not moved on from it, or the end, where the person looks. */
  #settle(isShownAnew: boolean): void {
    const view = this.#view.current;
    if (!view) return;
    this.#wasShown = view.clientHeight > 0;
    if (!this.#wasShown || !(isShownAnew || this.#isAtEnd)) return;
    if (isShownAnew) this.#isAtLine = true;
    const line = this.#isAtLine ? view.querySelector<HTMLElement>(".new") : null;
    const end = view.scrollHeight - view.clientHeight;
    view.scrollTop = line === null ? end : Math.min(end, line.offsetTop - LINE_FROM_TOP);
    this.#put = view.scrollTop;
    this.#scrolled();
  }

  #toEnd(): void {
    this.#view.current?.scrollTo({ top: this.#view.current.scrollHeight, behavior: "smooth" });
  }
}

/** The first message that is here of the conversation shown, where there are others before it; else 0. */
const firstIn = (state: State): number => {
  const thread = currentThread(state);
  return thread === null ? 0 : firstHere(thread);
};
