/** A mail server that hands one mail over, step by step, so that a test knows exactly how far it came. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { ReceivedMail } from "./mail-peers.ts";

export interface Handover {
  /** The envelope and the bytes up to the final dot have been sent; resolves with the answer, null: the line was cut. */
  answer(): Promise<string | null>;
}

export interface Handed {
  readonly from: string;
  readonly to: string;
  /** Lines end in CR LF; no line begins with a dot. */
  readonly raw: string;
}

/** An unfolded header of a mail; empty: it has none. */
export function headerOf(mail: Pick<ReceivedMail, "raw">, name: string): string {
  const head =
    mail.raw
      .toString("latin1")
      .split("\r\n\r\n")[0]
      ?.replaceAll(/\r\n[ \t]+/g, " ") ?? "";
  return new RegExp(`^${name}:[ \t]*(.*)$`, "im").exec(head)?.[1] ?? "";
}

let answers = 0;

/** Marie's answer to a mail of ours, with nothing but her words. */
export function answerTo(mail: ReceivedMail | undefined, text: string): Handed {
  if (mail === undefined) throw new Error("there is no mail to answer");
  const from = mail.to[0] ?? "";
  const to = headerOf(mail, "Reply-To").replaceAll(/^.*<|>.*$/g, "");
  answers += 1;
  const lines = [
    `From: Marie <${from}>`,
    `To: ${to}`,
    `Subject: Re: ${headerOf(mail, "Subject")}`,
    `In-Reply-To: ${headerOf(mail, "Message-ID")}`,
    `Message-ID: <answer-${answers}@example.com>`,
    `Date: ${new Date().toUTCString()}`,
    "",
    text,
    "",
  ];
  return { from, to, raw: lines.join("\r\n") };
}

/** Sends everything, the final dot included. LMTP says LHLO. */
export async function handOver(port: number, mail: Handed, hello = "EHLO"): Promise<Handover> {
  const socket = connect(port, "127.0.0.1");
  // A killed server resets the line; whoever waits for its answer hears null.
  socket.on("error", () => undefined);
  await once(socket, "connect");
  const lines = new Lines(socket);
  await lines.expect(220);
  for (const [said, code] of [
    [`${hello} mail.example.com`, 250],
    [`MAIL FROM:<${mail.from}>`, 250],
    [`RCPT TO:<${mail.to}>`, 250],
    ["DATA", 354],
  ] as const) {
    socket.write(`${said}\r\n`);
    await lines.expect(code);
  }
  socket.write(`${mail.raw}\r\n.\r\n`);
  return {
    async answer() {
      const line = await lines.next();
      socket.destroy();
      return line;
    },
  };
}

/** Answers, one a call; those of several lines as their last one. */
class Lines {
  readonly #socket: Socket;
  readonly #ready: string[] = [];
  #rest = "";
  #isOver = false;
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => {
      const lines = (this.#rest + chunk.toString("latin1")).split("\r\n");
      this.#rest = lines.pop() ?? "";
      this.#ready.push(...lines.filter((line) => line[3] !== "-"));
      this.#wake();
    });
    socket.on("close", () => {
      this.#isOver = true;
      this.#wake();
    });
  }

  async next(): Promise<string | null> {
    while (this.#ready.length === 0 && !this.#isOver) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.#ready.shift() ?? null;
  }

  async expect(code: number): Promise<void> {
    const line = await this.next();
    if (line?.startsWith(String(code)) === true) return;
    this.#socket.destroy();
    throw new Error(`expected ${code}, heard ${line ?? "nothing"}`);
  }
}
