/** One signed-in connection to a mailbox: takes what is new, waits, looks again; until it ends or breaks. */
import { type FetchMessageObject, ImapFlow } from "imapflow";
import { millis } from "../../domain/ids.ts";
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
  readonly usecases: Parameters<typeof takeFromMailbox>[0];
  /** What the cursor is kept under. */
  readonly name: string;
  readonly mailbox: ImapMailbox;
  readonly timing: ImapTiming;
  readonly log: Log;
}

/** What SMTP takes at most (MAIL.md rule 16). */
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
  const ended = new AbortController();
  // Without a listener an error of a connection would end the process.
  client.on("error", (error: unknown) => ended.abort(error));
  client.on("close", () => ended.abort(new Error("the server closed the connection")));
  signal.addEventListener("abort", () => client.close(), { once: true });
  try {
    await client.connect();
    const opened = await client.mailboxOpen(deps.mailbox.folder, { readOnly: true });
    const uidValidity = Number(opened.uidValidity);
    const from = await openMailbox(deps.usecases, deps.name, { uidValidity, uidNext: opened.uidNext });
    deps.log("info", "imap-connected", { idle: client.capabilities.has("IDLE") });
    const reader = new Reader(deps, client, { uidValidity, from });
    while (!signal.aborted) {
      await reader.takeAll();
      healthy();
      await pause(deps, client, ended.signal);
      // Breaks IDLE, and shows whether anybody still answers.
      await within(deps.timing.answerWithin, "NOOP", client.noop());
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
  readonly #client: ImapFlow;
  readonly #uidValidity: number;
  readonly #since: ReadFrom["since"];
  #lastUid: number;

  constructor(
    deps: SessionDeps,
    client: ImapFlow,
    { uidValidity, from }: { readonly uidValidity: number; readonly from: ReadFrom },
  ) {
    this.#deps = deps;
    this.#client = client;
    this.#uidValidity = uidValidity;
    this.#since = from.since;
    this.#lastUid = from.lastUid;
  }

  /** Everything above the cursor, in the order in which it came. */
  async takeAll(): Promise<void> {
    const { timing, usecases, name } = this.#deps;
    const found = await within(timing.answerWithin, "SEARCH", this.#client.search(this.#query(), { uid: true }));
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
      return;
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

  /** `passed`: given up after the last try. Before that it throws, so that the next connection tries again. */
  async #fetch(place: MailboxPlace): Promise<FetchMessageObject | "vanished" | "passed"> {
    const { timing, usecases } = this.#deps;
    // PEEK, in a mailbox opened to be read only: nobody finds their mail marked as read by us.
    const query = { uid: true, size: true, source: { start: 0, maxLength: MAIL_BYTES_AT_MOST } };
    try {
      const mail = await within(
        timing.fetchWithin,
        "FETCH",
        this.#client.fetchOne(String(place.uid), query, { uid: true }),
      );
      if (mail === false) return "vanished";
      if (mail.source === undefined) throw new Error("the server gives no bytes of a mail");
      return mail;
    } catch (cause) {
      // Counted only now that sign-in, opening and searching went well: an outage is not the mail's fault.
      if ((await noteUnfetched(usecases, place)) === "passed") return "passed";
      throw new Error("a mail could not be fetched", { cause });
    }
  }
}

/** Until the server speaks of new mail, or it is time to look anyway. Rejects when the connection ends. */
async function pause({ timing }: SessionDeps, client: ImapFlow, ended: AbortSignal): Promise<void> {
  const canIdle = client.capabilities.has("IDLE");
  let done: () => void = () => undefined;
  const woken = new Promise<void>((resolve, reject) => {
    done = resolve;
    if (ended.aborted) reject(asError(ended.reason));
    ended.addEventListener("abort", () => reject(asError(ended.reason)), { once: true });
  });
  const timer = setTimeout(() => done(), canIdle ? timing.pollEvery : timing.pollWithoutIdle);
  client.on("exists", done);
  // It resolves when the next command breaks it, and fails with the connection, which `ended` tells of.
  if (canIdle) client.idle().catch(() => undefined);
  try {
    await woken;
  } finally {
    clearTimeout(timer);
    client.off("exists", done);
  }
}

async function within<T>(ms: number, what: string, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer to ${what} within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
