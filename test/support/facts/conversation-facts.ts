/** A conversation as decisions see it, and agents who decide. */
import type { Conversation, LockedConversation, OpenReply } from "../../../src/domain/conversation/conversation.ts";
import {
  agentId,
  brandId,
  conversationId,
  emailAddress,
  endUserId,
  type Instant,
  instant,
  revision,
  seq,
} from "../../../src/domain/ids.ts";
import type { AgentIdentity } from "../../../src/domain/people/roles.ts";

export const NOW = instant(1_000_000);
export const EARLIER = instant(900_000);
export const at = (ms: number): Instant => instant(ms);

export const LEO: AgentIdentity = { id: agentId("leo"), name: "Léo", role: "agent", chatAccess: true };
export const NO_CHAT: AgentIdentity = { id: agentId("zoe"), name: "Zoé", role: "agent", chatAccess: false };
export const LIGHT: AgentIdentity = { id: agentId("ida"), name: "Ida", role: "light-agent", chatAccess: false };

/** Open, Léo's, two messages, the second a reply of his; she has read the first. */
export const openHead: Conversation = {
  id: conversationId("c"),
  brandId: brandId("b"),
  endUserId: endUserId("marie"),
  status: "open",
  origin: "messaging",
  subject: null,
  assigneeId: LEO.id,
  queuedAt: null,
  servedAt: EARLIER,
  seq: seq(2),
  revision: revision(5),
  readUpTo: seq(1),
  readAt: null,
  agentsReadUpTo: seq(1),
  attentionAt: null,
  lastEndUserMessage: { channel: "messaging", at: EARLIER },
  lastMailAt: null,
  lastMessageAt: EARLIER,
  address: { email: emailAddress("marie@example.com"), state: "unproved", givenAt: EARLIER, reason: null },
  openFormSeq: null,
  stoppedAt: null,
  pageUrl: null,
  tags: [],
  metadata: {},
  solvedAt: null,
  isMuted: false,
  createdAt: EARLIER,
};

export const head = (change: Partial<Conversation> = {}): Conversation => ({ ...openHead, ...change });
export const queued = (change: Partial<Conversation> = {}): Conversation =>
  head({ status: "new", assigneeId: null, servedAt: null, queuedAt: EARLIER, ...change });

export const openReply = (change: Partial<OpenReply> = {}): OpenReply => ({
  seq: seq(2),
  authorId: LEO.id,
  postedAt: EARLIER,
  editedAt: null,
  editingSince: null,
  fate: "waiting",
  withheldBecause: null,
  mailedAt: null,
  deliveryId: null,
  inDelivery: false,
  mayHaveLeft: false,
  ...change,
});

export const locked = (
  change: Partial<Conversation> = {},
  openReplies: readonly OpenReply[] = [openReply()],
): LockedConversation => ({ head: head(change), openReplies });
