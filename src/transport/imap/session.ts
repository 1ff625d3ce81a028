/** One signed-in connection to a mailbox: takes what is new, waits, looks again; until it ends or breaks. */
import { type FetchMessageObject, ImapFlow } from "imapflow";
import { millis } from "../../domain/ids.ts";
import type { DiskRoom } from "../../ports/system.ts";
import type { Log } from "../edge/log.ts";
import { noteMailboxComplete, openMailbox, type ReadFrom } from "../../usecases/mail/open-mailbox.ts";
import {
  type MailboxPlace,
  noteUnfetched,
  passOver,
  skipVanished,
  takeFromMailbox,
} from "../../usecases/mail/take-from-mailbox.ts";

export interface ImapMailbox {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else STARTTLS, which only a server on this machine may lack. */
  readonly isImplicitTls: boolean;
  readonly user: string;
  readonly folder: string;
}

export type ImapSignIn = { readonly pass: string } | { readonly accessToken: string };

export interface ImapTiming {
  /** Milliseconds after which the mailbox is looked at even if IDLE said nothing: it can go silent. */
  readonly pollEvery: number;
  /** The same where the server has no IDLE. */
  readonly pollWithoutIdle: number;
  /** A NOOP, or a command that carries no mail, is answered within this, or the line is dead. */
  readonly answerWithin: number;
  /** One mail comes within this. */
  readonly fetchWithin: number;
  /** The first wait after a broken connection; it doubles up to `retryAtMost`. */
  readonly retryAfter: number;
  readonly retryAtMost: number;
  /** How often the mailbox is claimed or renewed. */
  readonly holdEvery: number;
}

export interface SessionDeps {
  readonly usecases: Parameters<typeof takeFromMailbox>[0] & { readonly room: DiskRoom };
  /** What the cursor is kept under. */
  readonly name: string;
  readonly mailbox: ImapMailbox;
  readonly timing: ImapTiming;
  readonly log: Log;
}

/** What SMTP takes at most (mail-rules.md rule 16). */
const MAIL_BYTES_AT_MOST = 35 * 1024 * 1024;
/** So much of a mail that is too large shows who wrote it. */
const HEAD_BYTES = 64 * 1024;
const DAY_MS = millis(86_400_000);

/** Resolves when `signal` asks for it; rejects when the connection or the house breaks. `healthy`: it works. */
export async function readMailbox(
  deps: SessionDeps,
  signIn: ImapSignIn,
  { signal, healthy }: { readonly signal: AbortSignal; readonly healthy: () => void },
): Promise<void> {
  const client = connectionTo(deps, signIn);
  const line = new Line(client, deps.timing);
  signal.addEventListener("abort", () => client.close(), { once: true });
  try {
    await line.answer("sign-in", client.connect());
    const opened = await line.answer("EXAMINE", client.mailboxOpen(deps.mailbox.folder, { readOnly: true }));
    const uidValidity = Number(opened.uidValidity);
    const from = await openMailbox(deps.usecases, deps.name, { uidValidity, uidNext: opened.uidNext });
    deps.log("info", "imap-connected", { idle: client.capabilities.has("IDLE") });
    const reader = new Reader(deps, line, { uidValidity, from, healthy });
    while (!signal.aborted) {
      line.hasNews = false;
      await reader.takeAll();
      healthy();
      await line.pause();
      // Breaks IDLE, and shows whether anybody still answers.
      await line.answer("NOOP", client.noop());
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    client.close();
  }
}

function connectionTo({ mailbox, timing }: SessionDeps, signIn: ImapSignIn): ImapFlow {
  const isLocal = ["localhost", "127.0.0.1", "::1"].includes(mailbox.host);
  return new ImapFlow({
    host: mailbox.host,
    port: mailbox.port,
    secure: mailbox.isImplicitTls,
    // What this machine says to itself is read by nobody else.
    ...(mailbox.isImplicitTls || isLocal ? {} : { doSTARTTLS: true }),
    tls: { rejectUnauthorized: !isLocal, minVersion: "TLSv1.2" },
    auth: { user: mailbox.user, ...signIn },
    clientInfo: { name: "Ariane" },
    disableAutoIdle: true,
    connectionTimeout: timing.answerWithin,
    greetingTimeout: timing.answerWithin,
    socketTimeout: timing.pollEvery + timing.fetchWithin,
    maxLiteralSize: 2 * MAIL_BYTES_AT_MOST,
    maxResponseSize: 3 * MAIL_BYTES_AT_MOST,
    maxLineLength: MAIL_BYTES_AT_MOST,
    logger: false,
  });
}

class Reader {
  readonly #deps: SessionDeps;
  readonly #line: Line;
  readonly #uidValidity: number;
  readonly #since: ReadFrom["since"];
  readonly #healthy: () => void;
  #lastUid: number;

  constructor(
    deps: SessionDeps,
    line: Line,
    {
      uidValidity,
      from,
      healthy,
    }: { readonly uidValidity: number; readonly from: ReadFrom; readonly healthy: () => void },
  ) {
    this.#deps = deps;
    this.#line = line;
    this.#uidValidity = uidValidity;
    this.#since = from.since;
    this.#lastUid = from.lastUid;
    this.#healthy = healthy;
  }

  /** Everything above the cursor, in the order in which it came. */
  async takeAll(): Promise<void> {
    const { usecases, name, log } = this.#deps;
    // It waits where it is: the mailbox is looked at again, and nothing is passed over.
    if (await usecases.room.isLow()) return log("warn", "imap-no-room", {});
    const found = await this.#line.answer("SEARCH", this.#line.client.search(this.#query(), { uid: true }));
    if (!Array.isArray(found)) throw new Error("the server does not answer SEARCH");
    // `n:*` also names the last old mail where there is no new one (RFC 9051 §9: the range is unordered).
    const fresh = found.filter((uid) => uid > this.#lastUid).toSorted((a, b) => a - b);
    for (const uid of fresh) {
      await this.#take({ mailbox: name, uidValidity: this.#uidValidity, uid });
      this.#lastUid = uid;
    }
    await noteMailboxComplete(usecases, name);
  }

  #query(): { uid: string; since?: Date } {
    const uid = `${this.#lastUid + 1}:*`;
    // SINCE knows days only, of the server's own time zone.
    return this.#since === 0 ? { uid } : { uid, since: new Date(this.#since - DAY_MS) };
  }

  async #take(place: MailboxPlace): Promise<void> {
    const { usecases, log } = this.#deps;
    const fetched = await this.#fetch(place);
    if (fetched === "passed") {
      log("warn", "imap-mail-passed-over", { uid: place.uid, because: "not-fetched" });
      this.#healthy();
      // What is left of its answer may still stand in the line.
      throw new Error("the connection is made anew after a mail that could not be fetched");
    }
    if (fetched === "vanished") return skipVanished(usecases, place);
    const { source, size = 0 } = fetched;
    if (source === undefined || size > MAIL_BYTES_AT_MOST) {
      log("warn", "imap-mail-passed-over", { uid: place.uid, because: "too-large", bytes: size });
      return passOver(usecases, place, "too-large", (source ?? Buffer.alloc(0)).subarray(0, HEAD_BYTES));
    }
    const isNew = await takeFromMailbox(usecases, place, source);
    if (isNew) log("info", "imap-mail-stored", { uid: place.uid, bytes: source.byteLength });
  }

  async #isThere(uid: number): Promise<boolean> {
    const found = await this.#line.answer("SEARCH", this.#line.client.search({ uid: String(uid) }, { uid: true }));
    if (!Array.isArray(found)) throw new Error("the server does not answer SEARCH");
    return found.includes(uid);
  }

  /** `passed`: given up after the last try. Before that it throws, so that the next connection tries again. */
  async #fetch(place: MailboxPlace): Promise<FetchMessageObject | "vanished" | "passed"> {
    const { timing, usecases } = this.#deps;
    // PEEK, in a mailbox opened to be read only: nobody finds their mail marked as read by us.
    const query = { uid: true, size: true, source: { start: 0, maxLength: MAIL_BYTES_AT_MOST } };
    try {
      const fetching = this.#line.client.fetchOne(String(place.uid), query, { uid: true });
      const mail = await this.#line.answer("FETCH", fetching, timing.fetchWithin);
      if (mail !== false && mail.source !== undefined) return mail;
      // The library says no more when the connection breaks in the middle: only the server's word makes it vanish.
      if (await this.#isThere(place.uid)) throw new Error("the server gives no bytes of a mail");
      return "vanished";
    } catch (cause) {
      // Counted only now that sign-in, opening and searching went well: an outage is not the mail's fault.
      if ((await noteUnfetched(usecases, place)) === "passed") return "passed";
      throw new Error("a mail could not be fetched", { cause });
    }
  }
}

/** A connection that says when it has ended or gone silent, and when the server speaks of new mail. */
class Line {
  readonly client: ImapFlow;
  /** The server may speak of new mail in the midst of any answer. */
  hasNews = false;
  readonly #timing: ImapTiming;
  readonly #ended = new AbortController();
  #wake: () => void = () => undefined;

  constructor(client: ImapFlow, timing: ImapTiming) {
    this.client = client;
    this.#timing = timing;
    // Without a listener an error of a connection would end the process.
    client.on("error", (error: unknown) => this.#ended.abort(error));
    client.on("close", () => this.#ended.abort(new Error("the server closed the connection")));
    client.on("exists", () => {
      this.hasNews = true;
      this.#wake();
    });
  }

  /** Rejects when the connection ends, or nothing comes in time: the library waits for some answers for ever. */
  async answer<T>(what: string, answer: Promise<T>, ms = this.#timing.answerWithin): Promise<T> {
    const silence = Promise.withResolvers<never>();
    const lose = (): void => silence.reject(asError(this.#ended.signal.reason));
    if (this.#ended.signal.aborted) lose();
    this.#ended.signal.addEventListener("abort", lose, { once: true });
    const timer = setTimeout(() => silence.reject(new Error(`no answer to ${what} within ${ms} ms`)), ms);
    try {
      return await Promise.race([answer, silence.promise]);
    } finally {
      clearTimeout(timer);
      this.#ended.signal.removeEventListener("abort", lose);
    }
  }

  /** Until the server speaks of new mail, or it is time to look anyway. Rejects when the connection ends. */
  async pause(): Promise<void> {
    if (this.hasNews) return;
    const { pollEvery, pollWithoutIdle } = this.#timing;
    const canIdle = this.client.capabilities.has("IDLE");
    const { promise: woken, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const timer = setTimeout(resolve, canIdle ? pollEvery : pollWithoutIdle);
    // It resolves when the next command breaks it, and fails with the connection, which `answer` tells of.
    if (canIdle) this.client.idle().catch(() => undefined);
    try {
      await this.answer("nothing", woken, pollEvery + pollWithoutIdle);
    } finally {
      clearTimeout(timer);
    }
  }
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
