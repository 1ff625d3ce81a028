/**
 * Messages that an agent has sent and the server has not yet confirmed. Each keeps its client id through every try, so
 * that a second try is never a second message.
 */
import type { Static } from "typebox";
import type { PostAgentMessage } from "../../../../contract/agent.ts";
import { type Refused, refusalOf } from "../../api.ts";
import type { ReadyFile } from "../../files/file-tray.ts";

export type Post = Static<typeof PostAgentMessage>;

/** A message as the composer hands it over. */
export interface Letter {
  readonly conversationId: string;
  readonly post: Post;
  /** The files that `post` names, to be shown meanwhile. */
  readonly files: readonly ReadyFile[];
  readonly sentAt: number;
}

export interface Pending extends Letter {
  /** Null: on its way. */
  readonly refusal: Refused | null;
}

export interface OutboxPorts {
  readonly send: (conversationId: string, post: Post) => Promise<void>;
  /** Called when the server has it: the message itself must come before the pending one goes. */
  readonly onSent: (letter: Letter) => Promise<void>;
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

  post(letter: Letter): void {
    this.#set([...this.#pending, { ...letter, refusal: null }]);
    void this.#try(letter);
  }

  retry(clientId: string): void {
    const item = this.#find(clientId);
    if (item === undefined || item.refusal === null) return;
    this.#patch(clientId, null);
    void this.#try(item);
  }

  /** The line is back: what failed for want of one is tried again, oldest first. */
  retryOffline(): void {
    for (const item of this.#pending) if (item.refusal?.code === "offline") this.retry(item.post.clientId);
  }

  discard(clientId: string): void {
    this.#set(this.#pending.filter((item) => item.post.clientId !== clientId));
  }

  async #try(letter: Letter): Promise<void> {
    const { conversationId, post } = letter;
    try {
      await this.#ports.send(conversationId, post);
    } catch (error) {
      this.#patch(post.clientId, refusalOf(error));
      return;
    }
    await this.#ports.onSent(letter);
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
