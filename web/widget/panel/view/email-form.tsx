/** @jsxImportSource preact */
import { Component, type VNode } from "preact";
import type { WidgetConversation } from "../../../../contract/conversation/widget-conversations.ts";
import type { MessageForm } from "../../../../contract/shared.ts";
import type { WordKey } from "../words.ts";
import { AddressForm } from "./address-form.tsx";
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

/** The message that asks for an address, and what has become of it: given, declined, acknowledged, to be changed. */
export class EmailForm extends Component<Props, { readonly isEditing: boolean | null }> {
  /** Null: as the server says; else the person opened or closed the form. */
  override state: { isEditing: boolean | null } = { isEditing: null };

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
        <button class="link" type="button" onClick={() => this.setState({ isEditing: true })}>
          {words.t(offer)}
        </button>
      </div>
    );
  }

  #form(): VNode {
    const { form, seq, text, address, mailLeaves, ...given } = this.props;
    const { words, messenger } = given;
    const plain = words.t(mailLeaves ? "form.ask" : "form.ask-here");
    const ask = form.bouncedAddress === null ? plain : words.t("form.bounced", { address: form.bouncedAddress });
    const isSaid = form.kind === "request-email" && text !== "" && mailLeaves;
    const asks = this.#asks();
    return (
      <AddressForm
        name={seq}
        ask={isSaid ? text : ask}
        email={(!asks && address?.email) || ""}
        leave={asks ? "form.dismiss" : "form.cancel"}
        isWanted={this.state.isEditing === true}
        left={(isGiven) => {
          this.setState({ isEditing: isGiven ? false : null });
          if (asks && !isGiven) void messenger.dismissForm();
        }}
        {...given}
      />
    );
  }
}
