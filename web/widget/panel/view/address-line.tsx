/** @jsxImportSource preact */
import { Component, type VNode } from "preact";
import type { WidgetConversation } from "../../../../contract/conversation/widget-conversations.ts";
import type { Answer } from "../../../kit/answer.ts";
import { AddressForm } from "./address-form.tsx";
import type { Dealing } from "./context.ts";

interface Props extends Dealing {
  readonly conversation: WidgetConversation;
}

interface Shown {
  readonly isEditing: boolean;
  /** What was pressed did not get through. */
  readonly isLost: boolean;
}

/** Where replies go that stay unread, always in view: to be changed, stopped and begun again. Nothing where none goes anywhere. */
export class AddressLine extends Component<Props, Shown> {
  override state = { isEditing: false, isLost: false };

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
    const send = (sent: Promise<Answer<unknown>>): void =>
      void sent.then(({ kind }) => this.setState({ isLost: kind !== "done" }));
    const change = <Press does={() => edit(true)} says={words.t("form.change")} />;
    const [said, ...presses] =
      state === "stopped"
        ? [
            words.t("note.stopped"),
            <Press does={() => send(messenger.startMailAgain())} says={words.t("note.start-again")} />,
          ]
        : state === "bounced"
          ? [words.t("form.bounced", { address: email }), change]
          : [
              words.t("note.mailed", { address: email }),
              change,
              <Press does={() => send(messenger.stopMail())} says={words.t("note.stop")} />,
            ];
    return (
      <p class="note" role="status">
        {said}
        {presses.map((press) => [" · ", press])}
        {this.state.isLost && ` ${words.t("refused.unreachable")}`}
      </p>
    );
  }
}

/** By its words it is another: a key that is held down presses not what comes in its place. */
const Press = ({ does, says }: { readonly does: () => void; readonly says: string }): VNode => (
  <button key={says} class="link" type="button" onClick={does}>
    {says}
  </button>
);
