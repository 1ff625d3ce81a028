import { connect, type Socket } from "node:net";

/** A client that sends bytes as they are and reads whole answers. */
export class RawClient {
  readonly socket: Socket;
  #text = "";
  #wake = (): void => undefined;
  readonly #take = (chunk: Buffer): void => {
    this.#text += chunk.toString();
    this.#wake();
  };

  /** To a port of this machine, from an address of it, or over a line that is there already. */
  constructor(to: number | Socket, from = "127.0.0.1") {
    this.socket = typeof to === "number" ? connect({ port: to, host: "127.0.0.1", localAddress: from }) : to;
    this.socket.on("data", this.#take);
    this.socket.on("close", () => this.#wake());
    this.socket.on("end", () => this.#wake());
    this.socket.on("error", () => undefined);
  }

  close(): void {
    this.socket.destroy();
  }

  /** Reads no further: somebody else speaks on this line from now. */
  release(): Socket {
    this.socket.off("data", this.#take);
    return this.socket;
  }

  /** Sends the bytes and gives the last line of the answer. */
  async say(bytes: string): Promise<string> {
    this.socket.write(bytes, "latin1");
    return this.answer();
  }

  /** Sends the bytes and gives all lines of the answer. */
  async lines(bytes: string): Promise<string> {
    this.socket.write(bytes, "latin1");
    return this.#whole();
  }

  async answer(): Promise<string> {
    const whole = await this.#whole();
    return whole.slice(whole.lastIndexOf("\r\n") + 1).trim();
  }

  /** Resolves when the other side has hung up. */
  async closed(): Promise<void> {
    while ((await this.#whole()) !== "closed");
  }

  /** Up to the 354. */
  async envelope(to = "reply+t1@acme.example", from = "marie@example.com"): Promise<string> {
    await this.answer();
    await this.say("EHLO client.example\r\n");
    await this.say(`MAIL FROM:<${from}>\r\n`);
    const recipient = await this.say(`RCPT TO:<${to}>\r\n`);
    return recipient.startsWith("250") ? this.say("DATA\r\n") : recipient;
  }

  async #whole(): Promise<string> {
    for (;;) {
      const end = /^\d{3} .*\r\n/m.exec(this.#text);
      if (end !== null) {
        const length = end.index + end[0].length;
        const whole = this.#text.slice(0, length).trim();
        this.#text = this.#text.slice(length);
        return whole;
      }
      if (this.socket.destroyed || this.socket.readableEnded) return "closed";
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
  }
}
