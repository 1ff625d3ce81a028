/** @jsxImportSource preact */
import type { VNode } from "preact";
import { currentThread, type State } from "../state.ts";
import type { Dealing } from "./context.ts";

/** What the person should know before writing: closed, solved, e-mails stopped, a link that does not work. */
export function Notes({ state, words, messenger }: Dealing & { readonly state: State }): VNode | null {
  const conversation = currentThread(state)?.conversation;
  if (state.asked !== null) return state.asked(words);
  if (state.isLinkInvalid) return <p class="note">{words.t("link.invalid")}</p>;
  if (conversation?.status === "closed") return <p class="note">{words.t("note.closed")}</p>;
  if (conversation?.address?.state === "stopped") {
    return (
      <p class="note">
        {words.t("note.stopped")}{" "}
        <button class="link" type="button" onClick={() => void messenger.startMailAgain()}>
          {words.t("note.start-again")}
        </button>
      </p>
    );
  }
  if (conversation?.status === "solved") return <p class="note">{words.t("note.solved")}</p>;
  return null;
}
