/** Which sockets still have somebody at the other end: a laptop that fell asleep says nothing, not even goodbye. */
import type { WebSocket } from "ws";

/** Browsers answer a ping by themselves, however their timers are throttled; silence over a whole turn is a dead line. */
const PING_EVERY_MS = 20_000;

export interface LiveLines {
  add(raw: WebSocket): void;
  stop(): void;
}

/** Pings every line at each turn, and ends those that have not answered the turn before. */
export function watchLines(everyMs: number = PING_EVERY_MS): LiveLines {
  const silent = new Map<WebSocket, boolean>();
  const timer = setInterval(() => {
    for (const [raw, isSilent] of silent) {
      if (isSilent) raw.terminate();
      else raw.ping();
      silent.set(raw, true);
    }
  }, everyMs);
  timer.unref();
  return {
    add(raw) {
      silent.set(raw, false);
      raw.on("pong", () => silent.set(raw, false));
      raw.on("close", () => silent.delete(raw));
    },
    stop: () => clearInterval(timer),
  };
}
