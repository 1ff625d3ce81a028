/** An IMAP server on loopback that misbehaves on purpose: scripted, because no real one breaks when asked to. */
import { once } from "node:events";
import { createServer, type Socket } from "node:net";

/** What becomes of a FETCH of one mail. */
export type FetchBehaviour = "gives" | "refuses" | "cuts" | "is-silent" | "garbles" | "has-lost";

export interface ImapPeerOptions {
  /** Whether IDLE is offered. */
  readonly idle?: boolean;
  /** Whether new mail is announced while a client idles. */
  readonly announces?: boolean;
  /** Whether DONE is answered. */
  readonly answersDone?: boolean;
  /** With it sign-in is by XOAUTH2 only, with this access token. */
  readonly accessToken?: () => string;
}

export interface ImapPeer {
  readonly port: number;
  /** Every command heard, without its tag, literals and secrets as they came. */
  readonly heard: readonly string[];
  /** How many connections there were. */
  readonly connections: () => number;
  put(raw: string, behaviour?: FetchBehaviour): number;
  /** The mailbox was made anew: every mail gets another UID. */
  renumber(): void;
  /** Cuts every connection, as a crash of the server does. */
  cut(): void;
  close(): Promise<void>;
}

interface StoredMail {
  uid: number;
  readonly raw: Buffer;
  readonly behaviour: FetchBehaviour;
}

interface State {
  readonly options: ImapPeerOptions;
  readonly mails: StoredMail[];
  readonly heard: string[];
  readonly lines: Set<Connection>;
  uidValidity: number;
  uidNext: number;
  connections: number;
}

export async function startImapPeer(options: ImapPeerOptions = {}): Promise<ImapPeer> {
  const state: State = {
    options,
    mails: [],
    heard: [],
    lines: new Set(),
    uidValidity: 7,
    uidNext: 41,
    connections: 0,
  };
  const server = createServer((socket) => {
    state.connections += 1;
    const line = new Connection(socket, state);
    state.lines.add(line);
    socket.on("error", () => undefined);
    socket.on("close", () => state.lines.delete(line));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const cut = (): void => state.lines.forEach((line) => line.cut());
  return {
    port: address.port,
    heard: state.heard,
    connections: () => state.connections,
    put(raw, behaviour = "gives") {
      const uid = state.uidNext;
      state.uidNext += 1;
      state.mails.push({ uid, raw: Buffer.from(raw.replaceAll(/\r?\n/g, "\r\n")), behaviour });
      if (options.announces ?? true) state.lines.forEach((line) => line.announce());
      return uid;
    },
    renumber() {
      state.uidValidity += 1;
      state.uidNext = 1;
      for (const mail of state.mails) {
        mail.uid = state.uidNext;
        state.uidNext += 1;
      }
      cut();
    },
    cut,
    async close() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}

class Connection {
  readonly #socket: Socket;
  readonly #state: State;
  #rest = "";
  #idleTag: string | null = null;
  #told = 0;

  constructor(socket: Socket, state: State) {
    this.#socket = socket;
    this.#state = state;
    socket.on("data", (chunk) => this.#hear(chunk.toString("latin1")));
    this.#say(`* OK [CAPABILITY ${this.#capabilities()}] ready`);
  }

  cut(): void {
    this.#socket.destroy();
  }

  announce(): void {
    if (this.#idleTag === null || this.#told === this.#state.mails.length) return;
    this.#told = this.#state.mails.length;
    this.#say(`* ${this.#told} EXISTS`);
  }

  #capabilities(): string {
    const { idle = true, accessToken } = this.#state.options;
    return `IMAP4rev1${idle ? " IDLE" : ""}${accessToken === undefined ? "" : " AUTH=XOAUTH2 SASL-IR LOGINDISABLED"}`;
  }

  #hear(text: string): void {
    const lines = (this.#rest + text).split("\r\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#answer(line);
  }

  #answer(line: string): void {
    if (line === "DONE") return this.#done();
    const [tag = "", ...words] = line.split(" ");
    const said = words.join(" ");
    this.#state.heard.push(said);
    const verb = (words[0] ?? "").toUpperCase();
    const command = verb === "UID" ? `UID ${(words[1] ?? "").toUpperCase()}` : verb;
    switch (command) {
      case "CAPABILITY":
        return this.#say(`* CAPABILITY ${this.#capabilities()}`, `${tag} OK done`);
      case "AUTHENTICATE":
        return this.#authenticate(tag, words[2] ?? "");
      case "EXAMINE":
      case "SELECT":
        return this.#open(tag);
      case "UID SEARCH":
        return this.#search(tag, said);
      case "UID FETCH":
        return this.#fetch(tag, Number(words[2]));
      case "IDLE":
        this.#idleTag = tag;
        this.#say("+ idling");
        // What came while nobody idled is told now.
        return this.#state.options.announces === false ? undefined : this.announce();
      case "LOGOUT":
        this.#say("* BYE", `${tag} OK done`);
        return void this.#socket.end();
      default:
        return this.#say(`${tag} OK done`);
    }
  }

  #authenticate(tag: string, initial: string): void {
    const given = /auth=Bearer ([\w-]*)/.exec(Buffer.from(initial, "base64").toString())?.[1];
    const isRight = given === this.#state.options.accessToken?.();
    this.#say(isRight ? `${tag} OK done` : `${tag} NO [AUTHENTICATIONFAILED] token refused`);
  }

  #open(tag: string): void {
    const { mails, uidNext, uidValidity } = this.#state;
    this.#told = mails.length;
    this.#say(
      "* FLAGS (\\Seen)",
      `* ${mails.length} EXISTS`,
      `* OK [UIDVALIDITY ${uidValidity}] valid`,
      `* OK [UIDNEXT ${uidNext}] next`,
      `${tag} OK [READ-ONLY] open`,
    );
  }

  /** `n:*` where n is above all: the range is read backwards, so it names the last mail (RFC 9051 §9). */
  #search(tag: string, said: string): void {
    const [, from, to] = /UID (\d+)(:\*)?/.exec(said) ?? [];
    const uids = this.#state.mails.map(({ uid }) => uid);
    const last = uids.at(-1);
    const isOpen = to !== undefined;
    const found = uids.filter((uid) => (isOpen ? uid >= Number(from) || uid === last : uid === Number(from)));
    this.#say(`* SEARCH ${found.join(" ")}`.trim(), `${tag} OK done`);
  }

  #fetch(tag: string, uid: number): void {
    const at = this.#state.mails.findIndex((mail) => mail.uid === uid);
    const mail = this.#state.mails[at];
    if (mail === undefined) return this.#say(`${tag} OK nothing`);
    switch (mail.behaviour) {
      case "refuses":
        return this.#say(`${tag} NO [SERVERBUG] cannot read this one`);
      case "cuts":
        return this.cut();
      case "is-silent":
        return undefined;
      case "has-lost":
        this.#state.mails.splice(at, 1);
        return this.#say(`${tag} OK nothing`);
      case "garbles":
        return this.#say(`* ${at + 1} FETCH (UID ${uid} BODY[]<0> {99999}`, "))", `${tag} OK`);
      case "gives":
      default:
        this.#socket.write(
          `* ${at + 1} FETCH (UID ${uid} RFC822.SIZE ${mail.raw.length} BODY[]<0> {${mail.raw.length}}\r\n`,
        );
        this.#socket.write(mail.raw);
        return this.#say(")", `${tag} OK done`);
    }
  }

  #done(): void {
    const tag = this.#idleTag;
    if (this.#state.options.answersDone === false) return;
    this.#idleTag = null;
    this.#say(`${tag} OK idled`);
  }

  #say(...lines: readonly string[]): void {
    this.#socket.write(lines.map((line) => `${line}\r\n`).join(""));
  }
}
