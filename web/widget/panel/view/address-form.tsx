/** @jsxImportSource preact */
import { Component, createRef, type VNode } from "preact";
import type { Refusal } from "../../../kit/answer.ts";
import type { WordKey } from "../words.ts";
import type { Dealing } from "./context.ts";

interface Props extends Dealing {
  /** Of this form among all that are shown. */
  readonly name: string | number;
  /** What is said above it. */
  readonly ask: string;
  /** What stands in it first. */
  readonly email: string;
  /** On the button of who gives none. */
  readonly leave: WordKey;
  /** The person has asked for it: they write at once. */
  readonly isWanted: boolean;
  readonly left: (isGiven: boolean) => void;
}

interface FormState {
  readonly value: string;
  readonly isBusy: boolean;
  readonly refusal: string | null;
  readonly suggestion: string | null;
}

const REFUSALS: Readonly<Record<string, WordKey>> = {
  "address-non-ascii": "refused.non-ascii",
  "address-shape": "refused.shape",
  "address-too-long": "refused.too-long",
  "address-no-mail": "refused.no-mail",
  "address-bounced": "refused.bounced",
  "rate-limited": "refused.later",
  unreachable: "refused.unreachable",
};

/** Takes an address for the conversation shown; what is refused stays to be corrected. */
export class AddressForm extends Component<Props, FormState> {
  override state: FormState = { value: this.props.email, isBusy: false, refusal: null, suggestion: null };
  readonly #field = createRef<HTMLInputElement>();

  override componentDidMount(): void {
    if (this.props.isWanted) this.#focus();
  }

  override render(): VNode {
    const { words, config, name, ask } = this.props;
    const { value, isBusy, refusal, suggestion } = this.state;
    return (
      <form class="bubble card" noValidate onSubmit={(event) => this.#submit(event)}>
        <p dir="auto">{ask}</p>
        <label for={`address-${name}`}>{words.t("form.label")}</label>
        <input
          id={`address-${name}`}
          ref={this.#field}
          // Not "email": browsers would rewrite what was typed before we can say what is wrong with it.
          type="text"
          inputMode="email"
          autoComplete="email"
          autoCapitalize="off"
          spellcheck={false}
          dir="ltr"
          placeholder={words.t("form.placeholder")}
          value={value}
          aria-invalid={refusal !== null}
          aria-describedby={`refusal-${name}`}
          onInput={(event) => this.setState({ value: event.currentTarget.value, refusal: null, suggestion: null })}
        />
        <p id={`refusal-${name}`} class="refusal" role="alert">
          {refusal}
        </p>
        {suggestion === null ? this.#buttons(isBusy) : this.#suggestion(suggestion)}
        {config.privacyUrl !== null && (
          <a class="privacy" href={config.privacyUrl} target="_blank" rel="noopener noreferrer">
            {words.t("form.privacy")}
          </a>
        )}
      </form>
    );
  }

  #buttons(isBusy: boolean): VNode {
    const { words, leave } = this.props;
    return (
      <div class="buttons">
        <button class="solid" type="submit" aria-busy={isBusy}>
          {words.t("form.submit")}
        </button>
        <button class="plain" type="button" onClick={() => this.#leave(false)}>
          {words.t(leave)}
        </button>
      </div>
    );
  }

  #suggestion(suggestion: string): VNode {
    const { words } = this.props;
    return (
      <div role="group" aria-label={words.t("form.suggestion", { address: suggestion })}>
        <p class="suggestion" role="status">
          {words.t("form.suggestion", { address: suggestion })}
        </p>
        <div class="buttons">
          <button class="solid" type="button" onClick={() => void this.#give(suggestion, true)}>
            {words.t("form.accept")}
          </button>
          <button class="plain" type="button" onClick={() => void this.#give(this.state.value, true)}>
            {words.t("form.insist")}
          </button>
        </div>
      </div>
    );
  }

  /** The form goes, and what has the focus with it: the panel keeps it, so that Esc still closes. */
  #leave(isGiven: boolean): void {
    this.#field.current?.closest<HTMLElement>(".panel")?.focus();
    this.props.left(isGiven);
  }

  #focus(): void {
    this.#field.current?.focus();
  }

  #submit(event: Event): void {
    event.preventDefault();
    void this.#give(this.state.value, false);
  }

  async #give(typed: string, confirmed: boolean): Promise<void> {
    const address = typed.trim();
    if (this.state.isBusy) return;
    if (address === "") return this.#refuse("address-shape");
    this.setState({ isBusy: true });
    const answer = await this.props.messenger.giveAddress(address, confirmed);
    this.setState({ isBusy: false });
    if (answer.kind === "unreachable") return this.#refuse("unreachable");
    if (answer.kind === "refused") return this.#refuse(answer.code, answer.details);
    if (answer.value.accepted) this.#leave(true);
    else this.setState({ suggestion: answer.value.suggestion });
  }

  /** What was typed stays, to be corrected. */
  #refuse(code: string, { characters = "", retryAfterSeconds = 60 }: Refusal["details"] = {}): void {
    const { words } = this.props;
    const refusal = words.t(REFUSALS[code] ?? "refused.other", {
      characters: String(characters),
      at: Date.now() + Number(retryAfterSeconds) * 1_000,
    });
    this.setState({ refusal, suggestion: null }, () => this.#focus());
  }
}
