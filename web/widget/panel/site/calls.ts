/**
 * The calls that a page makes on `ariane` beyond those of the loader: who is before it, what goes along with messages, messages
 * of the page's own, ways through the panel, and events.
 */
import { toJson } from "../../../kit/json.ts";
import { parseJson } from "../../../ui/own-json.ts";
import type { Command } from "../../handle.ts";
import { newUnsent } from "../conversation/outbox.ts";
import type { Messenger } from "../messenger.ts";
import { goesOn, type State } from "../state.ts";
import { eventsOf, look, NOTHING } from "./events.ts";
import { Identity, type IdentityParts } from "./identity.ts";
import { redeemLink, type RedeemParts } from "./link.tsx";
import { tell } from "./tell.ts";

type CallParts = IdentityParts &
  RedeemParts & {
    readonly messenger: Pick<Messenger, "sender" | "conversations" | "setMuted">;
    /** How many messages nobody has seen. */
    readonly unread: (state: State) => number;
  };

/**
 * A message of the page's own: its client id (empty: the next that begins a conversation), whom to tell what came of it, and
 * whether they ask for the conversation rather than the message.
 */
type Written = [clientId: string, done: unknown, begins: boolean];

/** What a page may have said, whatever it is: as it comes out of JSON. */
type Said = ReturnType<JSON["parse"]>;

/** One for a page. */
export class SiteCalls {
  readonly #parts: CallParts;
  readonly #identity: Identity;
  #listeners: readonly Command[] = [];
  #last = NOTHING;
  #written: readonly Written[] = [];
  /** To what is to be shown: conversations come from the server. True: it is shown. */
  #way: ((state: State) => boolean) | null = null;
  /** What goes along with messages. */
  #facts: Said = {};

  /** By their names: what the first value said, and the values themselves. */
  readonly #calls: Readonly<Record<string, (said: Said, ...given: readonly Said[]) => void>> = {
    loginUser: (_said, ask, done) => this.#identity.login(ask, done),
    logoutUser: (_said, done) => {
      this.#identity.logout(done);
      this.#say(null);
    },
    // Of the loader: a link stood in the page's address.
    redeem: (said) => void redeemLink(this.#parts, said),
    "set conversationTags": (tags) => this.#say({ tags }),
    "set conversationFields": (fields) => this.#say({ fields }),
    "set conversationMetadata": (metadata) => this.#sayOf(metadata),
    newConversation: (said, _what, done) => {
      this.#sayOf(said?.metadata);
      this.#say({ name: said?.displayName });
      this.#written = [...this.#written, ["", done, true]];
      if (said?.message) this.#write(said.message, null);
      else this.#parts.messenger.conversations.begin();
    },
    sendMessage: (said, _message, id, done) => {
      this.#sayOf(said.metadata);
      const clientId = this.#write(said, id ?? this.#parts.store.get().currentId ?? undefined);
      this.#written = [...this.#written, [clientId, done, false]];
    },
    "ui newConversation": () => this.#show({}),
    "ui navigation": (said) => this.#show(said),
    resetWidget: (_said, done) => {
      const { messenger } = this.#parts;
      this.#identity.logout(null);
      messenger.startAfresh();
      messenger.setMuted(false);
      this.#say(null);
      window.ariane?.("close");
      tell(done);
    },
  };

  constructor(parts: CallParts) {
    this.#parts = parts;
    this.#identity = new Identity(parts);
  }

  run(command: Command): void {
    const [verb, first, ...others] = command;
    const events = eventsOf(this.#last, NOTHING);
    try {
      if (verb in events) {
        this.#listeners = [...this.#listeners, command];
        return hear(command, events);
      }
      const call = this.#calls[verb];
      if (call) {
        call(parseJson(toJson(first).replaceAll("\\u0000", "")), first, ...others);
        return tell(verb.startsWith("set ") && others[0]);
      }
    } catch {
      // Something else than it takes.
    }
    // oxlint-disable-next-line no-console -- integrators have no other place to look
    console.warn("ariane:", "unknown", verb, first);
  }

  /** After each rendering. */
  drawn(state: State): void {
    if (this.#way?.(state)) this.#way = null;
    this.#written = this.#written.filter((one) => {
      one[0] ||= state.outbox.find(({ conversationId }) => conversationId === null)?.clientId ?? "";
      const [clientId, done, begins] = one;
      const thread = state.threads.find(({ messages }) => messages.some((message) => message.clientId === clientId));
      const reason = state.outbox.find((entry) => entry.clientId === clientId)?.refused;
      if (thread) tell(done, null, { id: begins ? thread.conversation.id : clientId });
      else if (reason) tell(done, { type: "SendFailedError", reason });
      return !thread && !reason;
    });
    const now = look(state, this.#parts.unread(state));
    const events = eventsOf(now, this.#last);
    for (const command of this.#listeners) hear(command, events);
    this.#last = now;
  }

  /** Null: nothing any more. */
  #say(more: Said): void {
    this.#facts = more && { ...this.#facts, ...more };
    this.#parts.messenger.sender.beside = more ? { siteFacts: this.#facts } : {};
  }

  #sayOf(metadata: Said): void {
    this.#say({ metadata: { ...this.#facts?.metadata, ...metadata } });
  }

  /** Throws where there are no words. `id`: of the conversation; null: it begins one; undefined: it goes on with what there is. */
  #write(said: Said, id: string | null | undefined): string {
    const { keep, store, messenger } = this.#parts;
    const text = (said.content?.text ?? said.text ?? said).trim();
    // Nobody has seen anything by it: it reads nothing. What was closed meanwhile the sender finds out.
    const entry = {
      ...newUnsent({ text, attachments: [] }, id ? { id, status: "open" } : null, 0, Date.now()),
      isUndecided: id === undefined && !store.get().isListed && keep.read().token !== null,
    };
    keep.change(({ outbox }) => ({ outbox: [...outbox, entry] }));
    store.set({ outbox: [...store.get().outbox, entry] });
    messenger.sender.flush();
    return entry.clientId;
  }

  #show({ screen, options }: Said): void {
    const { conversations } = this.#parts.messenger;
    const wanted = options?.conversationId;
    this.#way = ({ threads, line }) => {
      const thread = threads.find((each) => (wanted ? each.conversation.id === wanted : goesOn(each)));
      if (!screen) conversations.begin();
      else if (screen === "ConversationList") conversations.goHome();
      else if (thread) conversations.select(thread.conversation.id);
      else if (wanted || line === "connecting") return false;
      else conversations.begin();
      return true;
    };
    window.ariane?.("open");
  }
}

/** Tells whoever listens to what has become of it, if anything has. */
function hear(command: Command, events: ReturnType<typeof eventsOf>): void {
  const [verb] = command;
  const said = events[verb];
  if (!said) return;
  const event = said.unread ?? { id: `${Math.random()}`, createdAt: Date.now(), type: verb.slice(3), ...said };
  // Taken back meanwhile, it has nobody to tell.
  queueMicrotask(() => tell(command[1], event));
}
