/**
 * The doorbell between processes: PostgreSQL NOTIFY, batched, after commit (inside the insert's transaction it cuts
 * inserts to 0.31 of their rate, batched after it 0.86). Only names travel; a lost notice costs a catch-up.
 */
import type pg from "pg";
import { agentId, conversationId, revision, sessionId } from "../../domain/ids.ts";
import type { Bus, Notice, Typist } from "../../ports/bus.ts";
import type { Timers } from "../../ports/system.ts";
import { keepLine } from "./kept-line.ts";
import { unreachable } from "../../domain/result.ts";

const CHANNEL = "ariane";
/** Notices of this span share one NOTIFY: under load one statement a span, at rest nothing. */
const BATCH_EVERY_MS = 4;
/** What could not be rung is rung again after this, */
const RING_AGAIN_AFTER_MS = 500;
/** so many words of it: a few hundred conversations that changed while the database was away. */
const KEPT_WORDS = 1_000;
/** PostgreSQL refuses payloads of 8,000 bytes and more, and with one of them the whole batch. */
const PAYLOAD_CHARS = 7_900;
/** Nobody reads more of a name beside three dots. */
const NAME_CHARS = 40;

interface Options {
  readonly connection: pg.ClientConfig;
  readonly processId: string;
  readonly timers: Timers;
  readonly local: Bus;
  /** Sends the batch; over the pool, so that it waits for no listener. */
  readonly execute: (sql: string, values: readonly string[]) => Promise<unknown>;
  /** Called after a gap in listening: whatever rang in between was missed. */
  readonly missed: () => void;
  readonly log: (event: string, error: unknown) => void;
}

export interface Doorbell extends Bus {
  stop(): Promise<void>;
}

export async function startDoorbell(options: Options): Promise<Doorbell> {
  const outbox: string[] = [];
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  const flush = async (): Promise<void> => {
    timer = null;
    const words = outbox.splice(0);
    const payloads = pack(options.processId, words);
    try {
      await options.execute(
        `select ${payloads.map((_, i) => `pg_notify('${CHANNEL}', $${i + 1})`).join(", ")}`,
        payloads,
      );
    } catch (error) {
      options.log("doorbell-not-rung", error);
      // Truth is in the database: what finds no room here others find when they look, within a minute.
      outbox.unshift(...words.slice(0, KEPT_WORDS - outbox.length));
      if (!isStopped && outbox.length > 0) timer ??= setTimeout(() => void flush(), RING_AGAIN_AFTER_MS);
    }
  };
  const line = await keepLine({
    ...options,
    channel: CHANNEL,
    heard: (payload) => options.local.publish(decode(payload, options.processId)),
  });
  return {
    publish(notices) {
      options.local.publish(notices);
      outbox.push(...notices.map(encode));
      if (outbox.length > 0) timer ??= setTimeout(() => void flush(), BATCH_EVERY_MS);
    },
    subscribe: (handler) => options.local.subscribe(handler),
    async stop() {
      isStopped = true;
      if (timer !== null) {
        clearTimeout(timer);
        await flush();
      }
      await line.stop();
    },
  };
}

/** As few payloads as the words fit in, each led by the sender. All is ASCII, so a character is a byte. */
function pack(sender: string, words: readonly string[]): readonly string[] {
  const payloads: string[] = [];
  let payload = sender;
  for (const word of words) {
    if (payload.length + 1 + word.length > PAYLOAD_CHARS) {
      payloads.push(payload);
      payload = sender;
    }
    payload += ` ${word}`;
  }
  return [...payloads, payload];
}

/** One word a notice: `c:ID:REVISION`, `t:ID` of an end user, `t:ID:AGENT:NAME`, `s`, `m`, `w`, `e:ID`, `a:ID`. */
function encode(notice: Notice): string {
  switch (notice.kind) {
    case "conversation":
      return `c:${notice.id}:${notice.revision}`;
    case "typing":
      return `t:${notice.id}${typistWords(notice.who)}`;
    case "settings":
      return "s";
    case "session-ended":
      return `e:${notice.id}`;
    case "access-changed":
      return `a:${notice.id}`;
    case "triage":
      return "m";
    case "way-out":
      return "w";
    default:
      return unreachable(notice);
  }
}

const typistWords = (who: Typist): string =>
  who.kind === "agent"
    ? `:${who.id}:${encodeURIComponent(who.name.slice(0, NAME_CHARS).toWellFormed())}:${who.mayReply ? "r" : ""}`
    : "";

const typist = (id: string, name: string, may: string): Typist =>
  id === ""
    ? { kind: "end-user" }
    : { kind: "agent", id: agentId(id), name: decodeURIComponent(name), mayReply: may === "r" };

function decode(payload: string, ownId: string): readonly Notice[] {
  const [sender, ...words] = payload.split(" ");
  return sender === ownId ? [] : words.flatMap(decodeWord);
}

function decodeWord(word: string): readonly Notice[] {
  const [kind, id = "", third = "", name = "", may = ""] = word.split(":");
  switch (kind) {
    case "c":
      return [{ kind: "conversation", id: conversationId(id), revision: revision(Number(third)) }];
    case "t":
      return [{ kind: "typing", id: conversationId(id), who: typist(third, name, may) }];
    case "e":
      return [{ kind: "session-ended", id: sessionId(id) }];
    case "a":
      return [{ kind: "access-changed", id: sessionId(id) }];
    case "s":
      return [{ kind: "settings" }];
    case "m":
      return [{ kind: "triage" }];
    case "w":
      return [{ kind: "way-out" }];
    case undefined:
    default:
      return [];
  }
}
