/** The widget's dealings with the server: session, line, conversations, and what the person does to them. */
import type { widgetApi, WidgetConversation } from "../../../contract/conversation/widget-conversations.ts";
import type { ServerToWidgetFrame, WidgetFrame } from "../../../contract/live/widget-frames.ts";
import type { AnswerOf } from "../../../contract/route.ts";
import type { WidgetMessage } from "../../../contract/shared.ts";
import type { Clock } from "../../kit/clock.ts";
import { type Dial, type Line, openLine } from "../../kit/line.ts";
import { retryAfter } from "../../kit/retry.ts";
import { type Changes, isBehind } from "../../kit/thread.ts";
import { TYPING_HOLDS_FOR, typingSign } from "../../kit/typing.ts";
import { mergeOutboxes } from "../../kit/unsent.ts";
import type { Answer } from "../../kit/answer.ts";
import type { Api } from "./api.ts";
import type { Keep } from "./keep.ts";
import { startAnew } from "./conversation/outbox.ts";
import { Sender, type SenderParts } from "./conversation/sender.ts";
import { openSession, type Session, type SessionParts } from "./session.ts";
import { currentThread, type Store, withThread } from "./state.ts";
import { applyChanges, newThread, readUpTo, type Thread, unreadMessages } from "./conversation/thread.ts";
import { EMPTY_TRAY } from "./files/tray.ts";

interface MessengerParts extends Pick<SenderParts, "pageUrl">, Pick<SessionParts, "profile"> {
  readonly dial: Dial;
  readonly brandId: string;
  readonly api: Api;
  readonly keep: Keep;
  readonly store: Store;
  readonly clock: Clock;
  /** Messages by others have come in while the page was open. */
  readonly arrived: () => void;
  /** The line stands: what is true now must be said again. */
  readonly welcomed: () => void;
  /** The server has named the person's language. */
  readonly localeTold: () => void;
}

export class Messenger {
  readonly session: Session;
  readonly sender: Sender;
  readonly #parts: MessengerParts;
  readonly #line: Line<WidgetFrame>;
  readonly #sign: ReturnType<typeof typingSign>;
  readonly #fetching = new Set<string>();
  #cancelTyping = (): void => {};
  /** The session that the line belongs to; null: no line. */
  #saidHelloAs: string | null = null;

  constructor(parts: MessengerParts) {
    this.#parts = parts;
    this.#sign = typingSign(parts.clock);
    this.session = openSession({
      ...parts,
      made: () => {
        parts.localeTold();
        this.wake();
      },
      lost: () => this.#forget(),
    });
    this.sender = new Sender({ ...parts, session: this.session });
    this.#line = openLine({
      ...parts,
      chance: Math.random,
      hello: () => this.#hello(),
      // Of one house with this script: what it says needs no check. A newer one's new frames are passed over below.
      read: (data): ServerToWidgetFrame => JSON.parse(data),
      heard: (frame) => this.#heard(frame),
      lost: (tries) => {
        if (this.session.token() === null) return;
        parts.store.set({ line: "down", typing: null });
        // Where sockets do not get through at all, the conversation still comes by fetching.
        if (tries > 1) void this.#fetchAll();
      },
    });
  }

  /** Takes up what storage knows, and connects if this browser has a session. */
  start(): void {
    const { keep, store } = this.#parts;
    const { muted, outbox } = keep.read();
    store.set({ muted, outbox: mergeOutboxes(store.get().outbox, outbox) });
    this.wake();
    this.sender.flush();
  }

  /** Whether this browser is somebody to the server. */
  hasSession(): boolean {
    return this.session.token() !== null;
  }

  /** Connects, or makes sure the line is alive. */
  wake(): void {
    if (this.session.token() === null) return;
    if (this.#parts.store.get().line === "none") this.#parts.store.set({ line: "connecting" });
    this.#line.wake();
  }

  /** Another tab wrote to storage. */
  storageChanged(): void {
    const { token, muted } = this.#parts.keep.read();
    this.#parts.store.set({ muted });
    if (token === this.#saidHelloAs) return;
    this.#clear();
    this.wake();
  }

  /** The link of a mail: this browser gains the one conversation it names. */
  async redeem(linkToken: string, tries = 0): Promise<void> {
    const { api, brandId, keep, store, clock } = this.#parts;
    const answer = await api.resume({ linkToken, brandId, sessionToken: this.session.token() });
    if (answer.kind === "unreachable") {
      clock.after(retryAfter(tries, Math.random()), () => void this.redeem(linkToken, tries + 1));
      return;
    }
    if (answer.kind === "refused") {
      store.set({ isLinkInvalid: true });
      return;
    }
    const { token, locale, conversationId } = answer.value;
    keep.change(() => ({ token, locale }));
    this.#parts.localeTold();
    store.set({ currentId: conversationId });
    this.#line.hangUp();
    this.wake();
  }

  /** Seen up to here, in the conversation shown. */
  seen(upTo: number): void {
    const thread = currentThread(this.#parts.store.get());
    if (thread === null || upTo <= readUpTo(thread)) return;
    this.#put({ ...thread, seenUpTo: upTo });
    this.#line.say({ type: "seen", conversationId: thread.conversation.id, upTo });
  }

  attention(): void {
    const { currentId } = this.#parts.store.get();
    if (currentId !== null) this.#line.say({ type: "attention", conversationId: currentId });
  }

  typing(): void {
    const { currentId } = this.#parts.store.get();
    if (currentId !== null) this.#sign(() => this.#line.say({ type: "typing", conversationId: currentId }));
  }

  select(conversationId: string): void {
    this.#parts.store.set({ currentId: conversationId, newFrom: 0, typing: null });
    this.markNew();
    const thread = currentThread(this.#parts.store.get());
    if (thread !== null && isBehind(thread)) void this.#fetch(conversationId);
  }

  /** Draws the unread line before the first message that nobody has seen. */
  markNew(): void {
    const thread = currentThread(this.#parts.store.get());
    const first = thread === null ? undefined : unreadMessages(thread)[0];
    if (first !== undefined && this.#parts.store.get().newFrom === 0) this.#parts.store.set({ newFrom: first.seq });
  }

  async giveAddress(address: string, confirmed: boolean): Promise<Answer<AnswerOf<typeof widgetApi.giveAddress>>> {
    return this.#inCurrent((token, id) => this.#parts.api.giveAddress(token, id, { address, confirmed }));
  }

  async dismissForm(): Promise<void> {
    await this.#inCurrent((token, id) => this.#parts.api.dismissForm(token, id));
  }

  async startMailAgain(): Promise<void> {
    await this.#inCurrent((token, id) => this.#parts.api.startMailAgain(token, id));
  }

  setMuted(muted: boolean): void {
    this.#parts.store.set({ muted });
    this.#parts.keep.change(() => ({ muted }));
  }

  /** *Not you? Start afresh*: the session ends, and this browser forgets. */
  startAfresh(): void {
    const token = this.session.token();
    if (token !== null) void this.#parts.api.endSession(token);
    this.#parts.keep.change(() => ({ token: null, locale: null, outbox: [] }));
    this.#parts.store.set({ tray: EMPTY_TRAY });
    this.#clear();
  }

  #hello(): readonly WidgetFrame[] | null {
    const token = this.session.token();
    this.#saidHelloAs = token;
    if (token === null) return null;
    const known = this.#parts.store.get().threads.filter((thread) => thread.revision > 0);
    const revisions = Object.fromEntries(known.map((thread) => [thread.conversation.id, thread.revision]));
    return [{ type: "hello", token, revisions }];
  }

  #heard(frame: ServerToWidgetFrame): void {
    switch (frame.type) {
      case "welcome":
        this.#parts.store.set({ line: "up" });
        this.#adopt(frame.conversations);
        this.#catchUpSoon();
        this.#sayAgain();
        return;
      case "changes":
        this.#apply(frame.conversationId, frame);
        return;
      case "typing":
        if (frame.conversationId === this.#parts.store.get().currentId) this.#showTyping(frame.name ?? "");
        return;
      case "refused":
        if (frame.code === "session-unknown") {
          this.#forget();
          this.sender.flush();
        }
        return;
      case "pong":
        return;
      default:
        // A newer server may say more than this widget knows.
        frame satisfies never;
    }
  }

  /** What a line that was down could not carry. */
  #sayAgain(): void {
    const { keep, store, welcomed } = this.#parts;
    for (const { conversation, seenUpTo } of store.get().threads) {
      if (seenUpTo > conversation.readUpTo) {
        this.#line.say({ type: "seen", conversationId: conversation.id, upTo: seenUpTo });
      }
    }
    // A tab that was closed may have left something unsent.
    store.set({ outbox: mergeOutboxes(store.get().outbox, keep.read().outbox) });
    this.sender.flush();
    welcomed();
  }

  /** The list of this session's conversations. */
  #adopt(conversations: readonly WidgetConversation[]): void {
    for (const conversation of conversations) {
      const known = this.#parts.store.get().threads.find((thread) => thread.conversation.id === conversation.id);
      if (known === undefined) this.#put(newThread(conversation));
      else if (conversation.revision >= known.conversation.revision) this.#put({ ...known, conversation });
    }
    this.#chooseCurrent();
  }

  /** The newest, unless one that is still there was chosen; a closed one gives way to a newer. */
  #chooseCurrent(): void {
    const { store } = this.#parts;
    const { threads } = store.get();
    const shown = currentThread(store.get());
    const newest = threads[0];
    if (newest === undefined || (shown !== null && shown.conversation.status !== "closed")) return;
    if (shown === null || newest.conversation.status !== "closed") this.select(newest.conversation.id);
  }

  /** Fetches what the server knows better: at once what was never fetched, else after the frames have had a moment. */
  #catchUpSoon(): void {
    const behind = this.#parts.store.get().threads.filter(isBehind);
    for (const { conversation, revision } of behind) {
      if (revision === 0) void this.#fetch(conversation.id);
    }
    this.#parts.clock.after(500, () => {
      for (const { conversation } of this.#parts.store.get().threads.filter(isBehind))
        void this.#fetch(conversation.id);
    });
  }

  #apply(conversationId: string, changes: Changes<WidgetConversation, WidgetMessage>): void {
    const known = this.#parts.store.get().threads.find((thread) => thread.conversation.id === conversationId);
    if (known === undefined && changes.conversation === null) {
      void this.#fetchAll();
      return;
    }
    const thread = known ?? (changes.conversation === null ? undefined : newThread(changes.conversation));
    if (thread === undefined) return;
    const next = applyChanges(thread, changes);
    this.#put(next);
    this.sender.confirmed(changes.messages.map((message) => message.clientId));
    this.#chooseCurrent();
    if (isBehind(next)) void this.#fetch(conversationId);
    const hasNew = changes.messages.some(
      (message) => message.author.kind !== "end-user" && message.seq > (thread.messages.at(-1)?.seq ?? 0),
    );
    if (!hasNew) return;
    if (conversationId === this.#parts.store.get().currentId) this.#hideTyping();
    if (thread.revision > 0) this.#parts.arrived();
    else if (this.#parts.store.get().isOpen) this.markNew();
  }

  async #fetch(conversationId: string): Promise<void> {
    const token = this.session.token();
    const thread = this.#parts.store.get().threads.find((one) => one.conversation.id === conversationId);
    if (token === null || thread === undefined || this.#fetching.has(conversationId)) return;
    this.#fetching.add(conversationId);
    const after = thread.revision;
    const answer = await this.#parts.api.changes(token, conversationId, after);
    this.#fetching.delete(conversationId);
    if (answer.kind !== "done") return;
    const { conversation, messages } = answer.value;
    this.#apply(conversationId, { after, revision: conversation.revision, conversation, messages });
  }

  async #fetchAll(): Promise<void> {
    const token = this.session.token();
    if (token === null) return;
    const answer = await this.#parts.api.conversations(token);
    if (answer.kind === "refused" && answer.code === "session-unknown") this.#forget();
    if (answer.kind !== "done") return;
    this.#adopt(answer.value.conversations);
    const behind = this.#parts.store.get().threads.filter(isBehind);
    await Promise.all(behind.map((thread) => this.#fetch(thread.conversation.id)));
  }

  #put(thread: Thread): void {
    this.#parts.store.set({ threads: withThread(this.#parts.store.get().threads, thread) });
  }

  async #inCurrent<T>(call: (token: string, conversationId: string) => Promise<Answer<T>>): Promise<Answer<T>> {
    const token = this.session.token();
    const { currentId } = this.#parts.store.get();
    if (token === null || currentId === null) return { kind: "refused", code: "session-unknown", details: undefined };
    const answer = await call(token, currentId);
    if (answer.kind === "done") void this.#fetch(currentId);
    return answer;
  }

  #showTyping(name: string): void {
    this.#cancelTyping();
    this.#parts.store.set({ typing: name });
    this.#cancelTyping = this.#parts.clock.after(TYPING_HOLDS_FOR, () => this.#hideTyping());
  }

  #hideTyping(): void {
    this.#cancelTyping();
    if (this.#parts.store.get().typing !== null) this.#parts.store.set({ typing: null });
  }

  /** The server no longer knows the session. What was not sent yet is kept, for a new one. */
  #forget(): void {
    this.#parts.keep.change((kept) => ({ token: null, outbox: startAnew(kept.outbox, null) }));
    this.#clear();
  }

  #clear(): void {
    this.#saidHelloAs = null;
    this.#line.hangUp();
    this.#hideTyping();
    const { outbox } = this.#parts.keep.read();
    this.#parts.store.set({ threads: [], currentId: null, outbox, line: "none", newFrom: 0 });
  }
}
