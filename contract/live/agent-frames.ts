/** The agents' socket at /api/agent/socket: the session cookie of HTTP, its Origin checked. */
import { Type, type Static } from "typebox";
import { AgentConversation, ConversationList, ConversationSummary } from "../conversation/agent-shapes.ts";
import { AgentMessage, exact, InstantMs, list, nullable, RevisionNumber, Uuid } from "../shared.ts";

/** What an agent's page may say. */
export const AgentFrame = Type.Union([
  exact({ type: Type.Literal("watch"), conversationId: Uuid, revision: RevisionNumber }),
  exact({ type: Type.Literal("unwatch"), conversationId: Uuid }),
  exact({ type: Type.Literal("typing"), conversationId: Uuid }),
  /** Nobody has touched this page for long; or somebody has again. A page that just opened is not idle. */
  exact({ type: Type.Literal("idle"), idle: Type.Boolean() }),
  exact({ type: Type.Literal("ping") }),
]);
export type AgentFrame = Static<typeof AgentFrame>;

/** What the server says to an agent. */
export const ServerToAgentFrame = Type.Union([
  exact({ type: Type.Literal("welcome"), now: InstantMs }),
  /** As for the widget: messages with `revision > after`; whoever is below `after` asks `conversationApi.changes`. */
  exact({
    type: Type.Literal("changes"),
    conversationId: Uuid,
    after: RevisionNumber,
    revision: RevisionNumber,
    conversation: nullable(AgentConversation),
    messages: list(AgentMessage),
  }),
  /** Something changed in these conversations: refresh their lines in every list (at most 4 frames a second). */
  exact({
    type: Type.Literal("summaries"),
    conversations: list(ConversationSummary),
    counts: ConversationList.properties.counts,
  }),
  exact({
    type: Type.Literal("typing"),
    conversationId: Uuid,
    name: nullable(Type.String()),
    kind: Type.Union([Type.Literal("end-user"), Type.Literal("agent")]),
  }),
  /** The account's settings or the team changed: ask who I am, and for the team, again. */
  exact({ type: Type.Literal("settings-changed") }),
  /** Something may have changed unheard: ask for lists, counts, team and who I am again. About once a minute in any case. */
  exact({ type: Type.Literal("missed") }),
  exact({
    type: Type.Literal("refused"),
    code: Type.Union([
      Type.Literal("signed-out"),
      Type.Literal("bad-frame"),
      Type.Literal("rate-limited"),
      Type.Literal("server-stopping"),
    ]),
  }),
  exact({ type: Type.Literal("pong") }),
]);
export type ServerToAgentFrame = Static<typeof ServerToAgentFrame>;
