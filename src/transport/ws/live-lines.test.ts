import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { WebSocket } from "ws";
import { watchLines } from "./live-lines.ts";

const TURN_MS = 10;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A line that answers pings while it lives. */
class Line extends EventEmitter {
  isAlive = true;
  pings = 0;
  isTerminated = false;

  ping(): void {
    this.pings += 1;
    if (this.isAlive) this.emit("pong");
  }

  terminate(): void {
    this.isTerminated = true;
    this.emit("close");
  }
}

const asSocket = (line: Line): WebSocket => Object.setPrototypeOf(line, Line.prototype);

test("a line that answers stays; one that fell silent ends within two turns", () => {
  const lines = watchLines(TURN_MS);
  const [alive, asleep] = [new Line(), new Line()];
  asleep.isAlive = false;
  lines.add(asSocket(alive));
  lines.add(asSocket(asleep));
  vi.advanceTimersByTime(3 * TURN_MS);
  lines.stop();
  expect({ alive: alive.isTerminated, asleep: asleep.isTerminated }).toEqual({ alive: false, asleep: true });
  expect(alive.pings).toBeGreaterThan(1);
  expect(asleep.pings).toBe(1);
});
