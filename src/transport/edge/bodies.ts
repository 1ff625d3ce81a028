/** Bodies of requests: read as they come, counted while they are in memory. */
import { on } from "node:events";
import { IncomingMessage } from "node:http";
import type { FastifyRequest } from "fastify";
import { refused } from "./refusals.ts";
import { createShares, type Holding, type Portion, type Shares } from "./shares.ts";

const KB = 1024;
const MB = 1024 * KB;

/**
 * What requests hold of bodies: a server of 512 MB lives through it beside all else. An upload holds a slice, so that
 * hundreds are under way at once; one network may have one mail of a webhook whole (35 MB) and some slices.
 */
const BODY_BYTES: Portion = { all: 64 * MB, network: 40 * MB, wider: 48 * MB };
/** What an upload holds until it is stored. The sign of a file and the size of its image stand in the first. */
export const SLICE_BYTES = 256 * KB;
/** Most of what is sent whole is a message, and fits. */
const FIRST_BYTES = 4 * KB;

/** How long whoever finds no room waits: a slice is stored in far less, a large mail in about that. */
const TRY_AGAIN_AFTER_SECONDS = 10;

export const createBodyShares = (most: Portion = BODY_BYTES): Shares => createShares(most);

/** The whole body, as JSON and the signature of a webhook need it. Refuses too-busy; a longer one is told 413. */
export async function readWhole(shares: Shares, request: FastifyRequest, most: number): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > most) throw new Unread(413, "The body is too large.");
  const holding = shares.open(request.ip);
  try {
    let room = allocate(holding, Math.min(FIRST_BYTES, most));
    let length = 0;
    // Not destroyed where we stop reading: the answer says why, by the same connection.
    for await (const chunk of heard(request.raw, request.raw.iterator({ destroyOnReturn: false }))) {
      if (length + chunk.length > most) throw new Unread(413, "The body is too large.");
      // Copied: a body that comes octet by octet would else cost a hundred times its length.
      while (length + chunk.length > room.length) {
        const larger = allocate(holding, Math.min(most, 2 * room.length));
        room.copy(larger, 0, 0, length);
        holding.give(room.length);
        room = larger;
      }
      length += chunk.copy(room, length);
    }
    return room.subarray(0, length);
  } finally {
    holding.end();
  }
}

/**
 * The body in slices of `SLICE_BYTES`, the last one shorter. While one is stored nothing more is read. Each is written over
 * by the next: whoever wants to keep any of it copies. Refuses too-busy.
 */
export async function* readSlices(shares: Shares, request: FastifyRequest): AsyncGenerator<Uint8Array, void> {
  const holding = shares.open(request.ip);
  try {
    // One for all of them: what was stored is garbage, and much of it would wait long to be collected.
    const room = allocate(holding, SLICE_BYTES);
    let length = 0;
    for await (const chunk of heard(request.raw, oneByOne(request.raw))) {
      for (let at = 0; at < chunk.length;) {
        const copied = chunk.copy(room, length, at);
        at += copied;
        length += copied;
        if (length < SLICE_BYTES) continue;
        yield room;
        length = 0;
      }
      if (request.raw instanceof IncomingMessage) forget(chunk);
    }
    if (length > 0) yield room.subarray(0, length);
  } finally {
    holding.end();
  }
}

/** What Node has read for us alone is free at once. Left to the collector, tens of megabytes of it would wait their turn. */
function forget({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

function allocate(holding: Holding, bytes: number): Buffer {
  if (holding.take(bytes)) return Buffer.allocUnsafe(bytes);
  throw refused("too-busy", "Too much is under way: try again a little later.", {
    retryAfterSeconds: TRY_AGAIN_AFTER_SECONDS,
  });
}

async function* heard(raw: IncomingMessage, chunks: AsyncIterable<unknown>): AsyncGenerator<Buffer, void> {
  try {
    for await (const chunk of chunks) {
      if (!Buffer.isBuffer(chunk)) throw new Error("a body came in as something other than bytes");
      yield chunk;
    }
  } catch (error) {
    // Whoever hangs up in the middle is no trouble of ours.
    if (raw.destroyed) throw new Unread(400, "The body broke off.");
    throw error;
  }
}

/** As they came. The stream's own iterator, which costs less, makes one of all that wait: more for the collector. */
async function* oneByOne(raw: IncomingMessage): AsyncGenerator<unknown, void> {
  if (raw.destroyed) throw new Error("nobody is there to hear");
  try {
    for await (const [chunk] of on(raw, "data", { close: ["end", "close"], ...ONE_WAITS })) yield chunk;
  } finally {
    // Where we stop reading, no more is taken from the line.
    raw.pause();
  }
  if (!raw.readableEnded) throw new Error("the body broke off");
}

const ONE_WAITS = { highWaterMark: 1, lowWaterMark: 1 };

/** A body that is not read to its end. The server's error handler answers with this status. */
class Unread extends Error {
  override readonly name = "Unread";
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}
