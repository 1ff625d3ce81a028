/** Who may do what (product.md §8.1): role and Chat access together decide. */
import type { Channel } from "../conversation/conversation.ts";
import type { AgentId } from "../ids.ts";

export type Role = "admin" | "agent" | "light-agent";

export interface AgentIdentity {
  readonly id: AgentId;
  readonly name: string;
  readonly role: Role;
  /** May go online, accept from the queue and reply by messaging. */
  readonly chatAccess: boolean;
}

/** What of somebody decides what they may do. */
type Standing = Pick<AgentIdentity, "role" | "chatAccess">;

export const mayAdminister = (agent: Pick<Standing, "role">): boolean => agent.role === "admin";

/** May accept, be assigned, change status: everyone but a light agent, who only reads and notes. */
export const mayHandle = (agent: Pick<Standing, "role">): boolean => agent.role !== "light-agent";

/** A reply by messaging needs Chat access; where the end user writes by e-mail, any agent who handles may reply. */
export const mayReply = (agent: Standing, channel: Channel): boolean =>
  mayHandle(agent) && (agent.chatAccess || channel === "email");

export const mayAccept = (agent: Standing): boolean => mayHandle(agent) && agent.chatAccess;

/** A light agent writes notes only, and so never has Chat access (product.md §8.1). */
export const chatAccessOf = (asked: Standing): boolean => mayHandle(asked) && asked.chatAccess;
