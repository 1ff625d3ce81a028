/** Reads that decide nothing; transport asks them directly. The principal is always the first argument. */
import type { StoredMail } from "../../../contract/mail/triage.ts";
import type {
  AgentChanges,
  ConversationList,
  ConversationSummary,
  DeliveryView,
  ViewName,
} from "../../../contract/conversation/agent-shapes.ts";
import type {
  WidgetChanges,
  WidgetConversation,
  WidgetPage,
} from "../../../contract/conversation/widget-conversations.ts";
import type { Availability } from "../../../contract/people/availability.ts";
import type { WidgetConfig } from "../../../contract/sessions/widget-sessions.ts";
import type { AgentId, BrandId, ConversationId, Instant, Revision, Seq, SessionId } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";

/** What is stored of it: neither how the launcher is called, nor whether this is a demo. */
export type StoredWidgetConfig = Omit<WidgetConfig, "demo" | "launcher"> & {
  readonly launcher: Omit<WidgetConfig["launcher"], "labels">;
};

export interface WidgetQueries {
  /** Asked by the pages that carry the widget, of nobody in particular; null: there is no such brand. */
  config(brand: BrandId): Promise<StoredWidgetConfig | null>;
  /** Who is there for somebody who comes to this brand; null: there is no such brand. */
  availability(brand: BrandId, now: Instant): Promise<Availability | null>;
  /** Those of this session, newest first. */
  list(principal: WidgetPrincipal): Promise<readonly WidgetConversation[]>;
  /** The sessions that may open it, and whether by link alone: their sockets join when it begins. */
  sessionsOf(id: ConversationId, now: Instant): Promise<ReadonlyMap<SessionId, { readonly joined: boolean }>>;
  /** Null: this session may not open it. The newest messages and every unread one; or the last ones before this seq. */
  page(principal: WidgetPrincipal, id: ConversationId, before: Seq | null): Promise<WidgetPage | null>;
  /** Null: this session may not open it. Messages with revision > after, by seq. */
  changes(principal: WidgetPrincipal, id: ConversationId, after: Revision): Promise<WidgetChanges | null>;
  /** The name under which this agent is shown to the conversation's end user; null: none is. */
  shownAs(id: ConversationId, agent: AgentId): Promise<string | null>;
}

export interface Page {
  readonly view: ViewName;
  /** Words that the messages, the name or the address must hold; null: any. */
  readonly search: string | null;
  /** Continue after this conversation; null: from the top. */
  readonly after: ConversationId | null;
}

export interface AgentQueries {
  list(agent: AgentIdentity, page: Page): Promise<ConversationList>;
  /** The lines of these conversations, as every agent sees them; `unread` for their assignee, or for all in the queue. */
  summaries(ids: readonly ConversationId[]): Promise<readonly ConversationSummary[]>;
  /** The numbers of every agent's views, in one read. */
  countsByAgent(): Promise<Omit<ConversationList["counts"], "mine"> & { readonly mine: ReadonlyMap<string, number> }>;
  /** Null: there is no such conversation. Messages with revision > after, by seq. */
  changes(
    agent: AgentIdentity,
    id: ConversationId,
    after: Revision,
    now: Instant,
  ): Promise<Omit<AgentChanges, "mine"> | null>;
  mark(agent: AgentIdentity, id: ConversationId): Promise<AgentChanges["mine"]>;
  deliveries(agent: AgentIdentity, id: ConversationId): Promise<readonly DeliveryView[]>;
  /** Mail that belongs to the conversation and is no message of it, the newest first. */
  recorded(agent: AgentIdentity, id: ConversationId): Promise<readonly StoredMail[]>;
}
