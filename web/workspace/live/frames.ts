/** What may come over the agents' socket, as schemas: the wire's types are contract/agent-socket.ts `ServerToAgentFrame`. */
import { Type } from "typebox";
import { AgentConversation, ConversationList, ConversationSummary } from "../../../contract/agent.ts";
import type { ServerToAgentFrame } from "../../../contract/agent-socket.ts";
import { AgentMessage, nullable } from "../../../contract/shared.ts";
import { parse } from "../api.ts";

const Frame = Type.Union([
  Type.Object({ type: Type.Literal("welcome"), now: Type.Number() }),
  Type.Object({
    type: Type.Literal("changes"),
    conversationId: Type.String(),
    after: Type.Number(),
    revision: Type.Number(),
    conversation: nullable(AgentConversation),
    messages: Type.Array(AgentMessage),
  }),
  Type.Object({
    type: Type.Literal("summaries"),
    conversations: Type.Array(ConversationSummary),
    counts: ConversationList.properties.counts,
  }),
  Type.Object({
    type: Type.Literal("typing"),
    conversationId: Type.String(),
    name: nullable(Type.String()),
    kind: Type.Union([Type.Literal("end-user"), Type.Literal("agent")]),
  }),
  Type.Object({ type: Type.Literal("settings-changed") }),
  Type.Object({
    type: Type.Literal("refused"),
    code: Type.Union([
      Type.Literal("signed-out"),
      Type.Literal("bad-frame"),
      Type.Literal("rate-limited"),
      Type.Literal("server-stopping"),
    ]),
  }),
  Type.Object({ type: Type.Literal("pong") }),
]);

/** Null: no frame of ours, or one that only a newer page understands. */
export function parseFrame(data: unknown): ServerToAgentFrame | null {
  if (typeof data !== "string") return null;
  try {
    return parse(Frame, JSON.parse(data));
  } catch {
    return null;
  }
}
