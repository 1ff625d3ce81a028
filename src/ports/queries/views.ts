/** What screens show of a conversation, by who looks. Plain data: transport hands it on as it is. */
import type { Attachment } from "../../domain/attachments/attachment.ts";
import type { MessageForm } from "../../domain/conversation/conversation.ts";
import type { Fate } from "../../domain/continuity/continuity.ts";
import type { ContinuityNote } from "../conversation/conversation-tx.ts";

export interface AuthorView {
  /** `another-sender`: an agent has shown it to the end user; `name` is the address that it came from. */
  readonly kind: "end-user" | "agent" | "system" | "another-sender";
  readonly id: string | null;
  readonly name: string | null;
}

export interface WidgetMessageView {
  readonly seq: number;
  readonly revision: number;
  readonly channel: "messaging" | "email";
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly form: MessageForm | null;
  readonly cut: string | null;
  readonly postedAt: number;
  readonly editedAt: number | null;
  readonly deletedAt: number | null;
  readonly clientId: string | null;
  readonly author: AuthorView;
}

export interface AgentMessageView extends WidgetMessageView {
  readonly visibility: "public" | "note";
  readonly fate: {
    readonly name: Fate;
    readonly at: number;
    readonly because: string | null;
    readonly mailedAt: number | null;
  } | null;
  readonly inboundMailId: string | null;
  readonly anotherSender: string | null;
}

type Status = "new" | "open" | "pending" | "on-hold" | "solved" | "closed";
type AddressState = "unproved" | "proved" | "bounced" | "stopped";

export interface WidgetConversationView {
  readonly id: string;
  readonly status: Status;
  readonly revision: number;
  readonly lastSeq: number;
  readonly readUpTo: number;
  readonly unread: number;
  readonly agentsReadUpTo: number;
  readonly agentName: string | null;
  readonly address: { readonly email: string; readonly state: AddressState } | null;
  readonly createdAt: number;
  readonly lastMessageAt: number;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

export interface AgentConversationView {
  readonly id: string;
  readonly revision: number;
  readonly status: Status;
  readonly brand: Named;
  readonly endUser: {
    readonly id: string;
    readonly name: string | null;
    readonly identity: "anonymous" | "unverified" | "verified";
    readonly locale: string;
    readonly timeZone: string | null;
    readonly otherConversations: number;
    /** The block of this person, to lift it; null: they are not blocked. */
    readonly blockId: string | null;
  };
  readonly label: string;
  readonly pageUrl: string | null;
  readonly address: { readonly email: string; readonly state: AddressState; readonly reason: string | null } | null;
  readonly assignee: Named | null;
  readonly queuedAt: number | null;
  readonly lastSeq: number;
  readonly endUserReadUpTo: number;
  readonly presence: { readonly connected: boolean; readonly leftAt: number | null };
  readonly continuity: ContinuityNote;
  readonly addressAsked: boolean;
  readonly createdAt: number;
  readonly solvedAt: number | null;
}

export interface SummaryView {
  readonly id: string;
  readonly revision: number;
  readonly status: Status;
  readonly channel: "messaging" | "email";
  readonly endUser: { readonly id: string; readonly name: string | null; readonly locale: string };
  readonly label: string;
  readonly assignee: Named | null;
  readonly queuedAt: number | null;
  readonly lastMessage: {
    readonly seq: number;
    readonly text: string;
    /** Names of its files, for a message that says nothing else. */
    readonly attachments: readonly string[];
    readonly authorKind: "end-user" | "agent" | "system";
    readonly at: number;
  };
  readonly unread: number;
  readonly unreadReplies: number;
  readonly createdAt: number;
}

export interface CountsView {
  readonly queue: number;
  readonly mine: number;
  readonly unassigned: number;
  /** Stored mails that wait for an agent's decision. */
  readonly triage: number;
}
