/**
 * Messages that an agent has sent and the server has not yet confirmed. Each keeps its client id through every try, so
 * that a second try is never a second message.
 */
import type { Static } from "typebox";
import type { PostAgentMessage } from "../../../contract/agent.ts";
import { type Refused, refusalOf } from "../api.ts";

export type Post = Static<typeof PostAgentMessage>;

export interface Pending {
  readonly conversationId: string;
  readonly post: Post;
  readonly sentAt: number;
  /** Null: on its way. */
  readonly refusal: Refused | null;
}

export interface OutboxPorts {
  readonly send: (conversationId: string, post: Post) => Promise<void>;
  /** Called when the server has it: the message itself must come before the pending one goes. */
  readonly onSent: (conversationId: string) => Promise<void>;
}

export class Outbox {
  readonly #ports: OutboxPorts;
  readonly #listeners = new Set<() => void>();
  #pending: readonly Pending[] = [];

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly pending = (): readonly Pending[] => this.#pending;

  post(conversationId: string, post: Post, now: number): void {
    this.#set([...this.#pending, { conversationId, post, sentAt: now, refusal: null }]);
    void this.#try(conversationId, post);
  }

  retry(clientId: string): void {
    const item = this.#find(clientId);
    if (item === undefined || item.refusal === null) return;
    this.#patch(clientId, null);
    void this.#try(item.conversationId, item.post);
  }

  /** The line is back: what failed for want of one is tried again, oldest first. */
  retryOffline(): void {
    for (const item of this.#pending) if (item.refusal?.code === "offline") this.retry(item.post.clientId);
  }

  discard(clientId: string): void {
    this.#set(this.#pending.filter((item) => item.post.clientId !== clientId));
  }

  async #try(conversationId: string, post: Post): Promise<void> {
    try {
      await this.#ports.send(conversationId, post);
    } catch (error) {
      this.#patch(post.clientId, refusalOf(error));
      return;
    }
    await this.#ports.onSent(conversationId);
    this.discard(post.clientId);
  }

  #find(clientId: string): Pending | undefined {
    return this.#pending.find((item) => item.post.clientId === clientId);
  }

  #patch(clientId: string, refusal: Refused | null): void {
    this.#set(this.#pending.map((item) => (item.post.clientId === clientId ? { ...item, refusal } : item)));
  }

  #set(pending: readonly Pending[]): void {
    this.#pending = pending;
    for (const listener of this.#listeners) listener();
  }
}
