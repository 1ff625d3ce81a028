import type { NewMessage } from "../domain/conversation/conversation.ts";
import type { AgentId, ConversationId, Revision, Seq, SessionId } from "../domain/ids.ts";

/**
 * What rings. The bus is a doorbell: truth is in the database, and a lost notice costs a catch-up, nothing else.
 * Between processes only the names travel; inside the process that committed, `post` brings the row along.
 */
export type Notice =
  | {
      readonly kind: "conversation";
      readonly id: ConversationId;
      readonly revision: Revision;
      /** Present only where nothing but this one post happened, in this process. */
      readonly post?: { readonly message: NewMessage; readonly seq: Seq };
    }
  | {
      readonly kind: "typing";
      readonly id: ConversationId;
      readonly who: Typist;
    }
  /** The account's settings, the team, or who of it is signed in. */
  | { readonly kind: "settings" }
  /** A browser session was revoked: its sockets hear nothing more. */
  | { readonly kind: "session-ended"; readonly id: SessionId }
  /** What a browser session may open is not what it was: its sockets say hello again. */
  | { readonly kind: "access-changed"; readonly id: SessionId }
  /** A mail came into triage, or left it. */
  | { readonly kind: "triage" }
  /**
   * Whether what visitors and agents write gets out is not what it was: mail (the relay, the switch, or what the switch
   * needs), or that a page of the workspace is open.
   */
  | { readonly kind: "way-out" };

/** Whose keys are moving. */
export type Typist = { readonly kind: "end-user" } | TypingAgent;

/** Known by id: two of a team may bear one name. */
interface TypingAgent {
  readonly kind: "agent";
  readonly id: AgentId;
  readonly name: string;
  /** What they type may be meant for the end user; else only colleagues hear of it. */
  readonly mayReply: boolean;
}

export interface Bus {
  publish(notices: readonly Notice[]): void;
  subscribe(listener: (notice: Notice) => void): () => void;
}
