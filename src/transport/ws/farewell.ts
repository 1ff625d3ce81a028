/** Sending everybody away when a server stops: they come back elsewhere, and not all at the same moment. */
import { setTimeout as pause } from "node:timers/promises";
import type { WebSocket } from "ws";
import { wrap } from "./socket.ts";

/** Refuses them one after the other, evenly over so many milliseconds; who has gone meanwhile needs no word. */
export async function sendAway(sockets: Iterable<WebSocket>, overMs: number): Promise<void> {
  const all = [...sockets];
  const begun = performance.now();
  for (const [place, raw] of all.entries()) {
    const ms = begun + (overMs * place) / all.length - performance.now();
    if (ms > 0) await pause(ms);
    wrap(raw).refuse("server-stopping");
  }
}
