/** Which sockets still have somebody at the other end: a laptop that fell asleep says nothing, not even goodbye. */
import type { WebSocket } from "ws";

/** Browsers answer a ping by themselves, however their timers are throttled; silence over a whole turn is a dead line: 30 s. */
export const PING_EVERY_MS = 15_000;

interface LiveLines {
  add(raw: WebSocket): void;
  stop(): void;
}

/** Pings every line at each turn, and ends those that have not answered the turn before. */
export function watchLines(everyMs: number = PING_EVERY_MS): LiveLines {
  const silent = new Map<WebSocket, boolean>();
  const timer = setInterval(() => {
    for (const [raw, isSilent] of silent) {
      // Before the ping: the answer may come at once. Before the end too: a closed line is forgotten and stays so.
      silent.set(raw, true);
      if (isSilent) raw.terminate();
      else raw.ping();
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
