/** The agents' socket: watches conversations, comes back by itself, resumes each watched one from its revision. */
import type { AgentFrame, ServerToAgentFrame } from "../../../contract/agent-socket.ts";
import { parseFrame } from "./frames.ts";
import { retryDelay } from "./retry-delay.ts";

/** `lost`: was live and is not now. `refused`: signed out, no use in trying again. */
export type LinkState = "connecting" | "live" | "lost" | "refused";

/** Hears nothing for this long: asks. No answer within 10 s: the line is dead (contract/widget.ts, the same for agents). */
const PING_EVERY_MS = 25_000;
const PONG_WITHIN_MS = 10_000;

export interface SocketEvents {
  readonly onFrame: (frame: ServerToAgentFrame) => void;
  readonly onState: (state: LinkState) => void;
  /** The revision that this page holds of a watched conversation; 0: none yet. */
  readonly revisionOf: (conversationId: string) => number;
}

export class AgentSocket {
  readonly #events: SocketEvents;
  readonly #watched = new Map<string, number>();
  #socket: WebSocket | null = null;
  #tries = 0;
  #wasLive = false;
  #stopped = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  constructor(events: SocketEvents) {
    this.#events = events;
  }

  start(): void {
    this.#stopped = false;
    window.addEventListener("online", this.#hurry);
    document.addEventListener("visibilitychange", this.#hurry);
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    window.removeEventListener("online", this.#hurry);
    document.removeEventListener("visibilitychange", this.#hurry);
    clearTimeout(this.#retry);
    clearTimeout(this.#quiet);
    this.#socket?.close();
    this.#socket = null;
  }

  /** Two screens may watch one conversation: it is let go when both have gone. */
  watch(conversationId: string): void {
    const count = this.#watched.get(conversationId) ?? 0;
    this.#watched.set(conversationId, count + 1);
    if (count === 0) this.#sendWatch(conversationId);
  }

  unwatch(conversationId: string): void {
    const count = this.#watched.get(conversationId) ?? 0;
    if (count > 1) {
      this.#watched.set(conversationId, count - 1);
      return;
    }
    this.#watched.delete(conversationId);
    this.#send({ type: "unwatch", conversationId });
  }

  typing(conversationId: string): void {
    this.#send({ type: "typing", conversationId });
  }

  #connect(): void {
    const socket = new WebSocket(`${location.origin.replace(/^http/u, "ws")}/api/agent/socket`);
    this.#socket = socket;
    socket.addEventListener("open", () => this.#opened(socket));
    socket.addEventListener("message", (event) => this.#heard(socket, event.data));
    socket.addEventListener("close", () => this.#closed(socket));
  }

  #opened(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.#wasLive = true;
    this.#events.onState("live");
    this.#listen();
    for (const conversationId of this.#watched.keys()) this.#sendWatch(conversationId);
  }

  #heard(socket: WebSocket, data: unknown): void {
    if (socket !== this.#socket) return;
    this.#tries = 0;
    this.#listen();
    const frame = parseFrame(data);
    if (frame === null) return;
    if (frame.type === "refused" && frame.code === "signed-out") {
      this.stop();
      this.#events.onState("refused");
    }
    this.#events.onFrame(frame);
  }

  #closed(socket: WebSocket): void {
    if (socket !== this.#socket || this.#stopped) return;
    this.#socket = null;
    clearTimeout(this.#quiet);
    this.#events.onState(this.#wasLive ? "lost" : "connecting");
    this.#retry = setTimeout(() => this.#connect(), retryDelay(this.#tries, Math.random()));
    this.#tries += 1;
  }

  /** The network is back, or the laptop awake: now, not when the back-off is over. */
  readonly #hurry = (): void => {
    if (this.#stopped || this.#socket !== null || document.visibilityState === "hidden") return;
    clearTimeout(this.#retry);
    this.#connect();
  };

  #listen(): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => {
      this.#send({ type: "ping" });
      this.#quiet = setTimeout(() => this.#giveUp(), PONG_WITHIN_MS);
    }, PING_EVERY_MS);
  }

  /** A dead line's own close event can take minutes. */
  #giveUp(): void {
    const socket = this.#socket;
    if (socket === null) return;
    this.#closed(socket);
    socket.close();
  }

  #sendWatch(conversationId: string): void {
    this.#send({ type: "watch", conversationId, revision: this.#events.revisionOf(conversationId) });
  }

  #send(frame: AgentFrame): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }
}
