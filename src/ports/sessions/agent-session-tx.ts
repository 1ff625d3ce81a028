import type { AgentId, AgentSessionId, Instant } from "../../domain/ids.ts";
import type { OpenedFrom } from "../../domain/sessions/session.ts";

/** Which sessions of a team member end: one, by its token or from their list; or all, but for the one that asks. */
export type WhichSessions =
  | { readonly tokenHash: Uint8Array }
  | { readonly agentId: AgentId; readonly id: AgentSessionId }
  | { readonly agentId: AgentId; readonly allBut: Uint8Array | null };

/** Keeps when sessions of team members were last used. */
export interface AgentSessionBook {
  /** To the minute; what was noted within it stays. */
  noteUse(tokenHash: Uint8Array, now: Instant): Promise<void>;
}

/** Sessions of team members. The steps of `src/steps/sessions/` decide when; nothing else writes them. */
export interface AgentSessionTx {
  open(session: {
    readonly id: AgentSessionId;
    readonly tokenHash: Uint8Array;
    readonly agentId: AgentId;
    readonly from: OpenedFrom | null;
    readonly now: Instant;
    readonly expiresAt: Instant;
  }): Promise<void>;
  /** For good; rings, so that their sockets close in every process. Answers whose each was that ended. */
  end(which: WhichSessions): Promise<readonly { readonly id: AgentId; readonly name: string }[]>;
}
