/** What a widget says of its person, by socket or by HTTP. */
import type { SaidFrame } from "../../../contract/live/widget-frames.ts";
import { conversationId, type ConversationId, seq } from "../../domain/ids.ts";
import { unreachable } from "../../domain/result.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import type { Bus } from "../../ports/bus.ts";
import { markRead } from "../../usecases/conversation/mark-read.ts";
import { noteAttention } from "../../usecases/sessions/note-attention.ts";
import { noteTyping } from "../../usecases/sessions/note-typing.ts";

interface Hearer {
  readonly usecases: Parameters<typeof markRead>[0];
  readonly bus: Pick<Bus, "publish">;
  /** Whether they may open it now; asked where no use-case asks. */
  readonly mayOpen: (id: ConversationId) => Promise<boolean>;
}

export async function heedSaid(
  { usecases, bus, mayOpen }: Hearer,
  who: WidgetPrincipal,
  said: SaidFrame,
): Promise<void> {
  const id = conversationId(said.conversationId);
  switch (said.type) {
    case "seen":
      return markRead(usecases, who, { conversationId: id, upTo: seq(said.upTo) });
    case "attention":
      return noteAttention(usecases, who, id);
    case "typing":
      return (await mayOpen(id)) ? noteTyping({ ...usecases, bus }, who, id) : undefined;
    default:
      return unreachable(said);
  }
}
