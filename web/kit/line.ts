/** A socket that stays: says hello, listens, notices a dead line, and comes back with growing patience. */
import { type Clock, oneWait } from "./clock.ts";
import { toJson } from "./json.ts";
import { retryAfter } from "./retry.ts";

/** Whoever hears nothing for this long asks, and takes a line without an answer for dead: within 30 s together. */
const PING_AFTER = 18_000;
const PONG_WITHIN = 10_000;

/** One connection. */
export interface Wire {
  readonly send: (text: string) => void;
  readonly close: () => void;
}

/** Begins a connection; what becomes of it is told later, never before `dial` has answered. */
export type Dial = (ears: {
  readonly opened: () => void;
  readonly said: (data: string) => void;
  readonly ended: () => void;
}) => Wire;

interface Frame {
  readonly type: string;
}

interface LineParts<Heard extends Frame, Said extends Frame> {
  readonly dial: Dial;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly chance: () => number;
  /** The first frames of a connection; null: there is nobody to be, so no line. */
  readonly hello: () => readonly Said[] | null;
  /** What came, as a frame; null: none that this page understands. A `welcome` makes the line stand. */
  readonly read: (data: string) => Heard | null;
  readonly heard: (frame: Heard) => void;
  /** The line was lost, or a try failed; `tries` in a row. */
  readonly lost: (tries: number) => void;
}

export interface Line<Said> {
  /** Connects, or makes sure that the line is alive. Called at start, on waking, and when the network is back. */
  readonly wake: () => void;
  /** False: there is no line, and the frame is gone. */
  readonly say: (frame: Said) => boolean;
  readonly hangUp: () => void;
}

/** Opens nothing yet: `wake` does. */
export function openLine<Heard extends Frame, Said extends Frame>(parts: LineParts<Heard, Said>): Line<Said> {
  const { dial, clock, chance } = parts;
  const { wait, stop } = oneWait(clock);
  let wire: Wire | null = null;
  let isWelcome = false;
  let tries = 0;

  const say = (frame: Frame): boolean => {
    if (wire === null || !isWelcome) return false;
    wire.send(toJson(frame));
    return true;
  };
  const ping = (): void => {
    wait(PONG_WITHIN, lose);
    say({ type: "ping" });
  };
  const leave = (): void => {
    stop();
    const left = wire;
    wire = null;
    isWelcome = false;
    left?.close();
  };
  function lose(): void {
    leave();
    wait(retryAfter(tries, chance()), connect);
    tries += 1;
    parts.lost(tries);
  }
  function connect(): void {
    leave();
    const hello = parts.hello();
    if (hello === null) return;
    const mine = dial({
      opened: () => hello.forEach((frame) => mine.send(toJson(frame))),
      said: (data) => wire === mine && hear(data),
      ended: () => wire === mine && lose(),
    });
    wire = mine;
    wait(PONG_WITHIN, lose);
  }
  function hear(data: string): void {
    const frame = parts.read(data);
    wait(PING_AFTER, ping);
    if (frame?.type === "welcome") {
      isWelcome = true;
      tries = 0;
    }
    if (frame !== null) parts.heard(frame);
  }
  return {
    wake: () => {
      if (isWelcome) ping();
      else if (wire === null) connect();
    },
    say,
    hangUp: leave,
  };
}
