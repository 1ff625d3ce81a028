import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openLine, retryAfter } from "./line.ts";
import { testClock } from "./test-clock.ts";

const SECOND = 1_000;

/** A socket that does what the test says. */
class FakeSocket extends EventTarget {
  static all: FakeSocket[] = [];
  readonly sent: string[] = [];
  isClosed = false;
  constructor() {
    super();
    FakeSocket.all.push(this);
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.isClosed = true;
  }
  opens(): void {
    this.dispatchEvent(new Event("open"));
  }
  says(frame: object): void {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(frame) }));
  }
  breaks(): void {
    this.dispatchEvent(new Event("close"));
  }
}

beforeEach(() => {
  FakeSocket.all = [];
  vi.stubGlobal("WebSocket", FakeSocket);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** The server answers the newest socket. */
function welcome(): FakeSocket {
  const socket = FakeSocket.all.at(-1);
  if (socket === undefined) throw new Error("nobody connected");
  socket.opens();
  socket.says({ type: "welcome", now: 0, conversations: [] });
  return socket;
}

function open(token: string | null = "t") {
  const clock = testClock();
  const lost: number[] = [];
  const heard: string[] = [];
  const line = openLine("wss://ariane.example/", clock, {
    hello: () => (token === null ? null : { type: "hello", token, revisions: {} }),
    heard: (frame) => heard.push(frame.type),
    lost: (tries) => lost.push(tries),
  });
  return { clock, lost, heard, line };
}

const SEEN = { type: "seen", conversationId: "c1", upTo: 1 } as const;

test("patience doubles from half a second to half a minute, and no two widgets come back at the same moment", () => {
  expect([0, 1, 2, 3, 10, 2_000].map((tries) => retryAfter(tries, 0.999))).toEqual(
    [0.5, 1, 2, 4, 30, 30].map((seconds) => expect.closeTo(seconds * SECOND, -2)),
  );
  expect(retryAfter(3, 0)).toBe(2_000);
});

test("without a session there is nobody to be: no socket is opened", () => {
  const { line, clock } = open(null);
  line.wake();
  clock.advance(600 * SECOND);
  expect(FakeSocket.all).toEqual([]);
});

test("nothing is said before the welcome, and what cannot be said is not pretended", () => {
  const { line } = open();
  expect(line.say(SEEN)).toBe(false);
  line.wake();
  expect(line.say(SEEN)).toBe(false);
  const socket = welcome();
  expect(line.say(SEEN)).toBe(true);
  expect(socket.sent.map((text) => text.includes("hello"))).toEqual([true, false]);
});

test("a line that has died silently is noticed 10 s after the ping that nobody answered", () => {
  const { line, clock, lost } = open();
  line.wake();
  const socket = welcome();
  clock.advance(25 * SECOND);
  expect(socket.sent.at(-1)).toBe('{"type":"ping"}');
  socket.says({ type: "pong" });
  clock.advance(25 * SECOND + 9_999);
  expect(lost).toEqual([]);
  clock.advance(1);
  expect(lost).toEqual([1]);
  expect(socket.isClosed).toBe(true);
});

test("a laptop that wakes asks at once whether the line is alive", () => {
  const { line } = open();
  line.wake();
  const socket = welcome();
  line.wake();
  expect(socket.sent.at(-1)).toBe('{"type":"ping"}');
});

test("a broken line comes back, says hello anew, and has no heir among the dead", () => {
  const { line, clock, lost, heard } = open();
  line.wake();
  const first = welcome();
  first.breaks();
  clock.advance(SECOND);
  expect(FakeSocket.all.length).toBe(2);
  first.says({ type: "pong" });
  first.breaks();
  expect(lost).toEqual([1]);
  const second = welcome();
  expect(second.sent[0]).toContain("hello");
  expect(heard).toEqual(["welcome", "welcome"]);
});

test("hanging up ends the trying", () => {
  const { line, clock } = open();
  line.wake();
  welcome().breaks();
  line.hangUp();
  clock.advance(600 * SECOND);
  expect(FakeSocket.all.length).toBe(1);
});
