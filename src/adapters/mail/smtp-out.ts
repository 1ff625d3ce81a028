/** Mail out: hands finished bytes to the next server, one recipient at a time, over a small pool of connections. */
import type { AccessTokens } from "../../ports/mail/access-tokens.ts";
import type { EnvelopedMail, Mailer, SendOutcome } from "../../ports/continuity/mailer.ts";
import { keepIdle } from "./smtp/idle.ts";
import { race, type Runner } from "./smtp/race.ts";
import type { SmtpSession } from "./smtp/session.ts";
import { openSignedIn } from "./smtp/sign-in.ts";
import { isLoopback, readSmtpUrl, type SmtpPlace, type SmtpSignIn, type SmtpTarget } from "./smtp/target.ts";
import { type Turn, Turns } from "./smtp/turns.ts";
import { type SmtpTimeouts, transmit } from "./smtp/transmit.ts";

/**
 * RFC 5321 §4.5.3.2, for whole phases. Patience costs little: beside a connection that says nothing before the bytes of a
 * mail another is tried (`race`), and beside one that owes its last answer other mails go on (`Turns`).
 */
const SMTP_TIMEOUTS: SmtpTimeouts = {
  connect: 30_000,
  session: 300_000,
  envelope: 300_000,
  transfer: 600_000,
  answer: 600_000,
};

/** A mail whose connection says nothing for so long tries another beside it: who is well again is found within seconds. */
const ANOTHER_EVERY_MS = 5_000;

/** Whether a relay answers at all shows in this. */
const PROBED_WITHIN_MS = 5_000;

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
  probe(): Promise<string | null>;
  cut(): void;
  /** Lets the mails under way end, then closes every connection. */
  close(): Promise<void>;
}

/** Enough for hundreds of mails a second to a near relay; relays commonly refuse more than 10 to 20. */
const MAX_CONNECTIONS = 5;

/** Speaks SMTP to the server of `url`. Throws at once for a URL that names none. */
export function createSmtpMailer(options: SmtpMailerOptions): SmtpMailer {
  const target = targetOf(options);
  const timeouts = { ...SMTP_TIMEOUTS, ...options.timeouts };
  const turns = new Turns(options.maxConnections ?? MAX_CONNECTIONS, timeouts.answer);
  const idle = keepIdle();
  const underWay = new Set<Promise<SendOutcome>>();
  const cutOff = createCutOff();
  let isClosed = false;
  let isCut = false;

  async function talk(mail: EnvelopedMail, runner: Runner, turn: Turn): Promise<SendOutcome> {
    if (isCut) return cutOff.promise;
    const way = { ...runner, dotted: turn.dotted, longer: turn.longer };
    const transmitOn = async (session: SmtpSession): ReturnType<typeof transmit> => {
      const sent = await transmit(session, mail, { timeouts, way });
      idle.giveBack(session, sent.isReusable);
      if (sent.isAnswered) turn.answered();
      return sent;
    };
    const reused = idle.take();
    if (reused !== null) {
      const sent = await transmitOn(reused);
      // The server may have closed a connection that lay idle; nothing of this mail was taken, so a fresh one is tried.
      if (!sent.wasStale) return sent.outcome;
    }
    const opened = await openSignedIn(target, { ...timeouts, signal: runner.signal });
    return opened.kind === "failed" ? opened.outcome : (await transmitOn(opened.session)).outcome;
  }

  const attempt = (mail: EnvelopedMail) =>
    turns.within((turn) => race((runner) => talk(mail, runner, turn), ANOTHER_EVERY_MS));

  return {
    async send(mail) {
      if (isClosed) throw new Error("the mailer is closed: no mail can leave through it");
      const sending = attempt(mail);
      underWay.add(sending);
      try {
        return await Promise.race([sending, cutOff.promise]);
      } finally {
        underWay.delete(sending);
      }
    },
    probe: () => probe(target, timeouts),
    cut() {
      isClosed = true;
      isCut = true;
      cutOff.happen();
      for (const session of target.live) session.cut();
    },
    async close() {
      isClosed = true;
      if (!isCut) await Promise.allSettled(underWay);
      idle.end();
    },
  };
}

async function probe(target: SmtpTarget, timeouts: SmtpTimeouts): Promise<string | null> {
  const signal = AbortSignal.timeout(PROBED_WITHIN_MS);
  const opened = await openSignedIn(target, { ...timeouts, session: PROBED_WITHIN_MS, signal });
  if (opened.kind === "failed") return opened.outcome.reply;
  opened.session.quit();
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
