/** @jsxImportSource preact */
import type { VNode } from "preact";
import { currentThread, type State } from "../state.ts";
import { AddressLine } from "./address-line.tsx";
import type { Dealing } from "./context.ts";

/** What the person should know before writing: closed, solved, where replies go, a link that does not work. */
export function Notes({ state, ...given }: Dealing & { readonly state: State }): VNode | null {
  const { words } = given;
  const conversation = currentThread(state)?.conversation;
  if (state.asked !== null) return state.asked(words);
  if (state.isLinkInvalid) return <p class="note">{words.t("link.invalid")}</p>;
  if (conversation === undefined) return null;
  if (conversation.status === "closed") return <p class="note">{words.t("note.closed")}</p>;
  return (
    <>
      {conversation.status === "solved" && <p class="note">{words.t("note.solved")}</p>}
      <AddressLine key={conversation.id} conversation={conversation} {...given} />
    </>
  );
}
