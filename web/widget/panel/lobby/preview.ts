/** The line of a conversation in a list. */
import type { WidgetConversation } from "../../../../contract/conversation/widget-conversations.ts";
import type { Thread } from "../conversation/thread.ts";

/** The last message by a person: of what this page holds, else as the server told. Null: there is none. */
export function previewOf({ messages, conversation }: Thread): WidgetConversation["last"] {
  const last = messages.findLast(({ author, deletedAt }) => author.kind !== "system" && deletedAt === null);
  if (last === undefined) return conversation.last;
  return { isMine: last.author.kind === "end-user", text: last.text, files: last.attachments.length };
}
