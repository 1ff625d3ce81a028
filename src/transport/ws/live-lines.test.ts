import { EventEmitter } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import type { WebSocket } from "ws";
import { watchLines } from "./live-lines.ts";

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

test("a line that answers stays; one that fell silent ends within two turns", async () => {
  const lines = watchLines(10);
  const [alive, asleep] = [new Line(), new Line()];
  asleep.isAlive = false;
  lines.add(asSocket(alive));
  lines.add(asSocket(asleep));
  await pause(60);
  lines.stop();
  expect({ alive: alive.isTerminated, asleep: asleep.isTerminated }).toEqual({ alive: false, asleep: true });
  expect(alive.pings).toBeGreaterThan(1);
  expect(asleep.pings).toBe(1);
});
