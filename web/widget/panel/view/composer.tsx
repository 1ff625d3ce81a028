/** @jsxImportSource preact */
import { Component, createRef, type VNode } from "preact";
import type { Given } from "./context.ts";
import { Icon } from "./icon.tsx";

interface Props extends Given {
  readonly write: (text: string) => void;
  readonly typing: () => void;
}

/** MAX_MESSAGE_CHARS of the contract, whose values the widget does not load. */
const LONGEST = 10_000;

/** Enter sends, Shift+Enter is a new line, and Enter that ends a composition (Japanese, Chinese …) is neither. */
export class Composer extends Component<Props, { readonly text: string }> {
  override state = { text: "" };
  readonly #field = createRef<HTMLTextAreaElement>();

  override componentDidUpdate(): void {
    const field = this.#field.current;
    if (!field) return;
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 132)}px`;
  }

  override render(): VNode {
    const { words } = this.props;
    return (
      <form class="composer" onSubmit={(event) => this.#submit(event)}>
        <textarea
          ref={this.#field}
          class="draft"
          rows={1}
          // Of the empty field, the placeholder's language decides.
          dir={this.state.text === "" ? undefined : "auto"}
          maxLength={LONGEST}
          enterkeyhint="send"
          aria-label={words.t("composer.label")}
          placeholder={words.t("composer.placeholder")}
          value={this.state.text}
          onInput={(event) => this.#typed(event.currentTarget.value)}
          onKeyDown={(event) => {
            // 229: Safari reports the key that ends a composition after it has ended.
            if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229)
              this.#submit(event);
          }}
        />
        <button class="send" type="submit" aria-label={words.t("composer.send")} aria-disabled={this.#isEmpty()}>
          <Icon name="send" />
        </button>
      </form>
    );
  }

  #isEmpty(): boolean {
    return this.state.text.trim() === "";
  }

  #typed(text: string): void {
    this.setState({ text });
    if (text.trim() !== "") this.props.typing();
  }

  #submit(event: Event): void {
    event.preventDefault();
    if (this.#isEmpty()) return;
    this.props.write(this.state.text.trim());
    this.setState({ text: "" });
    this.#field.current?.focus();
  }
}
