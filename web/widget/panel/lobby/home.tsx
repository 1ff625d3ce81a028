/** @jsxImportSource preact */
import type { ComponentChildren, VNode } from "preact";
import { unreadCount, type Thread } from "../conversation/thread.ts";
import { goesOn, type State } from "../state.ts";
import type { Dealing } from "../view/context.ts";
import { Avatar, BrandMark, Icon } from "../view/icon.tsx";
import { Intro } from "../view/intro.tsx";
import { listedAt } from "./listed-at.ts";
import { previewOf } from "./preview.ts";

interface HomeProps extends Dealing {
  readonly state: State;
  /** Who is there. */
  readonly children?: ComponentChildren;
}

/** All conversations of this browser, and the way to a new one. */
export function Home({ state, words, config, messenger, children }: HomeProps): VNode {
  const { conversations } = messenger;
  return (
    <div class="view home" tabIndex={-1}>
      <Intro words={words} config={config} />
      {children}
      <button class="solid begin" type="button" onClick={() => conversations.begin()}>
        <Icon name="plus" />
        {words.t("home.begin")}
      </button>
      <h3>{words.t("home.earlier")}</h3>
      <ul>
        {state.threads.map((thread) => (
          <li key={thread.conversation.id}>
            <button type="button" onClick={() => conversations.select(thread.conversation.id)}>
              <Line thread={thread} words={words} config={config} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Line({ thread, words, config }: Pick<HomeProps, "words" | "config"> & { readonly thread: Thread }): VNode {
  const { agentName, agentPhoto, displayName, lastMessageAt } = thread.conversation;
  const name = displayName ?? agentName ?? config.brand.name;
  const preview = previewOf(thread);
  const unread = unreadCount(thread);
  const isOver = !goesOn(thread);
  return (
    <>
      {agentName === null || agentName === config.brand.name ? (
        <BrandMark config={config} />
      ) : (
        <Avatar name={agentName} photo={agentPhoto} />
      )}
      <span class="what">
        <b dir="auto">{name}</b>
        <span class="preview">
          {preview?.isMine && `${words.t("message.you")}: `}
          <bdi>{preview?.text || (preview?.files && words.t("home.files", { count: preview.files })) || ""}</bdi>
        </span>
      </span>
      <span class="when">
        <time dateTime={new Date(lastMessageAt).toISOString()}>
          {listedAt(lastMessageAt, Date.now(), words.locale)}
        </time>
        {unread > 0 ? (
          <b class="count">
            {unread}
            <span class="hidden"> {words.t("home.unread")}</span>
          </b>
        ) : (
          isOver && <span class="over">{words.t("home.over")}</span>
        )}
      </span>
    </>
  );
}
