/** People › Blocked end users. */
import type { BlockedBecause } from "../../domain/people/blocking.ts";
import type { BlockId } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";

export interface BlockedView {
  readonly id: string;
  readonly person: {
    readonly name: string | null;
    readonly label: string;
    readonly conversationId: string | null;
  } | null;
  readonly sender: string | null;
  readonly because: BlockedBecause;
  readonly by: string | null;
  readonly at: number;
  readonly keptOut: { readonly messages: number; readonly mails: number };
}

export interface KeptOutView {
  readonly at: number;
  readonly text: string;
  readonly mailId: string | null;
}

export interface BlockedQueries {
  /** Newest first. */
  list(agent: AgentIdentity): Promise<readonly BlockedView[]>;
  /** What one block has kept out, newest first; null: there is no such block. */
  keptOut(agent: AgentIdentity, id: BlockId): Promise<readonly KeptOutView[] | null>;
}
