/** Mail out: hands finished bytes to the next server, one recipient at a time, over a small pool of connections. */
import type { AccessTokens } from "../../ports/mail/access-tokens.ts";
import type { EnvelopedMail, Mailer, SendOutcome } from "../../ports/continuity/mailer.ts";
import type { SmtpSession } from "./smtp/session.ts";
import { openSignedIn } from "./smtp/sign-in.ts";
import { isLoopback, readSmtpUrl, type SmtpPlace, type SmtpSignIn, type SmtpTarget } from "./smtp/target.ts";
import { type SmtpTimeouts, transmit } from "./smtp/transmit.ts";

/** RFC 5321 §4.5.3.2, except for the session: who does not answer a greeting within a minute is tried again later. */
const SMTP_TIMEOUTS: SmtpTimeouts = { session: 60_000, envelope: 300_000, transfer: 600_000, answer: 600_000 };

export interface SmtpMailerOptions {
  /** `smtp://user:password@host:587` or `smtps://…`; without a port 587 or 465. */
  readonly url: string;
  /** Sign-in by XOAUTH2 as the user of the URL; without them by the URL's password, if it has one. */
  readonly accessTokens?: AccessTokens;
  /**
   * `strict`: TLS is required and the certificate verified (RFC 8314 §3). `local`: TLS where it is offered, nothing
   * verified. Without it `local` for a loopback host, whose traffic leaves no machine, else `strict`.
   */
  readonly tlsPolicy?: "strict" | "local";
  /** PEM of a certificate authority to trust besides the system's. */
  readonly ca?: string;
  /** What EHLO says; without it the host's name. */
  readonly name?: string;
  readonly timeouts?: Partial<SmtpTimeouts>;
  /** Connections at once; further mails wait their turn. */
  readonly maxConnections?: number;
}

export interface SmtpMailer extends Mailer {
  cut(): void;
  /** Lets the mails under way end, then closes every connection. */
  close(): Promise<void>;
}

/** Enough for hundreds of mails a second to a near relay; relays commonly refuse more than 10 to 20. */
const MAX_CONNECTIONS = 5;

/** Several servers close a connection that has carried about a hundred mails (Exchange Online: 30 to 100). */
const MAX_MAILS_PER_CONNECTION = 50;

/** Shorter than the idle time after which servers commonly close (Postfix: 300 s; smtp-server: 60 s). */
const IDLE_FOR = 10_000;

/** Speaks SMTP to the server of `url`. Throws at once for a URL that names none. */
export function createSmtpMailer(options: SmtpMailerOptions): SmtpMailer {
  const target = targetOf(options);
  const timeouts = { ...SMTP_TIMEOUTS, ...options.timeouts };
  const places = new Places(options.maxConnections ?? MAX_CONNECTIONS);
  const idle: SmtpSession[] = [];
  const underWay = new Set<Promise<SendOutcome>>();
  const cutOff = createCutOff();
  let isClosed = false;
  let isCut = false;

  async function attempt(mail: EnvelopedMail): Promise<SendOutcome> {
    const reused = takeAwake(idle);
    if (reused !== null) {
      const sent = await transmit(reused, mail, timeouts);
      giveBack(reused, sent.isReusable);
      // The server may have closed a connection that lay idle; nothing of this mail was taken, so a fresh one is tried.
      if (!sent.wasStale) return sent.outcome;
    }
    const opened = await openSignedIn(target, timeouts.session);
    if (opened.kind === "failed") return opened.outcome;
    const sent = await transmit(opened.session, mail, timeouts);
    giveBack(opened.session, sent.isReusable);
    return sent.outcome;
  }

  function giveBack(session: SmtpSession, isReusable: boolean): void {
    if (!isReusable || isClosed || session.mails >= MAX_MAILS_PER_CONNECTION) {
      session.quit();
      return;
    }
    session.sleep(IDLE_FOR);
    idle.push(session);
  }

  return {
    async send(mail) {
      if (isClosed) throw new Error("the mailer is closed: no mail can leave through it");
      const sending = places.within(() => (isCut ? cutOff.promise : attempt(mail)));
      underWay.add(sending);
      try {
        return await Promise.race([sending, cutOff.promise]);
      } finally {
        underWay.delete(sending);
      }
    },
    cut() {
      isClosed = true;
      isCut = true;
      cutOff.happen();
      for (const session of target.live) session.cut();
    },
    async close() {
      isClosed = true;
      if (!isCut) await Promise.allSettled(underWay);
      for (const session of idle.splice(0)) session.quit();
    },
  };
}

/** The last that lay down and still wakes; null: none does. */
function takeAwake(idle: SmtpSession[]): SmtpSession | null {
  for (let session = idle.pop(); session !== undefined; session = idle.pop()) {
    if (session.wake()) return session;
  }
  return null;
}

function targetOf(options: SmtpMailerOptions): SmtpTarget {
  const place = readSmtpUrl(options.url);
  const policy = options.tlsPolicy ?? (isLoopback(place.host) ? "local" : "strict");
  const { host, port, isImplicitTls } = place;
  return {
    host,
    port,
    isImplicitTls,
    isStrict: policy === "strict",
    signIn: signInOf(place, options.accessTokens ?? null),
    ca: options.ca ?? null,
    name: options.name ?? null,
    live: new Set(),
  };
}

function signInOf({ user, password }: SmtpPlace, accessTokens: AccessTokens | null): SmtpSignIn {
  if (accessTokens !== null) return { kind: "oauth", user, accessTokens };
  return user === "" ? { kind: "none" } : { kind: "password", user, password };
}

/** What everybody hears who waits for an outcome when there will be none. */
function createCutOff() {
  const { promise, reject } = Promise.withResolvers<never>();
  // Where nobody is sending, nobody hears of it.
  promise.catch(() => undefined);
  return { promise, happen: () => reject(new Error("cut short: nobody knows what became of the mail")) };
}

/** A number of places, and a queue before them. */
class Places {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  async within<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
