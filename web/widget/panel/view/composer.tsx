/** @jsxImportSource preact */
import { Component, createRef, type VNode } from "preact";
import type { Files } from "../files/files.ts";
import type { State } from "../state.ts";
import { hasFailed, isUploading } from "../../../kit/tray.ts";
import { isBlank } from "../../../kit/visible.ts";
import { hasFiles, type Tray } from "../files/tray.ts";
import type { Given } from "./context.ts";
import { Icon } from "./icon.tsx";

interface Props extends Given {
  readonly state: State;
  /** Null: no file was added yet. */
  readonly files: Files | null;
  readonly write: (text: string) => void;
  readonly drafted: (text: string) => void;
  readonly addFiles: (files: readonly File[]) => void;
  readonly typing: () => void;
}

/** MAX_MESSAGE_CHARS of the contract, whose values the widget does not load. */
const LONGEST = 10_000;

interface ComposerState {
  /** The person has sent, and the message goes when its files are uploaded. */
  readonly isWaiting: boolean;
}

/** Enter sends, Shift+Enter is a new line, and Enter that ends a composition (Japanese, Chinese …) is neither. */
export class Composer extends Component<Props, ComposerState> {
  override state: ComposerState = { isWaiting: false };
  readonly #field = createRef<HTMLTextAreaElement>();
  readonly #chooser = createRef<HTMLInputElement>();

  override componentDidUpdate({ state: { currentId, tray: before } }: Props): void {
    this.#fit();
    const { tray, currentId: id } = this.props.state;
    // What waits for its files was meant for the conversation before; there it is a draft again.
    if (this.state.isWaiting && currentId !== null && id !== currentId) {
      this.setState({ isWaiting: false });
      return;
    }
    if (!this.state.isWaiting || isUploading(tray)) return;
    // Something failed, or was refused meanwhile: the person decides anew.
    if (hasFailed(tray) || this.#isEmpty() || refusedOf(tray) > refusedOf(before)) this.setState({ isWaiting: false });
    else this.#send();
  }

  override render(): VNode {
    const { words, config, state, files } = this.props;
    const { isWaiting } = this.state;
    return (
      <form class="composer" onSubmit={(event) => this.#submit(event)}>
        {files?.tray({ words, config }, state.tray)}
        {state.areFilesMissed && (
          <p class="note" role="alert">
            {words.t("refused.unreachable")}
          </p>
        )}
        {isWaiting && (
          <p class="note" role="status">
            {words.t("composer.waiting")}{" "}
            <button class="link" type="button" onClick={() => this.setState({ isWaiting: false })}>
              {words.t("form.cancel")}
            </button>
          </p>
        )}
        {this.#clip()}
        <textarea
          ref={this.#field}
          readOnly={isWaiting}
          class="draft"
          rows={1}
          // Of the empty field, the placeholder's language decides.
          dir={state.draft === "" ? undefined : "auto"}
          maxLength={LONGEST}
          enterkeyhint="send"
          aria-label={words.t("composer.label")}
          placeholder={words.t("composer.placeholder")}
          value={state.draft}
          onInput={(event) => this.#typed(event.currentTarget.value)}
          onKeyDown={(event) => {
            // 229: Safari reports the key that ends a composition after it has ended.
            if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229)
              this.#submit(event);
          }}
        />
        <button
          class="send"
          type="submit"
          aria-label={words.t("composer.send")}
          aria-disabled={isWaiting || this.#isEmpty()}
        >
          <Icon name="send" />
        </button>
      </form>
    );
  }

  #clip(): VNode {
    const { words, addFiles } = this.props;
    return (
      <>
        <input
          ref={this.#chooser}
          type="file"
          multiple
          hidden
          onChange={({ currentTarget }) => {
            addFiles([...(currentTarget.files ?? [])]);
            // Else the same file, chosen again, would be no change.
            currentTarget.value = "";
          }}
        />
        <button
          class="clip"
          type="button"
          aria-label={words.t("composer.attach")}
          onClick={() => {
            this.#chooser.current?.click();
            // What takes them is fetched while the person chooses.
            addFiles([]);
          }}
        >
          <Icon name="clip" />
        </button>
      </>
    );
  }

  #fit(): void {
    const field = this.#field.current;
    if (!field) return;
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 132)}px`;
  }

  #isEmpty(): boolean {
    return isBlank(this.props.state.draft) && !hasFiles(this.props.state.tray);
  }

  #typed(text: string): void {
    this.props.drafted(text);
    if (!isBlank(text)) this.props.typing();
  }

  #submit(event: Event): void {
    event.preventDefault();
    const { state, files } = this.props;
    if (this.#isEmpty() || this.state.isWaiting) return;
    if (hasFailed(state.tray) || isUploading(state.tray)) {
      // Before our own state: what failed must not be found failed still.
      files?.retry();
      this.setState({ isWaiting: true });
      return;
    }
    this.#send();
    this.#field.current?.focus();
  }

  #send(): void {
    this.props.write(this.props.state.draft.trim());
    this.setState({ isWaiting: false });
  }
}

/** How many files never go: they are left behind when the message goes. */
const refusedOf = ({ files }: Tray): number => files.filter(({ progress }) => progress.kind === "refused").length;
