/** The widget's socket: says hello, listens, notices a dead line, and comes back with growing patience. */
import type { ServerToWidgetFrame, WidgetFrame } from "../../../contract/widget.ts";
import type { Clock } from "./clock.ts";

/** PING_EVERY_MS of the contract, and how long an answer may take (contract/widget.ts). */
const PING_AFTER = 25_000;
const PONG_WITHIN = 10_000;
const SHORTEST_RETRY = 500;
const LONGEST_RETRY = 30_000;

/** How long to wait before the next try: doubling, and never at the same moment as everyone else. `chance` in [0, 1). */
export const retryAfter = (tries: number, chance: number): number =>
  Math.min(LONGEST_RETRY, SHORTEST_RETRY * 2 ** tries) * (0.5 + chance / 2);

export interface LineEvents {
  /** The first frame; null: there is nobody to be, so no line. */
  readonly hello: () => WidgetFrame | null;
  readonly heard: (frame: ServerToWidgetFrame) => void;
  /** The line was lost, or a try failed; `tries` in a row. */
  readonly lost: (tries: number) => void;
}

export interface Line {
  /** Connects, or makes sure that the line is alive. Called at start, on waking, and when the network is back. */
  readonly wake: () => void;
  /** False: there is no line, and the frame is gone. */
  readonly say: (frame: WidgetFrame) => boolean;
  readonly hangUp: () => void;
}

/** `url` is that of the socket. */
export function openLine(url: string, clock: Clock, events: LineEvents): Line {
  let socket: WebSocket | null = null;
  let isWelcome = false;
  let tries = 0;
  let cancel: (() => void) | null = null;

  const say = (frame: WidgetFrame): boolean => {
    if (socket === null || !isWelcome) return false;
    socket.send(JSON.stringify(frame));
    return true;
  };
  const ping = (): void => {
    cancel?.();
    cancel = clock.after(PONG_WITHIN, lose);
    say({ type: "ping" });
  };
  const leave = (): void => {
    cancel?.();
    const left = socket;
    socket = null;
    isWelcome = false;
    left?.close();
  };
  function lose(): void {
    leave();
    cancel = clock.after(retryAfter(tries, Math.random()), connect);
    tries += 1;
    events.lost(tries);
  }
  function connect(): void {
    leave();
    const hello = events.hello();
    if (hello === null) return;
    const mine = new WebSocket(url);
    socket = mine;
    cancel = clock.after(PONG_WITHIN, lose);
    mine.addEventListener("open", () => mine.send(JSON.stringify(hello)));
    mine.addEventListener("close", () => {
      if (socket === mine) lose();
    });
    mine.addEventListener("message", ({ data }) => {
      if (socket !== mine) return;
      const frame: ServerToWidgetFrame = JSON.parse(data);
      cancel?.();
      cancel = clock.after(PING_AFTER, ping);
      if (frame.type === "welcome") {
        isWelcome = true;
        tries = 0;
      }
      events.heard(frame);
    });
  }
  return {
    wake: () => {
      if (isWelcome) ping();
      else if (socket === null) connect();
    },
    say,
    hangUp: leave,
  };
}
