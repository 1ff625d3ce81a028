/** What the panel shows, in one value; and who is told when it changes. */
import type { VNode } from "preact";
import type { Availability } from "../../../contract/people/availability.ts";
import type { Attachment } from "../../../contract/shared.ts";
import type { Unsent } from "./conversation/outbox.ts";
import type { Thread } from "./conversation/thread.ts";
import { EMPTY_TRAY, type Tray } from "./files/tray.ts";
import type { WidgetWords } from "./words.ts";

export interface State {
  readonly isOpen: boolean;
  /** All conversations, a new one that is yet to begin, or that of `currentId`. Null: not decided yet, shown as the last. */
  readonly at: "home" | "new" | "talk" | null;
  /** Who is there, as it was told last; null: not known. */
  readonly availability: Availability | null;
  /** Newest first. */
  readonly threads: readonly Thread[];
  /** `threads` holds what this browser has. False: the server has not said it yet. */
  readonly isListed: boolean;
  /** The conversation shown. Null: none yet, the next message starts one. */
  readonly currentId: string | null;
  readonly outbox: readonly Unsent[];
  /** What is being written, and not sent yet. */
  readonly draft: string;
  /** What was being written in other conversations, by id; "": before there was one. */
  readonly laidBy: Readonly<Record<string, Pick<State, "draft" | "tray">>>;
  /** What the person is asked about a link, drawn: this browser has conversations of its own. Null: no question. */
  readonly asked: ((words: WidgetWords) => VNode) | null;
  /** The files of the message being written. */
  readonly tray: Tray;
  /** Files were added and not taken: the code that uploads them could not be fetched. */
  readonly areFilesMissed: boolean;
  /** The picture that is open in full; null: none. */
  readonly viewed: Attachment | null;
  readonly muted: boolean;
  /** `none`: there is no session, so nothing to connect. */
  readonly line: "none" | "connecting" | "up" | "down";
  readonly isOnline: boolean;
  /** Who is writing: a name, or "" for someone without one. Null: nobody. */
  readonly typing: string | null;
  /** The unread line stands before this seq; 0: no line. */
  readonly newFrom: number;
  /** The link of a mail could not be redeemed. */
  readonly isLinkInvalid: boolean;
}

export interface Store {
  readonly get: () => State;
  readonly set: (change: Partial<State>) => void;
}

/** Calls `changed` once after any number of changes made in one go. */
export function createStore(changed: (state: State) => void): Store {
  let state: State = {
    isOpen: false,
    at: null,
    availability: null,
    threads: [],
    isListed: false,
    currentId: null,
    outbox: [],
    draft: "",
    laidBy: {},
    asked: null,
    tray: EMPTY_TRAY,
    areFilesMissed: false,
    viewed: null,
    muted: false,
    line: "none",
    isOnline: navigator.onLine,
    typing: null,
    newFrom: 0,
    isLinkInvalid: false,
  };
  let isTold = true;
  return {
    get: () => state,
    set: (change) => {
      state = { ...state, ...change };
      if (!isTold) return;
      isTold = false;
      queueMicrotask(() => {
        isTold = true;
        changed(state);
      });
    },
  };
}

/** The conversation with this id as the page knows it. Null: it does not. */
export const threadOf = (state: Pick<State, "threads">, id: string | null): Thread | null =>
  state.threads.find(({ conversation }) => conversation.id === id) ?? null;

/** The conversation shown, or null. */
export const currentThread = (state: State): Thread | null => threadOf(state, state.currentId);

/** To what the person is writing: what a tab remembers is open as long as the server has not said otherwise. Null: to nothing yet. */
export const shownIn = (state: State): { readonly id: string; readonly status: string } | null =>
  currentThread(state)?.conversation ?? (state.currentId === null ? null : { id: state.currentId, status: "open" });

/** The thread in its place among the others, newest first. */
export function putThread(store: Store, thread: Thread): void {
  const others = store.get().threads.filter(({ conversation }) => conversation.id !== thread.conversation.id);
  const threads = [thread, ...others].toSorted((a, b) => b.conversation.lastMessageAt - a.conversation.lastMessageAt);
  store.set({ threads });
}

/**
 * Another conversation is shown, or with null none: what was being written stays where it was, and what was being written
 * there is back.
 */
export const turnTo = ({ currentId, draft, tray, laidBy }: State, id: string | null): Partial<State> =>
  id === currentId
    ? {}
    : {
        draft: "",
        tray: EMPTY_TRAY,
        ...laidBy[id ?? ""],
        currentId: id,
        laidBy: { ...laidBy, [currentId ?? ""]: { draft, tray } },
      };

/** Neither ended nor closed. */
export const goesOn = ({ conversation: { status } }: Thread): boolean => status !== "closed" && status !== "solved";

/** Whether there is something to choose: several conversations, and not just one of them that goes on. */
export const isChoice = (threads: State["threads"]): boolean =>
  threads.length > 1 && threads.filter(goesOn).length !== 1;

/** What a link opened and the server lists no more was taken back: it goes, with what was read of it. */
export function withoutTakenBack(
  { threads, currentId }: State,
  listed: readonly { readonly id: string }[],
): Partial<State> {
  const left = threads.filter(({ conversation: { id, joined } }) => !joined || listed.some((one) => one.id === id));
  if (left.length === threads.length) return {};
  const isShown = left.some(({ conversation }) => conversation.id === currentId);
  return { threads: left, ...(isShown ? {} : { currentId: null }) };
}
