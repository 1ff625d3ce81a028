/** One connection to the next server: opened, used for several mails, left idle, closed. */
import { getCACertificates } from "node:tls";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { SendOutcome } from "../../../ports/continuity/mailer.ts";
import { outcomeOf, type SmtpFailure } from "./failure.ts";
import type { SmtpTarget } from "./target.ts";

/** A server that does not answer QUIT is left standing after this, in milliseconds. */
const QUIT_WITHIN = 2_000;

export class SmtpSession {
  readonly connection: SMTPConnection;
  /** Mails begun on it. */
  mails = 0;
  #isLost = false;
  #idleTimer: NodeJS.Timeout | undefined;
  readonly #live: SmtpTarget["live"];

  constructor(connection: SMTPConnection, { live }: SmtpTarget) {
    this.connection = connection;
    this.#live = live;
    live.add(this);
    const lost = (): void => {
      this.#isLost = true;
      live.delete(this);
      clearTimeout(this.#idleTimer);
    };
    // Without a listener an error on an idle connection would end the process.
    connection.on("error", lost);
    connection.on("end", lost);
  }

  /** Waits for the next mail; without one it is closed after `ms` milliseconds. */
  sleep(ms: number): void {
    this.#idleTimer = setTimeout(() => this.quit(), ms);
    this.#idleTimer.unref();
  }

  /** Whether it can carry another mail. */
  wake(): boolean {
    clearTimeout(this.#idleTimer);
    return !this.#isLost;
  }

  /** Says good-bye. Safe on a connection that is gone. */
  quit(): void {
    clearTimeout(this.#idleTimer);
    if (this.#isLost) return;
    this.#isLost = true;
    setTimeout(() => this.connection.close(), QUIT_WITHIN).unref();
    this.connection.quit();
  }

  /** Cuts the connection at once: what was not handed to the network yet never leaves. */
  cut(): void {
    clearTimeout(this.#idleTimer);
    this.#isLost = true;
    this.#live.delete(this);
    this.connection.close();
  }
}

export type OpenedSession =
  { readonly kind: "open"; readonly session: SmtpSession } | { readonly kind: "failed"; readonly outcome: SendOutcome };

/** What the server is shown at sign-in. */
type SmtpCredentials =
  { readonly user: string; readonly password: string } | { readonly user: string; readonly accessToken: string };

/** How long to wait, in milliseconds, and who says that it is wanted no more. */
export interface Opening {
  /** For the line. */
  readonly connect: number;
  /** For everything together. */
  readonly session: number;
  readonly signal: AbortSignal;
}

/** Connects, greets, encrypts and signs in; without credentials nobody signs in. A failure here is never the mail's. */
export function openSession(
  target: SmtpTarget,
  credentials: SmtpCredentials | null,
  { connect, session: timeout, signal }: Opening,
): Promise<OpenedSession> {
  const connection = new SMTPConnection(connectionOptions(target, { connect, session: timeout }));
  const session = new SmtpSession(connection, target);
  return new Promise((resolve) => {
    const timer = setTimeout(() => fail({ message: `no session within ${timeout} ms` }), timeout);
    const unwanted = (): void => fail({ message: "another connection was faster" });
    signal.addEventListener("abort", unwanted, { once: true });
    const fail = (failure: SmtpFailure): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", unwanted);
      session.cut();
      resolve({ kind: "failed", outcome: outcomeOf(failure, "session") });
    };
    const succeed = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", unwanted);
      resolve({ kind: "open", session });
    };
    connection.once("error", fail);
    connection.connect((error) => {
      if (error) return fail(error);
      if (credentials === null) return succeed();
      return connection.login(loginOf(credentials), (refusal) => (refusal ? fail(refusal) : succeed()));
    });
  });
}

type Login = Parameters<SMTPConnection["login"]>[0];

function loginOf(credentials: SmtpCredentials): Login {
  const { user } = credentials;
  if ("password" in credentials) return { user, pass: credentials.password };
  return { type: "custom", method: BY_TOKEN, user, pass: credentials.accessToken };
}

/** A name of our own: as `XOAUTH2` the library would sign in by PLAIN where the server offers it, token and all. */
const BY_TOKEN = "ACCESS-TOKEN";

/**
 * XOAUTH2. The library's own asks for another token on the same connection and loses the first answer, from which we
 * learn whether another would help.
 */
async function signInByToken({ auth, sendCommand, reject }: Handshake): Promise<void> {
  const { user, pass } = auth.credentials;
  const token = Buffer.from(`user=${user}\u0001auth=Bearer ${pass}\u0001\u0001`).toString("base64");
  const first = await sendCommand(`AUTH XOAUTH2 ${token}`);
  // A challenge holds the reason, and the refusal follows an empty answer to it.
  const last = first.response.startsWith("334") ? await sendCommand("") : first;
  if (!last.response.startsWith("235")) reject("the server refuses the access token");
}

type Options = NonNullable<ConstructorParameters<typeof SMTPConnection>[0]>;
type Handshake = Parameters<NonNullable<Options["customAuth"]>[string]>[0];

function connectionOptions(target: SmtpTarget, { connect, session }: Omit<Opening, "signal">): Options {
  return {
    host: target.host,
    port: target.port,
    secure: target.isImplicitTls,
    requireTLS: target.isStrict && !target.isImplicitTls,
    opportunisticTLS: !target.isStrict,
    tls: {
      rejectUnauthorized: target.isStrict,
      minVersion: "TLSv1.2",
      ...(target.ca === null ? {} : { ca: [...getCACertificates("default"), target.ca] }),
    },
    ...(target.name === null ? {} : { name: target.name }),
    customAuth: { [BY_TOKEN]: signInByToken },
    connectionTimeout: connect,
    greetingTimeout: session,
    dnsTimeout: connect,
    // Our own clocks bound every phase; the library's measures silence on the socket, which a slow loris breaks.
    socketTimeout: 3_600_000,
    // Cutting must not wait for the peer, nor send what is still in the buffer.
    socketCloseTimeout: 0,
    logger: false,
  };
}
