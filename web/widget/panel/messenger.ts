/** The widget's dealings with the server: session, line, conversations, and what the person does to them. */
import type { widgetApi } from "../../../contract/conversation/widget-conversations.ts";
import type { ServerToWidgetFrame, WidgetFrame } from "../../../contract/live/widget-frames.ts";
import type { AnswerOf } from "../../../contract/route.ts";
import type { Clock } from "../../kit/clock.ts";
import { type Dial, type Line, openLine } from "../../kit/line.ts";
import { typingSign } from "../../kit/typing.ts";
import { mergeOutboxes } from "../../kit/unsent.ts";
import type { Answer } from "../../kit/answer.ts";
import type { Api } from "./api.ts";
import type { Keep } from "./keep.ts";
import { Conversations, type ConversationsParts } from "./conversation/conversations.ts";
import { startAnew } from "./conversation/outbox.ts";
import { Sender, type SenderParts } from "./conversation/sender.ts";
import { openSession, type Session, type SessionParts } from "./session.ts";
import { currentThread, putThread, type Store } from "./state.ts";
import { readUpTo } from "./conversation/thread.ts";
import { EMPTY_TRAY } from "./files/tray.ts";
import { type SeenTyping, seenTyping } from "./presence/typing.ts";
import { parseJson } from "../../ui/own-json.ts";

/** Whoever signs people in, by the site's word. */
interface Signer {
  /** The server does not know the session any more. True: the site is being asked, and says by and by what is to become of it. */
  readonly renew: () => boolean;
  /** Another page has written. */
  readonly storageChanged: () => void;
}

/** What one person was writing is not shown to the next. */
const NOTHING_WRITTEN = { tray: EMPTY_TRAY, draft: "" };

interface MessengerParts
  extends Pick<SenderParts, "pageUrl">, Pick<SessionParts, "profile">, Pick<ConversationsParts, "arrived"> {
  readonly dial: Dial;
  readonly brandId: string;
  readonly api: Api;
  readonly keep: Keep;
  readonly store: Store;
  readonly clock: Clock;
  /** The line stands: what is true now must be said again. */
  readonly welcomed: () => void;
  /** The server has named the person's language. */
  readonly localeTold: () => void;
}

export class Messenger {
  readonly session: Session;
  readonly sender: Sender;
  readonly conversations: Conversations;
  readonly #parts: MessengerParts;
  readonly #line: Line<WidgetFrame>;
  readonly #sign: ReturnType<typeof typingSign>;
  readonly #seenTyping: SeenTyping;
  /** The session that the line belongs to; null: no line. */
  #saidHelloAs: string | null = null;
  /** Whom the site had signed in when that was last looked at. */
  #owner: string | null = null;
  #signer: Signer | null = null;

  constructor(parts: MessengerParts) {
    this.#parts = parts;
    this.#sign = typingSign(parts.clock);
    this.#seenTyping = seenTyping(parts.store, parts.clock);
    this.session = openSession({
      ...parts,
      made: () => {
        parts.localeTold();
        this.wake();
      },
      lost: () => {
        if (this.#signer?.renew() !== true) this.forget();
      },
    });
    const { session } = this;
    this.sender = new Sender({ ...parts, session, list: () => this.conversations.fetchAll() });
    this.conversations = new Conversations({ ...parts, session, sender: this.sender, seenTyping: this.#seenTyping });
    this.#line = openLine({
      ...parts,
      chance: Math.random,
      hello: () => this.#hello(),
      // Of one house with this script: what it says needs no check. A newer one's new frames are passed over below.
      read: (data): ServerToWidgetFrame => parseJson(data),
      heard: (frame) => this.#heard(frame),
      lost: () => {
        if (this.session.token() !== null) parts.store.set({ line: "down", typing: null });
      },
    });
  }

  /** Takes up what storage knows, and connects if this browser has a session. */
  start(): void {
    const { keep, store } = this.#parts;
    const { muted, outbox, owner } = keep.read();
    this.#owner = owner;
    store.set({ muted, outbox: mergeOutboxes(store.get().outbox, outbox) });
    this.wake();
    this.sender.flush();
  }

  /** Connects, or makes sure the line is alive. */
  wake(): void {
    if (this.session.token() === null) return;
    if (this.#parts.store.get().line === "none") this.#parts.store.set({ line: "connecting" });
    this.#line.wake();
  }

  /** Another tab wrote to storage. */
  storageChanged(): void {
    this.#parts.store.set({ muted: this.#parts.keep.read().muted });
    this.#signer?.storageChanged();
    this.personChanged();
  }

  /**
   * Whose session this is may be another's, by this tab or another: nothing of theirs stays before the next. The same person
   * by a new session keeps everything: what they write meanwhile goes on where they are.
   */
  personChanged(isJoined = false): void {
    const { token, owner } = this.#parts.keep.read();
    const isSame = isJoined || (owner !== null && owner === this.#owner);
    const isLeft = this.#owner !== null && owner !== this.#owner;
    this.#owner = owner;
    if (isLeft) this.#parts.store.set(NOTHING_WRITTEN);
    if (token === this.#saidHelloAs) return;
    if (isSame) this.#renew();
    else this.#clear();
    this.wake();
  }

  /** Who signs people in here, if anybody does. */
  signBy(signer: Signer): void {
    this.#signer = signer;
  }

  /** A link has given this browser a conversation: the line says hello anew. */
  joined(): void {
    this.hangUp();
    this.wake();
  }

  /** Until the next `wake`: a page that is kept for the way back may hold no socket. */
  hangUp(): void {
    this.#line.hangUp();
  }

  /** Seen up to here, in the conversation shown. */
  seen(upTo: number): void {
    const thread = currentThread(this.#parts.store.get());
    if (thread === null || upTo <= readUpTo(thread)) return;
    putThread(this.#parts.store, { ...thread, seenUpTo: upTo });
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

  async giveAddress(address: string, confirmed: boolean): Promise<Answer<AnswerOf<typeof widgetApi.giveAddress>>> {
    return this.#inCurrent((token, id) => this.#parts.api.giveAddress(token, id, { address, confirmed }));
  }

  async dismissForm(): Promise<void> {
    await this.#inCurrent((token, id) => this.#parts.api.dismissForm(token, id));
  }

  async stopMail(): Promise<Answer<unknown>> {
    return this.#inCurrent((token, id) => this.#parts.api.stopMail(token, id));
  }

  async startMailAgain(): Promise<Answer<unknown>> {
    return this.#inCurrent((token, id) => this.#parts.api.startMailAgain(token, id));
  }

  setMuted(muted: boolean): void {
    this.#parts.store.set({ muted });
    this.#parts.keep.change(() => ({ muted }));
  }

  /** Whoever was signed in by the site is signed out by it. */
  mayStartAfresh(): boolean {
    const { token, owner } = this.#parts.keep.read();
    return token !== null && owner === null;
  }

  /** *Not you? Start afresh*, and the site's sign-out: the session ends, and this browser forgets. */
  startAfresh(): void {
    const token = this.session.token();
    if (token !== null) void this.#parts.api.endSession(token);
    this.#parts.keep.change(() => ({ token: null, locale: null, owner: null, parked: null, outbox: [], drafts: {} }));
    this.#owner = null;
    this.#parts.store.set(NOTHING_WRITTEN);
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
        this.conversations.adopt(frame.conversations);
        this.conversations.catchUpSoon();
        this.#sayAgain();
        return;
      case "changes":
        this.conversations.apply(frame.conversationId, frame);
        return;
      case "typing":
        if (frame.conversationId === this.#parts.store.get().currentId) this.#seenTyping.show(frame.name ?? "");
        return;
      case "refused":
        if (frame.code === "session-unknown" && this.#saidHelloAs !== null) {
          this.session.refused(this.#saidHelloAs);
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

  async #inCurrent<T>(call: (token: string, conversationId: string) => Promise<Answer<T>>): Promise<Answer<T>> {
    const token = this.session.token();
    const { currentId } = this.#parts.store.get();
    if (token === null || currentId === null) return { kind: "refused", code: "session-unknown" };
    const answer = await call(token, currentId);
    if (answer.kind === "done") void this.conversations.fetch(currentId);
    return answer;
  }

  /**
   * The server no longer knows the session. What was not sent yet is kept: for a new one, or where the site had signed in
   * who wrote it, for the day on which it does so again.
   */
  forget(): void {
    this.#parts.keep.change(({ owner, outbox }) => ({
      token: null,
      ...(owner === null
        ? { outbox: startAnew(outbox, null) }
        : { owner: null, outbox: [], drafts: {}, parked: { owner, outbox } }),
    }));
    this.personChanged();
    this.#clear();
  }

  /** The line says hello anew. */
  #renew(): void {
    this.#saidHelloAs = null;
    this.#line.hangUp();
    this.#seenTyping.hide();
    this.#parts.store.set({ isListed: false, outbox: this.#parts.keep.read().outbox });
  }

  #clear(): void {
    this.#renew();
    const nothing = { threads: [], currentId: null, at: null, newFrom: 0, laidBy: {} };
    this.#parts.store.set({ ...nothing, line: "none" });
  }
}
