/** The agents' socket at /api/agent/socket: the session cookie of HTTP, its Origin checked. */
import { Type, type Static } from "typebox";
import type { AgentConversation, ConversationList, ConversationSummary } from "./agent.ts";
import { type AgentMessage, exact, RevisionNumber, Uuid } from "./shared.ts";

/** What an agent's page may say. */
export const AgentFrame = Type.Union([
  exact({ type: Type.Literal("watch"), conversationId: Uuid, revision: RevisionNumber }),
  exact({ type: Type.Literal("unwatch"), conversationId: Uuid }),
  exact({ type: Type.Literal("typing"), conversationId: Uuid }),
  exact({ type: Type.Literal("ping") }),
]);
export type AgentFrame = Static<typeof AgentFrame>;

/** What the server says to an agent. */
export type ServerToAgentFrame =
  | { readonly type: "welcome"; readonly now: number }
  /** As for the widget: messages with `revision > after`; whoever is below `after` asks …/changes. */
  | {
      readonly type: "changes";
      readonly conversationId: string;
      readonly after: number;
      readonly revision: number;
      readonly conversation: AgentConversation | null;
      readonly messages: readonly AgentMessage[];
    }
  /** Something changed in these conversations: refresh their lines in every list (at most 4 frames a second). */
  | {
      readonly type: "summaries";
      readonly conversations: readonly ConversationSummary[];
      readonly counts: ConversationList["counts"];
    }
  | {
      readonly type: "typing";
      readonly conversationId: string;
      readonly name: string | null;
      readonly kind: "end-user" | "agent";
    }
  /** The account's settings or the team changed: ask /me and /team again. */
  | { readonly type: "settings-changed" }
  | { readonly type: "refused"; readonly code: "signed-out" | "bad-frame" | "rate-limited" | "server-stopping" }
  | { readonly type: "pong" };
