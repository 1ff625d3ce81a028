/** Reads that decide nothing; transport asks them directly. The principal is always the first argument. */
import type { ConversationId, Instant, Revision, Seq, SessionId } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import type {
  AgentConversationView,
  AgentMessageView,
  CountsView,
  SummaryView,
  WidgetConversationView,
  WidgetMessageView,
} from "./views.ts";

export interface WidgetQueries {
  /** Those of this session, newest first. */
  list(principal: WidgetPrincipal): Promise<readonly WidgetConversationView[]>;
  /** The sessions that may open it: their sockets join when it begins. */
  sessionsOf(id: ConversationId): Promise<readonly SessionId[]>;
  /** Null: this session may not open it. Messages with revision > after, by seq. */
  changes(
    principal: WidgetPrincipal,
    id: ConversationId,
    after: Revision,
  ): Promise<{ readonly conversation: WidgetConversationView; readonly messages: readonly WidgetMessageView[] } | null>;
}

export type View = "queue" | "mine" | "unassigned" | "all" | "solved";

export interface Page {
  readonly view: View;
  /** Words that the messages, the name or the address must hold; null: any. */
  readonly search: string | null;
  /** Continue after this conversation; null: from the top. */
  readonly after: ConversationId | null;
}

export interface DeliveryView {
  readonly id: string;
  readonly conversationId: string;
  readonly to: string;
  readonly messageId: string;
  readonly state: string;
  /** What the mail system said of a bounce, or a code of ours; null: neither. */
  readonly because: string | null;
  readonly seqs: readonly number[];
  readonly createdAt: number;
  readonly nextAttemptAt: number | null;
  readonly isHeld: boolean;
  readonly attempts: readonly {
    readonly at: number;
    readonly outcome: string;
    readonly code: number | null;
    readonly reply: string | null;
  }[];
}

export interface AgentQueries {
  list(
    agent: AgentIdentity,
    page: Page,
  ): Promise<{
    readonly conversations: readonly SummaryView[];
    readonly next: string | null;
    readonly counts: CountsView;
  }>;
  /** The lines of these conversations, as every agent sees them; `unread` for their assignee, or for all in the queue. */
  summaries(ids: readonly ConversationId[]): Promise<readonly SummaryView[]>;
  /** The numbers of every agent's views, in one read. */
  countsByAgent(): Promise<{
    readonly queue: number;
    readonly unassigned: number;
    readonly triage: number;
    readonly mine: ReadonlyMap<string, number>;
  }>;
  /** Null: there is no such conversation. Messages with revision > after, by seq. */
  changes(
    agent: AgentIdentity,
    id: ConversationId,
    after: Revision,
    now: Instant,
  ): Promise<{ readonly conversation: AgentConversationView; readonly messages: readonly AgentMessageView[] } | null>;
  mark(
    agent: AgentIdentity,
    id: ConversationId,
  ): Promise<{ readonly readUpTo: Seq; readonly draft: string; readonly draftVisibility: "public" | "note" }>;
  deliveries(agent: AgentIdentity, id: ConversationId): Promise<readonly DeliveryView[]>;
}
