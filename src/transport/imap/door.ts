/** The door for mail that lies in a mailbox of the operator's: one process at a time reads it, whatever breaks. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { explainTrouble } from "../../domain/mail-settings/grant-trouble.ts";
import type { AccessTokens } from "../../ports/mail/access-tokens.ts";
import { describeError, type Log, type LogFields } from "../edge/log.ts";
import { holdMailbox, releaseMailbox } from "../../usecases/mail/open-mailbox.ts";
import { type ImapMailbox, type ImapSignIn, type ImapTiming, readMailbox, type SessionDeps } from "./session.ts";

const IMAP_TIMING: ImapTiming = {
  // RFC 2177 wants IDLE renewed within 29 min; many servers and routers forget a line much sooner.
  pollEvery: 60_000,
  pollWithoutIdle: 15_000,
  answerWithin: 30_000,
  fetchWithin: 300_000,
  retryAfter: 1_000,
  retryAtMost: 300_000,
  holdEvery: 20_000,
};

interface ImapDoorOptions {
  readonly usecases: SessionDeps["usecases"];
  readonly mailbox: ImapMailbox;
  readonly signIn:
    | { readonly kind: "password"; readonly password: string }
    | { readonly kind: "oauth"; readonly accessTokens: AccessTokens };
  readonly timing?: Partial<ImapTiming>;
  readonly log: Log;
}

interface ImapDoor {
  /** Ends the connection and gives the mailbox up, so that another process can read it at once. */
  close(): Promise<void>;
}

/** Begins to read; never rejects and never ends by itself: trouble is logged, and tried again with growing waits. */
export function startImapDoor(options: ImapDoorOptions): ImapDoor {
  const timing = { ...IMAP_TIMING, ...options.timing };
  const { user, host, folder } = options.mailbox;
  const holder = randomUUID();
  const door = new Door(options, { ...options, timing, name: `${user}@${host}/${folder}` }, holder);
  const running = door.run();
  return {
    async close() {
      door.stop();
      await running;
    },
  };
}

class Door {
  readonly #options: ImapDoorOptions;
  readonly #deps: SessionDeps;
  readonly #holder: string;
  readonly #stopping = new AbortController();
  #failures = 0;

  constructor(options: ImapDoorOptions, deps: SessionDeps, holder: string) {
    this.#options = options;
    this.#deps = deps;
    this.#holder = holder;
  }

  stop(): void {
    this.#stopping.abort();
  }

  async run(): Promise<void> {
    const { log, timing, usecases, name } = this.#deps;
    while (!this.#stopping.signal.aborted) {
      try {
        if (await this.#hold()) await this.#read();
        else await this.#sleep(timing.holdEvery);
      } catch (error) {
        this.#failures += 1;
        log("warn", "imap-trouble", { failures: this.#failures, ...withoutStack(error) });
        await this.#sleep(Math.min(timing.retryAtMost, timing.retryAfter * 2 ** (this.#failures - 1)));
      }
    }
    await releaseMailbox(usecases, name, this.#holder).catch((error: unknown) =>
      log("warn", "imap-not-released", describeError(error)),
    );
  }

  /** One connection, which ends when somebody else has taken the mailbox meanwhile. */
  async #read(): Promise<void> {
    const lost = new AbortController();
    const renew = (): void => {
      this.#hold().then(
        (isOurs) => isOurs || lost.abort(),
        () => lost.abort(),
      );
    };
    const timer = setInterval(renew, this.#deps.timing.holdEvery);
    try {
      const credentials = await this.#credentials();
      await readMailbox(this.#deps, credentials, {
        signal: AbortSignal.any([lost.signal, this.#stopping.signal]),
        healthy: () => (this.#failures = 0),
      }).catch((error: unknown) => {
        this.#noteRefusal(credentials, error);
        throw error;
      });
    } finally {
      clearInterval(timer);
    }
  }

  async #credentials(): Promise<ImapSignIn> {
    const { signIn } = this.#options;
    if (signIn.kind === "password") return { pass: signIn.password };
    const given = await signIn.accessTokens.current();
    if (!given.ok) throw new Error(explainTrouble(given.error, "imap"));
    return { accessToken: given.value };
  }

  /** The next connection brings another token. */
  #noteRefusal(credentials: ImapSignIn, error: unknown): void {
    const { signIn } = this.#options;
    if (signIn.kind !== "oauth" || !("accessToken" in credentials) || !isSignInRefused(error)) return;
    signIn.accessTokens.forget(credentials.accessToken);
  }

  #hold(): Promise<boolean> {
    return holdMailbox(this.#deps.usecases, this.#deps.name, this.#holder);
  }

  /** Ends early when the door is closed. */
  async #sleep(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}

const isSignInRefused = (error: unknown): boolean =>
  error instanceof Error && "authenticationFailed" in error && error.authenticationFailed === true;

/** Trouble of a mail server is no bug of ours: one line. */
function withoutStack(error: unknown): LogFields {
  const { stack: _stack, ...told } = describeError(error);
  return told;
}
