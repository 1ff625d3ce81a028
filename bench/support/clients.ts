/** The people of the benchmark. Cheap on purpose: what the clients cost would make every server look the same. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { WebSocket } from "ws";

/** One agent's keep-alive connection: one request after the other. */
export class AgentConnection {
  readonly #socket: Socket;
  readonly #head: string;
  #buffered = "";
  #answered: ((body: string) => void) | null = null;
  #isClosed = false;

  constructor(socket: Socket, head: string) {
    this.#socket = socket;
    this.#head = head;
    socket.on("close", () => (this.#isClosed ? undefined : this.#lose()));
    socket.setEncoding("utf8").on("data", (chunk) => this.#hear(String(chunk)));
  }

  static async open(port: number, token: string): Promise<AgentConnection> {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    await once(socket, "connect");
    const head = `host: 127.0.0.1:${port}\r\ncookie: ariane_agent=${token}\r\nx-ariane-request: 1\r\ncontent-type: application/json\r\n`;
    return new AgentConnection(socket, head);
  }

  post(conversation: string, clientId: string, text: string): Promise<string> {
    const body = JSON.stringify({ clientId, text, visibility: "public", status: null });
    const path = `/api/agent/conversations/${conversation}/messages`;
    this.#socket.write(
      `POST ${path} HTTP/1.1\r\n${this.#head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    return new Promise((resolve) => (this.#answered = resolve));
  }

  close(): void {
    this.#isClosed = true;
    this.#socket.destroy();
  }

  #lose(): never {
    throw new Error("a server closed an agent's connection");
  }

  #hear(chunk: string): void {
    this.#buffered += chunk;
    const end = this.#buffered.indexOf("\r\n\r\n");
    const length = Number(/content-length: (\d+)/i.exec(this.#buffered)?.[1] ?? "0");
    if (end < 0 || this.#buffered.length < end + 4 + length) return;
    const answer = this.#buffered;
    this.#buffered = "";
    if (!answer.startsWith("HTTP/1.1 200")) throw new Error(`a post was answered: ${answer}`);
    this.#answered?.(answer.slice(end + 4));
  }
}

/** A visitor's socket, greeted; `heard` is called with each frame after that. */
export async function openVisitor(
  port: number,
  { token, room, heard }: { readonly token: string; readonly room: string; readonly heard: (frame: string) => void },
): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/widget/socket`, {
    origin: `http://127.0.0.1:${port}`,
    perMessageDeflate: false,
  });
  await once(socket, "open");
  // The floor knows the room only; the product finds it by the token.
  socket.send(JSON.stringify(room === "" ? { type: "hello", token, revisions: {} } : { room }));
  await once(socket, "message");
  socket.on("message", (data: Buffer) => heard(data.toString()));
  return socket;
}
