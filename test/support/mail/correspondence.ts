/** A conversation that goes on by e-mail: Marie has written in the widget and left, and Léo's reply was mailed to her. */
import { createTransport, type SendMailOptions } from "nodemailer";
import type { AttachmentId, ConversationId } from "../../../src/domain/ids.ts";
import { MINUTE } from "../../../src/domain/ids.ts";
import type { WidgetPrincipal } from "../../../src/domain/sessions/session.ts";
import { giveAddress } from "../../../src/usecases/conversation/give-address.ts";
import type { BackOffice, IncomingMail, LeftMail } from "../back-office.ts";
import { messagesOf, type StoredMessage } from "../live-world.ts";
import { begin, marie, must, reply } from "../world.ts";

export interface Correspondence {
  readonly id: ConversationId;
  /** Marie's browser, which she has closed. */
  readonly who: WidgetPrincipal;
  readonly address: string;
  /** Everything that was mailed to her, oldest first. */
  mails(): readonly LeftMail[];
  lastMail(): LeftMail;
  /** Where her mail program sends an answer to the last mail. */
  replyTo(): string;
  /** Léo replies, and it is mailed. */
  isReplied(text?: string, attachments?: readonly AttachmentId[]): Promise<LeftMail>;
  /** She answers the last mail, as a mail program prints it. What became of it. */
  answers(mail: SendMailOptions, change?: Partial<IncomingMail>): Promise<string>;
  /** The same, with further header lines (or others in the place of ours), a blank one and the body as they are given. */
  answersLines(lines: readonly string[], change?: Partial<IncomingMail>): Promise<string>;
  messages(): Promise<readonly StoredMessage[]>;
  /** What came by e-mail, shown as hers. */
  words(): Promise<readonly string[]>;
}

const nameOf = (line: string): string => line.split(":")[0]?.toLowerCase() ?? "";

const printer = createTransport({ streamTransport: true, buffer: true, newline: "windows" });

export async function correspond(
  given: BackOffice,
  { who, address }: { readonly who?: WidgetPrincipal; readonly address?: string } = {},
): Promise<Correspondence> {
  const browser = who ?? (await marie(given));
  const id = await begin(given, browser);
  const email = address ?? `marie-${id}@example.com`;
  must(await giveAddress(given, browser, { conversationId: id, address: email, confirmed: true }));
  const talk = new Talk(given, { id, who: browser, address: email });
  await talk.isReplied();
  return talk;
}

class Talk implements Correspondence {
  readonly id: ConversationId;
  readonly who: WidgetPrincipal;
  readonly address: string;
  readonly #given: BackOffice;

  constructor(given: BackOffice, { id, who, address }: Pick<Correspondence, "id" | "who" | "address">) {
    this.#given = given;
    this.id = id;
    this.who = who;
    this.address = address;
  }

  mails(): readonly LeftMail[] {
    return this.#given.left.filter(({ to }) => to === this.address);
  }

  lastMail(): LeftMail {
    const mail = this.mails().at(-1);
    if (mail === undefined) throw new Error("no mail has left");
    return mail;
  }

  replyTo(): string {
    return this.lastMail()
      .header("reply-to")
      .replaceAll(/^.*<|>.*$/g, "");
  }

  async isReplied(text = "Elle est partie hier.", attachments: readonly AttachmentId[] = []): Promise<LeftMail> {
    const before = this.mails().length;
    await reply(this.#given, this.id, { text, attachments });
    await this.#given.passes(10 * MINUTE);
    if (this.mails().length !== before + 1) throw new Error("the reply was not mailed, or not once");
    return this.lastMail();
  }

  async answers(mail: SendMailOptions, change: Partial<IncomingMail> = {}): Promise<string> {
    const head = {
      from: `Marie Dupont <${this.address}>`,
      to: this.replyTo(),
      subject: this.lastMail().header("subject"),
    };
    const { message } = await printer.sendMail({ ...head, inReplyTo: this.lastMail().header("message-id"), ...mail });
    if (!Buffer.isBuffer(message)) throw new Error("the mail was not printed");
    return this.#arrives(message, change);
  }

  answersLines(lines: readonly string[], change: Partial<IncomingMail> = {}): Promise<string> {
    const mail = this.lastMail();
    const head = [
      `From: Marie Dupont <${this.address}>`,
      `To: <${this.replyTo()}>`,
      `Subject: Re: ${mail.header("subject")}`,
      `Message-ID: <${crypto.randomUUID()}@example.com>`,
      `In-Reply-To: ${mail.header("message-id")}`,
      "MIME-Version: 1.0",
    ];
    const given = new Set(lines.slice(0, lines.indexOf("")).map(nameOf));
    const kept = head.filter((line) => !given.has(nameOf(line)));
    return this.#arrives(Buffer.from([...kept, ...lines].join("\r\n")), change);
  }

  messages(): Promise<readonly StoredMessage[]> {
    return messagesOf(this.#given, this.id);
  }

  async words(): Promise<readonly string[]> {
    const messages = await this.messages();
    return messages
      .filter(({ channel, another_sender }) => channel === "email" && another_sender === null)
      .map(({ body }) => body);
  }

  #arrives(raw: Uint8Array, change: Partial<IncomingMail>): Promise<string> {
    return this.#given.arrives({ from: this.address, to: this.replyTo(), raw, ...change });
  }
}
