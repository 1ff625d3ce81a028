import { beforeEach, expect, test } from "vitest";
import { type Dial, openLine } from "./line.ts";
import { testClock } from "../../test/support/facts/test-clock.ts";

const SECOND = 1_000;

/** A socket that does what the test says. */
class FakeSocket {
  static all: FakeSocket[] = [];
  readonly sent: string[] = [];
  isClosed = false;
  readonly #ears: Parameters<Dial>[0];
  constructor(ears: Parameters<Dial>[0]) {
    this.#ears = ears;
    FakeSocket.all.push(this);
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.isClosed = true;
  }
  opens(): void {
    this.#ears.opened();
  }
  says(frame: object): void {
    this.#ears.said(JSON.stringify(frame));
  }
  breaks(): void {
    this.#ears.ended();
  }
}

beforeEach(() => {
  FakeSocket.all = [];
});

/** The server answers the newest socket. */
function welcome(): FakeSocket {
  const socket = FakeSocket.all.at(-1);
  if (socket === undefined) throw new Error("nobody connected");
  socket.opens();
  socket.says({ type: "welcome" });
  return socket;
}

interface Heard {
  readonly type: string;
}
type Said = { readonly type: "hello"; readonly token: string } | typeof SEEN;

function open(token: string | null = "t") {
  const clock = testClock();
  const lost: number[] = [];
  const heard: string[] = [];
  const line = openLine<Heard, Said>({
    dial: (ears) => new FakeSocket(ears),
    clock,
    chance: () => 0.5,
    hello: () => (token === null ? null : [{ type: "hello", token }]),
    read: (data): Heard | null => (data.includes("from the future") ? null : JSON.parse(data)),
    heard: (frame) => heard.push(frame.type),
    lost: (tries) => lost.push(tries),
  });
  return { clock, lost, heard, line };
}

const SEEN = { type: "seen", conversationId: "c1", upTo: 1 } as const;

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
  clock.advance(18 * SECOND);
  expect(socket.sent.at(-1)).toBe('{"type":"ping"}');
  socket.says({ type: "pong" });
  clock.advance(18 * SECOND + 9_999);
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

test("a frame that this page does not understand is a sign of life all the same", () => {
  const { line, clock, lost, heard } = open();
  line.wake();
  const socket = welcome();
  clock.advance(18 * SECOND);
  socket.says({ type: "from the future" });
  clock.advance(18 * SECOND);
  expect(lost).toEqual([]);
  expect(heard).toEqual(["welcome"]);
});
