/** What the tests of the widget talk about: Marie writes, Léo answers. */
import type { WidgetConversation } from "../../../contract/conversation/widget-conversations.ts";
import type { WidgetMessage } from "../../../contract/shared.ts";

export const aConversation = (change: Partial<WidgetConversation> = {}): WidgetConversation => ({
  id: "c1",
  status: "open",
  revision: 0,
  lastSeq: 0,
  readUpTo: 0,
  unread: 0,
  agentsReadUpTo: 0,
  deliveredUpTo: 0,
  agentName: "Léo",
  displayName: null,
  address: null,
  mailLeaves: true,
  createdAt: 0,
  lastMessageAt: 0,
  last: null,
  joined: false,
  ...change,
});

/** By Léo, unless said otherwise; its revision is its seq, as in a conversation where nothing was edited. */
export const aMessage = (seq: number, change: Partial<WidgetMessage> = {}): WidgetMessage => ({
  seq,
  revision: seq,
  channel: "messaging",
  text: `message ${seq}`,
  attachments: [],
  form: null,
  cut: null,
  postedAt: seq * 1_000,
  editedAt: null,
  deletedAt: null,
  clientId: null,
  author: { kind: "agent", id: "leo", name: "Léo" },
  ...change,
});

export const marie = { kind: "end-user", id: "marie", name: null } as const;
