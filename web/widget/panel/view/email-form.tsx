/** @jsxImportSource preact */
import { Component, createRef, type VNode } from "preact";
import type { WidgetConversation } from "../../../../contract/conversation/widget-conversations.ts";
import type { MessageForm } from "../../../../contract/shared.ts";
import type { Refusal } from "../../../kit/answer.ts";
import type { WordKey } from "../words.ts";
import type { Dealing } from "./context.ts";
import { Icon } from "./icon.tsx";

interface Props extends Dealing {
  readonly form: MessageForm;
  /** Of the message: names the field. */
  readonly seq: number;
  /** What the trigger says above the form; empty: our own words. */
  readonly text: string;
  /** The conversation's address as it is now; it may be newer than the form's. */
  readonly address: WidgetConversation["address"];
  /** Mail gets out, as things stand: else none is promised. */
  readonly mailLeaves: boolean;
}

interface FormState {
  /** Null: as the server says; else the person opened or closed the form. */
  readonly isEditing: boolean | null;
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

/** The form that asks for an address, and what has become of it: given, declined, acknowledged, to be changed. */
export class EmailForm extends Component<Props, FormState> {
  override state: FormState = { isEditing: null, value: "", isBusy: false, refusal: null, suggestion: null };
  readonly #field = createRef<HTMLInputElement>();

  override render(): VNode {
    const { form, words, address, mailLeaves } = this.props;
    if (this.state.isEditing ?? this.#asks()) return this.#form();
    // The conversation's address may have changed since this message was posted.
    const given = address?.email ?? form.address;
    if (given === null) return this.#settled(words.t("form.dismissed"), "form.give");
    // What was promised when this was posted is not repeated where nothing comes of it.
    const isLost = address?.state === "bounced" || address?.state === "stopped";
    const promised = mailLeaves ? "form.acknowledged" : "form.noted";
    return this.#settled(
      words.t(isLost ? "form.no-mail" : promised, { address: given }),
      "form.change",
      isLost || !mailLeaves,
    );
  }

  /** Whether the conversation still waits for an address, here. */
  #asks(): boolean {
    return this.props.form.kind === "request-email" && this.props.form.state === "open";
  }

  /** What was said when it was asked or acknowledged, and below it what has come of that. */
  #settled(said: string, offer: WordKey, isTakenBack = false): VNode {
    const { text, words } = this.props;
    return (
      <div class="bubble card settled">
        {text !== "" && !isTakenBack && (
          <p class="said" dir="auto">
            {text}
          </p>
        )}
        <Icon name="mail" />
        <p>{said}</p>
        <button class="link" type="button" onClick={() => this.#edit()}>
          {words.t(offer)}
        </button>
      </div>
    );
  }

  #form(): VNode {
    const { words, form, text, config, seq, mailLeaves } = this.props;
    const { value, isBusy, refusal, suggestion } = this.state;
    const plain = words.t(mailLeaves ? "form.ask" : "form.ask-here");
    const ask = form.bouncedAddress === null ? plain : words.t("form.bounced", { address: form.bouncedAddress });
    const isSaid = form.kind === "request-email" && text !== "" && mailLeaves;
    return (
      <form class="bubble card" noValidate onSubmit={(event) => this.#submit(event)}>
        <p dir="auto">{isSaid ? text : ask}</p>
        <label for={`address-${seq}`}>{words.t("form.label")}</label>
        <input
          id={`address-${seq}`}
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
          aria-describedby={`refusal-${seq}`}
          onInput={(event) => this.setState({ value: event.currentTarget.value, refusal: null, suggestion: null })}
        />
        <p id={`refusal-${seq}`} class="refusal" role="alert">
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
    const { words, messenger } = this.props;
    const asks = this.#asks();
    const leave = (): void => {
      this.#leave();
      this.setState({ isEditing: null, refusal: null });
      if (asks) void messenger.dismissForm();
    };
    return (
      <div class="buttons">
        <button class="solid" type="submit" aria-busy={isBusy}>
          {words.t("form.submit")}
        </button>
        <button class="plain" type="button" onClick={leave}>
          {words.t(asks ? "form.dismiss" : "form.cancel")}
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

  #edit(): void {
    this.setState({ isEditing: true, value: this.props.address?.email ?? "", refusal: null, suggestion: null }, () =>
      this.#focus(),
    );
  }

  /** The form goes, and what has the focus with it: the panel keeps it, so that Esc still closes. */
  #leave(): void {
    this.#field.current?.closest<HTMLElement>(".panel")?.focus();
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
    if (answer.value.accepted) {
      this.#leave();
      this.setState({ isEditing: false, suggestion: null });
    } else this.setState({ suggestion: answer.value.suggestion });
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
