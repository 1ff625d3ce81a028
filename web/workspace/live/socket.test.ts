import { expect, test } from "vitest";
import type { Dial } from "../../kit/line.ts";
import { testClock } from "../../../test/support/facts/test-clock.ts";
import { AgentSocket, type LinkState } from "./socket.ts";

/** A socket of an agent, and the server's end of the connections that it makes. */
function open() {
  const clock = testClock();
  const states: LinkState[] = [];
  const ends: { readonly ears: Parameters<Dial>[0]; readonly sent: string[] }[] = [];
  const revisions: Record<string, number> = {};
  const socket = new AgentSocket({
    clock,
    dial: (ears) => {
      const sent: string[] = [];
      ends.push({ ears, sent });
      return { send: (text) => sent.push(text), close: () => undefined };
    },
    onState: (state) => states.push(state),
    onFrame: () => undefined,
    revisionOf: (id) => revisions[id] ?? 0,
  });
  const says = (frame: object): void => ends.at(-1)?.ears.said(JSON.stringify(frame));
  const welcome = (): void => {
    ends.at(-1)?.ears.opened();
    says({ type: "welcome", now: 0 });
  };
  return { socket, clock, states, ends, revisions, says, welcome };
}

const watch = (conversationId: string, revision: number): string =>
  JSON.stringify({ type: "watch", conversationId, revision });

const idle = (isIdle: boolean): string => JSON.stringify({ type: "idle", idle: isIdle });

test("what was asked to be watched before the line stood is watched when it does", () => {
  const { socket, ends, welcome } = open();
  socket.wake();
  socket.watch("a");
  expect(ends[0]?.sent).toEqual([]);
  welcome();
  expect(ends[0]?.sent).toEqual([watch("a", 0)]);
});

test("after a loss every watched conversation goes on from the revision that this page holds", () => {
  const { socket, clock, ends, revisions, states, welcome } = open();
  socket.wake();
  welcome();
  socket.watch("a");
  socket.watch("b");
  socket.watch("b");
  socket.unwatch("a");
  socket.unwatch("b");
  revisions["b"] = 7;
  ends[0]?.ears.ended();
  clock.advance(1_000);
  welcome();
  expect(ends[1]?.sent).toEqual([watch("b", 7)]);
  expect(states).toEqual(["live", "lost", "live"]);
});

test("a page that nobody touches is told of over every new line, until somebody does", () => {
  const { socket, clock, ends, welcome } = open();
  socket.wake();
  welcome();
  socket.idle(true);
  ends[0]?.ears.ended();
  clock.advance(1_000);
  welcome();
  socket.idle(false);
  expect(ends.map(({ sent }) => sent)).toEqual([[idle(true)], [idle(true), idle(false)]]);
});

test("who is signed out is not tried again, whatever wakes the page", () => {
  const { socket, clock, states, ends, welcome, says } = open();
  socket.wake();
  welcome();
  says({ type: "refused", code: "signed-out" });
  socket.wake();
  clock.advance(600_000);
  expect(ends).toHaveLength(1);
  expect(states).toEqual(["live", "refused"]);
});

test("a server that was never reached is being connected to, not lost", () => {
  const { socket, states, ends } = open();
  socket.wake();
  ends[0]?.ears.ended();
  expect(states).toEqual(["connecting"]);
});
