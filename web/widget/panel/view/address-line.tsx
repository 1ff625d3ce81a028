/** @jsxImportSource preact */
import { Component, type VNode } from "preact";
import type { WidgetConversation } from "../../../../contract/conversation/widget-conversations.ts";
import { AddressForm } from "./address-form.tsx";
import type { Dealing } from "./context.ts";

interface Props extends Dealing {
  readonly conversation: WidgetConversation;
}

/** Where replies go that stay unread, always in view: to be changed, stopped and begun again. Nothing where none goes anywhere. */
export class AddressLine extends Component<Props, { readonly isEditing: boolean }> {
  override state = { isEditing: false };

  override render(): VNode | null {
    const { conversation, ...given } = this.props;
    const { words, messenger } = given;
    const { address, mailLeaves } = conversation;
    if (address === null || (!mailLeaves && address.state !== "stopped")) return null;
    const { email, state } = address;
    const edit = (isEditing: boolean): void => this.setState({ isEditing });
    if (this.state.isEditing) {
      return (
        <div class="note">
          <AddressForm
            name="line"
            ask={words.t("form.ask")}
            email={email}
            leave="form.cancel"
            isWanted
            left={() => edit(false)}
            {...given}
          />
        </div>
      );
    }
    const change = <Press does={() => edit(true)} says={words.t("form.change")} />;
    const [said, ...presses] =
      state === "stopped"
        ? [
            words.t("note.stopped"),
            <Press does={() => void messenger.startMailAgain()} says={words.t("note.start-again")} />,
          ]
        : state === "bounced"
          ? [words.t("form.bounced", { address: email }), change]
          : [
              words.t("note.mailed", { address: email }),
              change,
              <Press does={() => void messenger.stopMail()} says={words.t("note.stop")} />,
            ];
    return (
      <p class="note">
        {said}
        {presses.map((press) => [" · ", press])}
      </p>
    );
  }
}

const Press = ({ does, says }: { readonly does: () => void; readonly says: string }): VNode => (
  <button class="link" type="button" onClick={does}>
    {says}
  </button>
);
