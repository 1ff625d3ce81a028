/** The live side of the workspace: one socket, what it says put into the query cache, and who types. */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import type { ConversationSummary } from "../../../contract/conversation/agent-shapes.ts";
import type { ServerToAgentFrame } from "../../../contract/live/agent-frames.ts";
import { TYPING_HOLDS_FOR, typingSign } from "../../kit/typing.ts";
import { browserClock } from "../../ui/browser-clock.ts";
import { socketAt } from "../../ui/browser-socket.ts";
import { setServerNow } from "../clock.ts";
import { keys } from "./keys.ts";
import type { Held } from "./merge-changes.ts";
import { AgentSocket, type LinkState } from "./socket.ts";
import { watchIdle } from "./watch-idle.ts";
import { takeInAfterGap, takeInChanges, takeInMissed, takeInSummaries } from "./take-in.ts";

interface Typing {
  readonly conversationId: string;
  readonly name: string | null;
  readonly kind: "end-user" | "agent";
}

interface Live {
  readonly state: LinkState;
  readonly typing: Typing | null;
  readonly socket: AgentSocket | null;
}

const LiveContext = createContext<Live>({ state: "connecting", typing: null, socket: null });

interface Props {
  readonly children: ReactNode;
  readonly onNews: (conversations: readonly ConversationSummary[]) => void;
}

export function LiveProvider({ children, onNews }: Props): ReactNode {
  const cache = useQueryClient();
  const [state, setState] = useState<LinkState>("connecting");
  const [typing, setTyping] = useState<Typing | null>(null);
  const [socket, setSocket] = useState<AgentSocket | null>(null);
  const newsRef = useRef(onNews);
  newsRef.current = onNews;

  useEffect(() => {
    const made = new AgentSocket({
      dial: socketAt(`${location.origin.replace(/^http/u, "ws")}/api/agent/socket`),
      clock: browserClock,
      onState: (next) => {
        setState(next);
        if (next === "live") takeInAfterGap(cache);
        if (next === "refused") void cache.invalidateQueries({ queryKey: keys.me });
      },
      onFrame: (frame) => takeInFrame(cache, frame, { setTyping, onNews: (list) => newsRef.current(list) }),
      revisionOf: (id) => cache.getQueryData<Held>(keys.conversation(id))?.revision ?? 0,
    });
    const wake = (): void => {
      if (document.visibilityState === "visible") made.wake();
    };
    window.addEventListener("online", wake);
    document.addEventListener("visibilitychange", wake);
    made.wake();
    setSocket(made);
    const unwatch = watchIdle(document, (isIdle) => made.idle(isIdle));
    return () => {
      unwatch();
      window.removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", wake);
      made.stop();
    };
  }, [cache]);

  useEffect(() => {
    if (typing === null) return undefined;
    const fade = setTimeout(() => setTyping(null), TYPING_HOLDS_FOR);
    return () => clearTimeout(fade);
  }, [typing]);

  return <LiveContext value={{ state, typing, socket }}>{children}</LiveContext>;
}

export const useLinkState = (): LinkState => useContext(LiveContext).state;

/** Who types in this conversation now; null: nobody. */
export function useTyping(conversationId: string): Typing | null {
  const { typing } = useContext(LiveContext);
  return typing?.conversationId === conversationId ? typing : null;
}

/** Keeps one conversation live while the component is there; `ready`: its first state has been loaded. */
export function useWatch(conversationId: string, ready: boolean): void {
  const { socket } = useContext(LiveContext);
  useEffect(() => {
    if (socket === null || !ready) return undefined;
    socket.watch(conversationId);
    return () => socket.unwatch(conversationId);
  }, [socket, conversationId, ready]);
}

/** Call at each key press: tells the others, not more often than they need. */
export function useTypingSign(conversationId: string): () => void {
  const { socket } = useContext(LiveContext);
  const [sign] = useState(() => typingSign(browserClock));
  return () => sign(() => socket?.typing(conversationId));
}

interface Ears {
  readonly setTyping: (typing: Typing | null) => void;
  readonly onNews: (conversations: readonly ConversationSummary[]) => void;
}

function takeInFrame(cache: QueryClient, frame: ServerToAgentFrame, ears: Ears): void {
  switch (frame.type) {
    case "changes":
      takeInChanges(cache, frame.conversationId, frame);
      if (frame.messages.length > 0) ears.setTyping(null);
      return;
    case "summaries":
      takeInSummaries(cache, frame);
      ears.onNews(frame.conversations);
      return;
    case "typing":
      ears.setTyping(frame);
      return;
    case "settings-changed":
      void cache.invalidateQueries({ queryKey: keys.me });
      void cache.invalidateQueries({ queryKey: keys.team });
      return;
    case "missed":
      takeInMissed(cache);
      return;
    case "welcome":
      setServerNow(frame.now);
      return;
    case "refused":
    case "pong":
      return;
    default:
      frame satisfies never;
  }
}
