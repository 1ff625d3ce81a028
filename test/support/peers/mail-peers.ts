/**
 * SMTP servers that misbehave on purpose.
 *
 * `startMailPeer` speaks plain SMTP over a raw socket, so that every wrong answer, silence and cut is exactly placed.
 */
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { unreachable } from "../../../src/domain/result.ts";

/**
 * What a peer does. `accept` takes the mail. `greeting`, `rcpt`, `data` (to the final dot) and `mail` answer with a line
 * of yours at that step. `cut-*` closes there without a word; `hang-*` says nothing more. `drip-*` sends letters of an
 * answer that never ends. `slow` accepts, so late.
 */
export type PeerBehaviour =
  | { readonly kind: "accept" }
  | { readonly kind: "answer"; readonly at: PeerStep; readonly line: string }
  | { readonly kind: "slow"; readonly at: PeerStep; readonly ms: number }
  | { readonly kind: "cut" | "hang" | "drip"; readonly at: PeerStep };

/** `dot`: after the final dot, before an answer; `body`: after 354, before the dot was read. */
export type PeerStep =
  "connect" | "greeting" | "ehlo" | "starttls" | "auth" | "mail" | "rcpt" | "data" | "body" | "dot" | "quit";

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came, dots unstuffed, without the final dot. */
  readonly raw: Buffer;
  /** The MAIL and RCPT lines with their parameters. */
  readonly commands: readonly string[];
}

export interface MailPeer {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** Whole mails, whatever was answered: a mail cut after the dot is here too. */
  readonly mails: readonly ReceivedMail[];
  /** Connections since the start. */
  readonly connections: number;
  /** Connections now. */
  readonly open: number;
  /** The steps at which it did something other than accept, in order. */
  readonly misbehaved: readonly PeerStep[];
  /** From the next command on. */
  behave(behaviour: PeerBehaviour): void;
  /** The next mails meet these in turn, one each; then the lasting behaviour applies. */
  behaveOnce(...behaviours: readonly PeerBehaviour[]): void;
  close(): Promise<void>;
}

export interface MailPeerOptions {
  readonly behaviour?: PeerBehaviour;
  /** Lines of EHLO after the first. */
  readonly extensions?: readonly string[];
  readonly port?: number;
}

/** Milliseconds between the letters of an answer that never ends. */
const DRIP_EVERY = 20;

/** Starts a peer on a free loopback port. */
export async function startMailPeer(options: MailPeerOptions = {}): Promise<MailPeer> {
  const state: PeerState = {
    behaviour: options.behaviour ?? { kind: "accept" },
    once: [],
    extensions: options.extensions ?? ["PIPELINING", "8BITMIME", "DSN", "SIZE 36700160"],
    mails: [],
    misbehaved: [],
    connections: 0,
  };
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    state.connections += 1;
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    new PeerTalk(socket, state).begin();
  });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the peer has no port");
  return {
    host: "127.0.0.1",
    port: address.port,
    url: `smtp://127.0.0.1:${address.port}`,
    mails: state.mails,
    misbehaved: state.misbehaved,
    get connections() {
      return state.connections;
    },
    get open() {
      return sockets.size;
    },
    behave(behaviour) {
      state.behaviour = behaviour;
    },
    behaveOnce(...behaviours) {
      state.once.push(...behaviours);
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

interface PeerState {
  behaviour: PeerBehaviour;
  readonly once: PeerBehaviour[];
  readonly extensions: readonly string[];
  readonly mails: ReceivedMail[];
  readonly misbehaved: PeerStep[];
  connections: number;
}

/** One connection. A behaviour is chosen when the connection begins and again after each mail. */
class PeerTalk {
  readonly #socket: Socket;
  readonly #state: PeerState;
  #behaviour: PeerBehaviour | null = null;
  #buffer = "";
  #isBody = false;
  #isSilent = false;
  #envelope: { from: string; to: string[]; commands: string[] } = { from: "", to: [], commands: [] };

  constructor(socket: Socket, state: PeerState) {
    this.#socket = socket;
    this.#state = state;
  }

  begin(): void {
    this.#socket.on("data", (chunk: Buffer) => this.#take(chunk.toString("latin1")));
    if (this.#misbehaves("connect")) return;
    this.#reply("greeting", "220 peer.example ESMTP");
  }

  #take(text: string): void {
    if (this.#isSilent) return;
    this.#buffer += text;
    while (!this.#isSilent && (this.#isBody ? this.#takeBody() : this.#takeLine()));
  }

  #takeLine(): boolean {
    const end = this.#buffer.indexOf("\r\n");
    if (end === -1) return false;
    const line = this.#buffer.slice(0, end);
    this.#buffer = this.#buffer.slice(end + 2);
    this.#answer(line);
    return true;
  }

  #takeBody(): boolean {
    if (this.#misbehaves("body")) return false;
    const end = this.#buffer.startsWith(".\r\n") ? -2 : this.#buffer.indexOf("\r\n.\r\n");
    if (end === -1) return false;
    const raw = Buffer.from(this.#buffer.slice(0, end + 2).replace(/(^|\r\n)\.\./g, "$1."), "latin1");
    this.#buffer = this.#buffer.slice(end + 5);
    this.#isBody = false;
    this.#state.mails.push({ ...this.#envelope, raw });
    this.#envelope = { from: "", to: [], commands: [] };
    this.#reply("dot", `250 2.0.0 taken as ${this.#state.mails.length}`);
    this.#behaviour = null;
    return true;
  }

  #answer(line: string): void {
    const verb = line.slice(0, 4).toUpperCase();
    switch (verb) {
      case "EHLO":
      case "LHLO":
        return this.#reply("ehlo", this.#greetingLines());
      case "MAIL":
        this.#envelope.from = pathOf(line);
        this.#envelope.commands.push(line);
        return this.#reply("mail", "250 2.1.0 ok");
      case "RCPT":
        this.#envelope.to.push(pathOf(line));
        this.#envelope.commands.push(line);
        return this.#reply("rcpt", "250 2.1.5 ok");
      case "DATA":
        return this.#data();
      case "STAR":
        // Whoever goes on in TLS finds somebody who does not speak it.
        this.#socket.once("data", () => this.#say("220 what?"));
        return this.#reply("starttls", "220 2.0.0 go ahead");
      case "AUTH":
        return this.#reply("auth", this.#knowsSignIn() ? "235 2.7.0 welcome" : "502 5.5.1 not known here");
      case "QUIT":
        if (!this.#misbehaves("quit")) this.#socket.end("221 2.0.0 bye\r\n");
        return undefined;
      default:
        return this.#say("250 2.0.0 ok");
    }
  }

  #knowsSignIn(): boolean {
    return this.#state.extensions.some((extension) => extension.startsWith("AUTH"));
  }

  #data(): void {
    const behaviour = this.#current();
    const isEnvelopeRefused = behaviour.kind === "answer" && ["mail", "rcpt"].includes(behaviour.at);
    if (isEnvelopeRefused) {
      this.#behaviour = null;
      this.#say("503 5.5.1 no valid recipients");
      return;
    }
    if (this.#misbehaves("data")) return;
    this.#isBody = true;
    this.#say("354 go on");
  }

  #reply(at: PeerStep, line: string): void {
    const behaviour = this.#current();
    if (behaviour.kind === "slow" && behaviour.at === at) setTimeout(() => this.#say(line), behaviour.ms);
    else if (!this.#misbehaves(at)) this.#say(line);
  }

  /** Whether the behaviour speaks (or is silent) at this step; then it has done so. */
  #misbehaves(at: PeerStep): boolean {
    const behaviour = this.#current();
    if (behaviour.kind === "accept" || behaviour.kind === "slow" || behaviour.at !== at) return false;
    this.#state.misbehaved.push(at);
    switch (behaviour.kind) {
      case "answer":
        this.#say(behaviour.line);
        return true;
      case "cut":
        this.#isSilent = true;
        this.#socket.destroy();
        return true;
      case "hang":
        this.#isSilent = true;
        return true;
      case "drip":
        this.#isSilent = true;
        this.#drip();
        return true;
      default:
        return unreachable(behaviour);
    }
  }

  #current(): PeerBehaviour {
    this.#behaviour ??= this.#state.once.shift() ?? this.#state.behaviour;
    return this.#behaviour;
  }

  #drip(): void {
    const timer = setInterval(() => this.#socket.write("2"), DRIP_EVERY);
    this.#socket.on("close", () => clearInterval(timer));
  }

  #greetingLines(): string {
    const lines = ["peer.example", ...this.#state.extensions];
    return lines.map((line, i) => `250${i === lines.length - 1 ? " " : "-"}${line}`).join("\r\n");
  }

  #say(line: string): void {
    this.#socket.write(`${line}\r\n`);
    // RFC 5321 §3.8: whoever says 421 closes.
    if (line.startsWith("421")) this.#socket.end();
  }
}

const pathOf = (line: string): string => /<([^>]*)>/.exec(line)?.[1] ?? "";
