/** The frame `changes`, which widgets and agents are sent alike: of a catch-up read, or of a single post. */
import type { ServerToAgentFrame } from "../../../contract/live/agent-frames.ts";
import type { ServerToWidgetFrame } from "../../../contract/live/widget-frames.ts";
import { type ConversationId, type Revision, revision } from "../../domain/ids.ts";
import type { Audience, PostNotice } from "./rooms.ts";

type Changes = Extract<ServerToAgentFrame | ServerToWidgetFrame, { readonly type: "changes" }>;

/** How one audience reads a conversation: its own view, of what it may see. */
interface Views<Frame extends Changes> {
  /** Everything after `after`; null: gone, or not to be seen. */
  read(
    id: ConversationId,
    after: Revision,
  ): Promise<{
    readonly conversation: NonNullable<Frame["conversation"]>;
    readonly messages: Frame["messages"];
  } | null>;
  /** Null: this audience does not see the post. */
  viewOfPost(notice: PostNotice): Frame["messages"][number] | null;
}

/** `Frame`: what goes over the wire to this audience. */
export function audienceOf<Frame extends Changes>(views: Views<Frame>): Audience {
  const print = (
    frame: Omit<Changes, "type" | "messages"> & { readonly messages: readonly Frame["messages"][number][] },
  ): string => JSON.stringify({ type: "changes", ...frame });
  return {
    async load(id, after) {
      const changes = await views.read(id, after);
      if (changes === null) return null;
      const { conversation, messages } = changes;
      return {
        revision: revision(conversation.revision),
        frame: (since) =>
          print({
            conversationId: id,
            after: since,
            revision: conversation.revision,
            conversation,
            messages: messages.filter((message) => message.revision > since),
          }),
      };
    },
    frameOfPost(notice) {
      const message = views.viewOfPost(notice);
      return print({
        conversationId: notice.id,
        after: notice.revision - 1,
        revision: notice.revision,
        conversation: null,
        messages: message === null ? [] : [message],
      });
    },
  };
}
