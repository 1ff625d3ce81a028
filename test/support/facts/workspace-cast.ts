/** The cast of the workspace's tests: Marie, an end user, and Léo, an agent. */
import type { AgentConversation, ConversationSummary } from "../../../contract/conversation/agent-shapes.ts";
import type { AgentMessage } from "../../../contract/shared.ts";
import { aMessage } from "./widget-cast.ts";

export const NOON = Date.UTC(2026, 0, 5, 12);
export const MINUTE = 60_000;
/** Minutes after noon. */
export const at = (minutes: number): number => NOON + minutes * MINUTE;
export const LEO = "00000000-0000-7000-8000-000000000001";

export const messageOf = (seq: number, part: Partial<AgentMessage> = {}): AgentMessage => ({
  ...aMessage(seq),
  postedAt: at(seq),
  author: { kind: "end-user", id: "marie", name: "Marie" },
  visibility: "public",
  fate: null,
  inboundMailId: null,
  copiedTo: [],
  anotherSender: null,
  ...part,
});

export const byLeo = { author: { kind: "agent", id: LEO, name: "Léo" } } as const;

export const conversationOf = (part: Partial<AgentConversation> = {}): AgentConversation => ({
  id: "conversation",
  revision: 3,
  status: "open",
  brand: { id: "brand", name: "Acme" },
  endUser: {
    id: "marie",
    name: "Marie",
    identity: "anonymous",
    locale: "fr",
    timeZone: null,
    otherConversations: 0,
    blockId: null,
  },
  subject: null,
  label: "4F2A",
  pageUrl: null,
  site: { name: null, tags: [], metadata: {} },
  address: null,
  assignee: null,
  queuedAt: null,
  lastSeq: 3,
  endUserReadUpTo: 0,
  presence: { connected: true, leftAt: null },
  continuity: { kind: "skip", until: null, because: "nothing-waiting", leftAt: null, missing: null },
  retry: null,
  addressAsked: false,
  createdAt: at(0),
  solvedAt: null,
  ...part,
});

export const summaryOf = (id: string, part: Partial<ConversationSummary> = {}): ConversationSummary => ({
  id,
  revision: 1,
  status: "open",
  channel: "messaging",
  endUser: { id: "marie", name: "Marie", locale: "fr" },
  subject: null,
  label: "4F2A",
  assignee: null,
  queuedAt: null,
  lastMessage: { seq: 1, text: "Bonjour", attachments: [], authorKind: "end-user", at: at(0) },
  unread: 1,
  unreadReplies: 0,
  createdAt: at(0),
  ...part,
});
