/** @jsxImportSource preact */
/** The link of a mail, redeemed; a browser that has something of its own is asked first. */
import type { VNode } from "preact";
import type { Handle } from "../../handle.ts";
import type { Api } from "../api.ts";
import type { Keep } from "../keep.ts";
import type { Messenger } from "../messenger.ts";
import { type Store, turnTo } from "../state.ts";
import type { WidgetWords } from "../words.ts";

export interface RedeemParts {
  readonly handle: Pick<Handle, "brandId">;
  readonly api: Pick<Api, "resume">;
  readonly keep: Keep;
  readonly store: Store;
  readonly messenger: Pick<Messenger, "session" | "joined">;
  /** Does it again after so many tries that failed. */
  readonly again: (tries: number, work: () => void) => void;
  /** The server has named the person's language. */
  readonly localeTold: () => void;
}

/** Takes up the link that the page was given. `isMeant`: the person was asked, and wants it. */
export async function redeemLink(parts: RedeemParts, linkToken: string, isMeant = false, tries = 0): Promise<void> {
  const { handle, api, keep, store, messenger } = parts;
  const { draft, outbox } = store.get();
  const sessionToken = messenger.session.token();
  // Unknown to the server yet, what was begun here is this browser's own as well.
  if (!isMeant && sessionToken === null && (draft.trim() !== "" || outbox.length > 0)) return ask(parts, linkToken);
  const answer = await api.resume({ linkToken, brandId: handle.brandId, sessionToken, join: isMeant });
  if (answer.kind === "unreachable") {
    parts.again(tries, () => void redeemLink(parts, linkToken, isMeant, tries + 1));
  } else if (answer.kind === "done") {
    const { token, locale, conversationId } = answer.value;
    // Whom the site had signed in is here no more where the server did not know their session.
    keep.change(({ owner }) => ({ token, locale, owner: token === sessionToken ? owner : null }));
    store.set({ ...turnTo(store.get(), conversationId), at: "talk" });
    parts.localeTold();
    messenger.joined();
  } else if (answer.code === "join-unconfirmed") ask(parts, linkToken);
  else store.set({ isLinkInvalid: true });
}

function ask(parts: RedeemParts, linkToken: string): void {
  const answer = (isWanted: boolean): void => {
    parts.store.set({ asked: null });
    if (isWanted) void redeemLink(parts, linkToken, true);
  };
  parts.store.set({ isLinkInvalid: false, asked: (words) => <Question words={words} answer={answer} /> });
}

interface QuestionProps {
  readonly words: WidgetWords;
  readonly answer: (isWanted: boolean) => void;
}

/** A link may be anybody's: nobody joins a conversation by following one. */
function Question({ words, answer }: QuestionProps): VNode {
  return (
    <div class="note" role="alert">
      {words.t("link.ask")}
      <div class="buttons">
        <button class="solid" type="button" onClick={() => answer(false)}>
          {words.t("link.ask.stay")}
        </button>
        <button class="plain" type="button" onClick={() => answer(true)}>
          {words.t("link.ask.open")}
        </button>
      </div>
    </div>
  );
}
