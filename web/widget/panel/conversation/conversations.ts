/** The session's conversations as this page knows them: takes in what the server says, and fetches what it is behind with. */
import type {
  WidgetChanges,
  WidgetConversation,
  WidgetPage,
} from "../../../../contract/conversation/widget-conversations.ts";
import type { WidgetMessage } from "../../../../contract/shared.ts";
import type { Clock } from "../../../kit/clock.ts";
import { type Changes, isBehind } from "../../../kit/thread.ts";
import type { Api } from "../api.ts";
import type { SeenTyping } from "../presence/typing.ts";
import type { Session } from "../session.ts";
import { isBlank } from "../../../kit/visible.ts";
import {
  currentThread,
  isChoice,
  putThread,
  type State,
  type Store,
  threadOf,
  turnTo,
  withoutTakenBack,
} from "../state.ts";
import type { Sender } from "./sender.ts";
import { applyChanges, applyPage, firstHere, newThread, type Thread, unreadMessages } from "./thread.ts";

/** Milliseconds in which the line brings by itself what a page missed that was away for a moment only. */
const FRAMES_COME_WITHIN = 500;

export interface ConversationsParts {
  readonly api: Pick<Api, "changes" | "conversations" | "page">;
  readonly store: Store;
  readonly clock: Clock;
  readonly session: Session;
  readonly sender: Sender;
  readonly seenTyping: SeenTyping;
  /** Messages by others have come in while the page was open. */
  readonly arrived: () => void;
}

export class Conversations {
  readonly #parts: ConversationsParts;
  readonly #fetching = new Set<string>();

  constructor(parts: ConversationsParts) {
    this.#parts = parts;
  }

  /** Shows this one, because the person has chosen it. */
  select(id: string): void {
    this.#show(id, { ...turnTo(this.#parts.store.get(), id), at: "talk" });
  }

  /** Shows all of them. */
  goHome(): void {
    this.#turnAway("home");
  }

  /** Shows an empty one: the next message makes it. */
  begin(): void {
    this.#turnAway("new");
  }

  #turnAway(at: "home" | "new"): void {
    const { store } = this.#parts;
    store.set({ ...turnTo(store.get(), null), at, newFrom: 0, typing: null });
  }

  #show(id: string, turned: Partial<State>): void {
    this.#parts.store.set({ ...turned, newFrom: 0, typing: null });
    this.markNew();
    const thread = currentThread(this.#parts.store.get());
    if (thread !== null && isBehind(thread)) void this.fetch(id);
  }

  /** Draws the unread line before the first message that nobody has seen. */
  markNew(): void {
    const { store } = this.#parts;
    const thread = currentThread(store.get());
    const first = thread === null ? undefined : unreadMessages(thread)[0];
    if (first !== undefined && store.get().newFrom === 0) store.set({ newFrom: first.seq });
  }

  /** The list of this session's conversations, as the line or a request brings it. */
  adopt(conversations: readonly WidgetConversation[]): void {
    const { store, sender } = this.#parts;
    store.set(withoutTakenBack(store.get(), conversations));
    for (const conversation of conversations) {
      const known = threadOf(store.get(), conversation.id);
      if (known === null) putThread(store, newThread(conversation));
      else if (conversation.revision >= known.conversation.revision) putThread(store, { ...known, conversation });
    }
    this.#chooseCurrent();
    store.set({ isListed: true });
    const shown = currentThread(store.get())?.conversation;
    sender.decided(shown === undefined || shown.status === "closed" ? null : shown.id);
  }

  /** Fetches what the server knows better: at once what was never fetched, else after the frames have had a moment. */
  catchUpSoon(): void {
    void this.#fetchThose((thread) => thread.revision === 0 && isBehind(thread));
    this.#parts.clock.after(FRAMES_COME_WITHIN, () => void this.#fetchThose(isBehind));
  }

  /** What came to be in one of them; with `before`, its newest page. */
  apply(id: string, changes: Changes<WidgetConversation, WidgetMessage>, before?: WidgetPage["before"]): void {
    const { store, sender, seenTyping, arrived } = this.#parts;
    const known = threadOf(store.get(), id) ?? (changes.conversation && newThread(changes.conversation));
    if (known === null) {
      void this.fetchAll();
      return;
    }
    const next = before === undefined ? applyChanges(known, changes) : applyPage(known, changes, before);
    putThread(store, next);
    sender.confirmed(changes.messages.map((message) => message.clientId));
    this.#chooseCurrent();
    if (isBehind(next)) void this.fetch(id);
    const lastSeq = known.messages.at(-1)?.seq ?? 0;
    if (!changes.messages.some(({ author, seq }) => author.kind !== "end-user" && seq > lastSeq)) return;
    if (id === store.get().currentId) seenTyping.hide();
    if (known.revision > 0) arrived();
    else if (store.get().isOpen) this.markNew();
  }

  /** Brings one of them up to date, from its newest page on; with `before`, the page that ends there. */
  async fetch(id: string, before = 0): Promise<void> {
    const { api, session, store } = this.#parts;
    const token = session.token();
    const thread = threadOf(store.get(), id);
    if (token === null || thread === null || this.#fetching.has(id)) return;
    this.#fetching.add(id);
    const after = thread.revision;
    const isPage = before > 0 || after === 0;
    const answer = await (isPage ? api.page(token, id, before) : api.changes(token, id, after));
    this.#fetching.delete(id);
    if (answer.kind !== "done") return;
    const { conversation, messages, before: rest }: WidgetChanges & Partial<WidgetPage> = answer.value;
    const { revision } = before > 0 ? thread : conversation;
    // What the line has said of these meanwhile was passed over: they are older than what is known.
    if (before > 0 && conversation.revision < (threadOf(store.get(), id)?.revision ?? 0)) return;
    this.apply(id, { after, revision, conversation, messages }, rest);
  }

  /** Brings the messages before those of the conversation shown that are here. */
  fetchEarlier(): void {
    const thread = currentThread(this.#parts.store.get());
    if (thread !== null && firstHere(thread) > 0) void this.fetch(thread.conversation.id, firstHere(thread));
  }

  /** Brings all of them up to date without the line. */
  async fetchAll(): Promise<void> {
    const { api, session } = this.#parts;
    const token = session.token();
    if (token === null) return;
    const answer = await api.conversations(token);
    if (answer.kind === "refused" && answer.code === "session-unknown") session.refused(token);
    if (answer.kind !== "done") return;
    this.adopt(answer.value.conversations);
    await this.#fetchThose(isBehind);
  }

  async #fetchThose(which: (thread: Thread) => boolean): Promise<void> {
    const threads = this.#parts.store.get().threads.filter(which);
    await Promise.all(threads.map(({ conversation }) => this.fetch(conversation.id)));
  }

  /**
   * All of them where there is a choice, else the newest, unless one that is still there was chosen; a closed one gives way
   * to a newer. What a link opened beside this browser's own is shown when the person asks for it: else its sender would
   * choose where they write.
   */
  #chooseCurrent(): void {
    const state = this.#parts.store.get();
    if (state.at === "home" || state.at === "new") return;
    const shown = currentThread(state);
    const newest = state.threads.find(({ conversation }) => !conversation.joined) ?? state.threads[0];
    if (newest === undefined || (shown !== null && shown.conversation.status !== "closed")) return;
    const { id, status } = newest.conversation;
    if (shown !== null && status === "closed") return;
    if (state.at === null && isChoice(state.threads) && isBlank(state.draft) && state.outbox.length === 0) {
      this.goHome();
      return;
    }
    // What was written before anything was shown goes along, unless something was left there.
    this.#show(id, { ...(state.laidBy[id] ? turnTo(state, id) : { currentId: id }), at: "talk" });
  }
}
