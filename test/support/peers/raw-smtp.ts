import { connect, type Socket } from "node:net";

/** A client that sends bytes as they are and reads whole answers. */
export class RawClient {
  readonly socket: Socket;
  #text = "";
  #wake = (): void => undefined;

  constructor(port: number) {
    this.socket = connect(port, "127.0.0.1");
    this.socket.on("data", (chunk: Buffer) => {
      this.#text += chunk.toString();
      this.#wake();
    });
    this.socket.on("close", () => this.#wake());
    this.socket.on("error", () => undefined);
  }

  close(): void {
    this.socket.destroy();
  }

  /** Sends the bytes and gives the last line of the answer. */
  async say(bytes: string): Promise<string> {
    this.socket.write(bytes, "latin1");
    return this.answer();
  }

  async answer(): Promise<string> {
    for (;;) {
      const end = /^\d{3} .*\r\n/m.exec(this.#text);
      if (end !== null) {
        this.#text = this.#text.slice(end.index + end[0].length);
        return end[0].trim();
      }
      if (this.socket.destroyed || this.socket.readableEnded) return "closed";
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
  }

  /** Up to the 354. */
  async envelope(to = "reply+t1@acme.example", from = "marie@example.com"): Promise<string> {
    await this.answer();
    await this.say("EHLO client.example\r\n");
    await this.say(`MAIL FROM:<${from}>\r\n`);
    const recipient = await this.say(`RCPT TO:<${to}>\r\n`);
    return recipient.startsWith("250") ? this.say("DATA\r\n") : recipient;
  }
}
