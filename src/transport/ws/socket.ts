/** One socket: frames in, checked; frames out, unless the peer does not read them. */
import { setTimeout as pause } from "node:timers/promises";
import { Compile } from "typebox/compile";
import type { Static, TSchema } from "typebox";
import type { RawData, WebSocket } from "ws";
import type { ServerToAgentFrame } from "../../../contract/live/agent-frames.ts";
import type { ServerToWidgetFrame } from "../../../contract/live/widget-frames.ts";
import { DatabaseTrouble } from "../../ports/database-trouble.ts";

/** The longest frame is a hello with the revisions of fifty conversations: 4 kB. */
export const MAX_FRAME_BYTES = 16 * 1024;
/** A peer that leaves this much unread is gone or hostile: it catches up when it comes back. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
/** Heartbeats, seen, typing: an eager person stays far below this in a window. */
const FRAMES_A_WINDOW = 60;
const WINDOW_MS = 10_000;
/** While the database is away: a restart takes it about as long. */
const AGAIN_AFTER_MS = 1_000;
/** Normal closing codes of RFC 6455 §7.4.1, and ours for refusals. */
const POLICY_VIOLATION = 1008;
const GOING_AWAY = 1001;

export interface Socket {
  isOpen(): boolean;
  send(frame: string): void;
  refuse(code: RefusedCode): void;
}

type Frame = ServerToAgentFrame | ServerToWidgetFrame;
type RefusedCode = Extract<Frame, { readonly type: "refused" }>["code"];

export function wrap(raw: WebSocket): Socket {
  return {
    isOpen: () => raw.readyState === raw.OPEN,
    send(frame) {
      if (raw.readyState !== raw.OPEN) return;
      if (raw.bufferedAmount > MAX_BUFFERED_BYTES) raw.terminate();
      else raw.send(frame);
    },
    refuse(code) {
      if (raw.readyState !== raw.OPEN) return;
      raw.send(JSON.stringify({ type: "refused", code }));
      raw.close(code === "server-stopping" ? GOING_AWAY : POLICY_VIOLATION, code);
    },
  };
}

interface Heeding<Said> {
  /** True: that was it. Asked as soon as a frame is there, whatever is still being done; it may do nothing that takes time. */
  readonly atOnce: (frame: Said) => boolean;
  /** What it means; done again where the database was in trouble, so it is safe to repeat. */
  readonly handle: (frame: Said) => Promise<void> | void;
  readonly begin: (work: Promise<void>) => Promise<void>;
}

/** Reads frames of a schema, one after the other; a bad or an excessive frame closes the socket with a refusal. */
export function readFrames<T extends TSchema>(
  raw: WebSocket,
  schema: T,
  { atOnce, handle, begin }: Heeding<Static<T>>,
): void {
  const socket = wrap(raw);
  let windowStart = performance.now();
  let frames = 0;
  let queue: Promise<void> = Promise.resolve();
  raw.on("message", (data: RawData, isBinary: boolean) => {
    // Whoever was sent away may still be talking: nothing more of theirs is done.
    if (!socket.isOpen()) return;
    const now = performance.now();
    if (now - windowStart > WINDOW_MS) {
      windowStart = now;
      frames = 0;
    }
    frames += 1;
    if (frames > FRAMES_A_WINDOW) return socket.refuse("rate-limited");
    const frame = isBinary ? undefined : parseJson(textOf(data));
    if (!isFrame(schema, frame)) return socket.refuse("bad-frame");
    if (atOnce(frame)) return;
    // In order: a hello must be done before what follows it.
    queue = begin(queue.then(() => untilDone(socket, async () => handle(frame))));
  });
}

/** What was said is not forgotten because the database is away: nobody says twice that they have read something. */
async function untilDone(socket: Socket, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DatabaseTrouble) || !socket.isOpen()) throw error;
      await pause(AGAIN_AFTER_MS);
    }
  }
}

/** One check a schema, for all sockets: compiled anew it costs tens of kilobytes a connection. */
const checks = new WeakMap<TSchema, (value: unknown) => boolean>();

function isFrame<T extends TSchema>(schema: T, value: unknown): value is Static<T> {
  const known = checks.get(schema);
  if (known !== undefined) return known(value);
  const check = Compile(schema);
  checks.set(schema, (each) => check.Check(each));
  return check.Check(value);
}

const textOf = (data: RawData): string =>
  (Array.isArray(data)
    ? Buffer.concat(data)
    : Buffer.from(data instanceof ArrayBuffer ? new Uint8Array(data) : data)
  ).toString("utf8");

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
