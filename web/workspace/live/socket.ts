/** The agents' socket: watches conversations, and resumes each watched one from its revision when the line is back. */
import type { AgentFrame, ServerToAgentFrame } from "../../../contract/live/agent-frames.ts";
import { type Dial, type Line, openLine } from "../../kit/line.ts";
import type { Clock } from "../../kit/clock.ts";
import { parseFrame } from "./frames.ts";

/** `lost`: was live and is not now. `refused`: signed out, no use in trying again. */
export type LinkState = "connecting" | "live" | "lost" | "refused";

interface SocketParts {
  readonly dial: Dial;
  readonly clock: Clock;
  readonly onFrame: (frame: ServerToAgentFrame) => void;
  readonly onState: (state: LinkState) => void;
  /** The revision that this page holds of a watched conversation; 0: none yet. */
  readonly revisionOf: (conversationId: string) => number;
}

export class AgentSocket {
  readonly #parts: SocketParts;
  readonly #line: Line<AgentFrame>;
  readonly #watched = new Map<string, number>();
  #wasLive = false;
  #isIdle = false;
  #isRefused = false;

  constructor(parts: SocketParts) {
    this.#parts = parts;
    this.#line = openLine<ServerToAgentFrame, AgentFrame>({
      dial: parts.dial,
      clock: parts.clock,
      chance: Math.random,
      // The cookie says who we are.
      hello: () => (this.#isRefused ? null : []),
      read: parseFrame,
      heard: (frame) => this.#heard(frame),
      lost: () => parts.onState(this.#wasLive ? "lost" : "connecting"),
    });
  }

  /** Connects, or makes sure that the line is alive: at the start, when the network is back, when the laptop wakes. */
  wake(): void {
    this.#line.wake();
  }

  stop(): void {
    this.#line.hangUp();
  }

  /** Two screens may watch one conversation: it is let go when both have gone. */
  watch(conversationId: string): void {
    const count = this.#watched.get(conversationId) ?? 0;
    this.#watched.set(conversationId, count + 1);
    if (count === 0) this.#sayWatch(conversationId);
  }

  unwatch(conversationId: string): void {
    const count = this.#watched.get(conversationId) ?? 0;
    if (count > 1) {
      this.#watched.set(conversationId, count - 1);
      return;
    }
    this.#watched.delete(conversationId);
    this.#line.say({ type: "unwatch", conversationId });
  }

  typing(conversationId: string): void {
    this.#line.say({ type: "typing", conversationId });
  }

  /** Whether nobody touches this page; told again over every new line. */
  idle(isIdle: boolean): void {
    this.#isIdle = isIdle;
    this.#line.say({ type: "idle", idle: isIdle });
  }

  #heard(frame: ServerToAgentFrame): void {
    if (frame.type === "welcome") {
      this.#wasLive = true;
      if (this.#isIdle) this.idle(true);
      this.#parts.onState("live");
      for (const conversationId of this.#watched.keys()) this.#sayWatch(conversationId);
    }
    if (frame.type === "refused" && frame.code === "signed-out") {
      this.#isRefused = true;
      this.stop();
      this.#parts.onState("refused");
    }
    this.#parts.onFrame(frame);
  }

  #sayWatch(conversationId: string): void {
    this.#line.say({ type: "watch", conversationId, revision: this.#parts.revisionOf(conversationId) });
  }
}
