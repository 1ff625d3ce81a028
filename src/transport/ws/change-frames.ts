/** The frame `changes`, which widgets and agents are sent alike: of a catch-up read, or of a single post. */
import { type ConversationId, type Revision, revision } from "../../domain/ids.ts";
import type { Audience, PostNotice } from "./rooms.ts";

interface Revised {
  readonly revision: number;
}

/** How one audience reads a conversation: its own view, of what it may see. */
interface Views<Conversation extends Revised, Message extends Revised> {
  /** Everything after `after`; null: gone, or not to be seen. */
  read(
    id: ConversationId,
    after: Revision,
  ): Promise<{ readonly conversation: Conversation; readonly messages: readonly Message[] } | null>;
  /** Null: this audience does not see the post. */
  viewOfPost(notice: PostNotice): Message | null;
}

/** Name both types after the contract: they are what goes over the wire. */
export function audienceOf<Conversation extends Revised, Message extends Revised>(
  views: Views<Conversation, Message>,
): Audience {
  const print = (frame: {
    readonly conversationId: string;
    readonly after: number;
    readonly revision: number;
    readonly conversation: Conversation | null;
    readonly messages: readonly Message[];
  }): string => JSON.stringify({ type: "changes", ...frame });
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
