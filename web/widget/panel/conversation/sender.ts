/**
 * Sends what the person wrote: one at a time, in order, until the server has it. Makes the conversation. It shares the trying
 * again with the agents' outbox (`kit/courier.ts`), and not the rest: here one line begins conversations and goes on past
 * what was refused, and `kit/outbox.ts` with its shelf would cost 1 kB of the 12 that the conversation may weigh.
 */
import type { widgetApi } from "../../../../contract/conversation/widget-conversations.ts";
import type { BodyOf } from "../../../../contract/route.ts";
import type { Answer } from "../../../kit/answer.ts";
import type { Api } from "../api.ts";
import type { Clock } from "../../../kit/clock.ts";
import { type Carried, type Courier, openCourier } from "../../../kit/courier.ts";
import { settle } from "../../../kit/unsent.ts";
import type { Keep } from "../keep.ts";
import { decidedAs, isUndecided, nextToSend, startAnew, startedAs, type Unsent } from "./outbox.ts";
import type { Session } from "../session.ts";
import { putThread, type Store, threadOf } from "../state.ts";
import { applyChanges, newThread } from "./thread.ts";

export interface SenderParts {
  readonly api: Pick<Api, "startConversation" | "post">;
  readonly keep: Keep;
  readonly store: Store;
  readonly clock: Clock;
  readonly session: Session;
  /** Where the conversation begins, without query and fragment. */
  readonly pageUrl: () => string;
  /** Asks which conversations there are; what comes of it, `decided` hears. */
  readonly list: () => Promise<void>;
}

/** Refusals after which the words start a new conversation instead. */
const NO_LONGER_THERE = new Set(["conversation-closed", "not-found", "not-yours"]);

/** What goes along with every message, and is taken in once: what the page says of conversations. */
export type Beside = Pick<BodyOf<typeof widgetApi.post>, "siteFacts">;

export class Sender {
  /** By the calls of the page (site/calls.ts). */
  beside: Beside = {};
  readonly #parts: SenderParts;
  readonly #courier: Courier;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#courier = openCourier({ carry: () => this.#sendNext(), clock: parts.clock, chance: Math.random });
  }

  /** The person asks to send a refused message again. */
  again(clientId: string): void {
    this.#change((entries) => entries.map((one) => (one.clientId === clientId ? { ...one, refused: null } : one)));
    this.flush();
  }

  /** A file is not to be had any more: the person sends the words alone. */
  withoutFiles(clientId: string): void {
    this.#change((entries) =>
      entries.map((one) => (one.clientId === clientId ? { ...one, attachments: [], refused: null } : one)),
    );
    this.flush();
  }

  discard(clientId: string): void {
    this.#change((entries) => settle(entries, [clientId]));
  }

  /** The server has these: they came back with the conversation. */
  confirmed(clientIds: readonly (string | null)[]): void {
    const { outbox } = this.#parts.store.get();
    if (settle(outbox, clientIds) !== outbox) this.#change((entries) => settle(entries, clientIds));
  }

  /** The conversations are known, and the one that goes on; null: there is none. */
  decided(conversationId: string | null): void {
    if (this.#parts.store.get().outbox.some(isUndecided)) {
      this.#change((entries) => decidedAs(entries, conversationId));
    }
  }

  /** Sends what waits, now rather than at the next try. */
  flush(): void {
    this.#courier.go("");
  }

  async #sendNext(): Promise<Carried> {
    const entry = nextToSend(this.#parts.store.get().outbox);
    if (entry === null) return "empty";
    const token = await this.#parts.session.require();
    if (token.kind !== "done") return this.#failed(entry, token);
    if (isUndecided(entry)) {
      await this.#parts.list();
      return this.#parts.store.get().isListed ? "next" : "later";
    }
    const answer =
      entry.conversationId === null
        ? await this.#start(entry, token.value)
        : await this.#post(entry, entry.conversationId, token.value);
    if (answer.kind === "refused" && answer.code === "session-unknown") {
      this.#parts.session.refused(token.value);
      return "later";
    }
    return answer.kind === "done" ? "next" : this.#failed(entry, answer);
  }

  async #start(entry: Unsent, token: string): Promise<Answer<unknown>> {
    const { api, store, pageUrl } = this.#parts;
    const { clientId, text } = entry;
    const attachments = idsOf(entry);
    const body = { clientId, text, attachments, pageUrl: pageUrl(), ...this.beside };
    const answer = await api.startConversation(token, body);
    if (answer.kind !== "done") return answer;
    const { conversation, messages } = answer.value;
    const known = threadOf(store.get(), conversation.id);
    const isWhole = messages.length >= conversation.lastSeq;
    const thread = applyChanges(known ?? newThread(conversation), {
      after: isWhole ? 0 : conversation.revision,
      revision: conversation.revision,
      conversation,
      messages,
    });
    putThread(store, thread);
    // Whoever has turned away meanwhile stays where they are.
    if (store.get().at !== "home") store.set({ currentId: conversation.id, at: "talk" });
    this.#change((entries) => startedAs(settle(entries, [clientId]), conversation.id));
    return answer;
  }

  async #post(entry: Unsent, conversationId: string, token: string): Promise<Answer<unknown>> {
    const { api, store } = this.#parts;
    const { clientId, text, attachments, shownUpTo } = entry;
    const body = { clientId, text, attachments: idsOf(entry), shownUpTo, ...this.beside };
    const answer = await api.post(token, conversationId, body);
    if (answer.kind !== "done") return answer;
    const { seq, revision, postedAt } = answer.value;
    const thread = threadOf(store.get(), conversationId);
    if (thread !== null) {
      const author = { kind: "end-user", id: null, name: null } as const;
      const plain = { form: null, cut: null, editedAt: null, deletedAt: null, channel: "messaging" } as const;
      const message = { ...plain, author, seq, revision, postedAt, clientId, text, attachments };
      // Between the last known revision and this one, others may have changed something: the line tells.
      const changes = { after: revision - 1, revision, conversation: null, messages: [message] };
      putThread(store, applyChanges(thread, changes));
    }
    this.#change((entries) => settle(entries, [clientId]));
    return answer;
  }

  #failed(entry: Unsent, answer: Exclude<Answer<unknown>, { kind: "done" }>): Carried {
    if (answer.kind === "unreachable") return "later";
    const same = ({ clientId }: Unsent): boolean => clientId === entry.clientId;
    if (answer.code === "rate-limited") {
      const heldUntil = this.#parts.clock.now() + Number(answer.details?.["retryAfterSeconds"] ?? 60) * 1_000;
      this.#change((entries) => entries.map((one) => (same(one) ? { ...one, heldUntil } : one)));
      return "later";
    }
    if (entry.conversationId !== null && NO_LONGER_THERE.has(answer.code)) {
      this.#change((entries) => startAnew(entries, entry.conversationId));
      return "next";
    }
    const refused = answer.code;
    this.#change((entries) => entries.map((one) => (same(one) ? { ...one, refused } : one)));
    return "next";
  }

  /** The same change here and in storage, where other tabs may have theirs. */
  #change(change: (entries: readonly Unsent[]) => readonly Unsent[]): void {
    this.#parts.store.set({ outbox: change(this.#parts.store.get().outbox) });
    this.#parts.keep.change((kept) => ({ outbox: change(kept.outbox) }));
  }
}

const idsOf = ({ attachments }: Unsent): string[] => attachments.map(({ id }) => id);
