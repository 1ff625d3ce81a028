/** The demo's internet: an SMTP server on loopback that takes whatever the product sends, and keeps it. */
import { once } from "node:events";
import { SMTPServer, type SMTPServerDataStream } from "smtp-server";
import { type MailFolder, openMailFolder } from "./mail-folder.ts";

export interface DemoMailbox {
  readonly folder: MailFolder;
  /** Where the product's mail goes. */
  readonly smtpPort: number;
  close(): Promise<void>;
}

export interface DemoMailboxOptions {
  /** Mails are kept here, one file each; made where it is not there. */
  readonly mailDir: string;
  /** 0 takes a free one. */
  readonly smtpPort?: number;
}

/** Nobody has this mailbox, so that a refused address can be tried in the demo as well. */
export const UNKNOWN_MAILBOX = "nobody";

/** Far more than the product ever sends; a demo must not fill a disk by accident. */
const MAIL_BYTES = 35 * 1024 * 1024;

export async function startDemoMailbox(options: DemoMailboxOptions): Promise<DemoMailbox> {
  const folder = await openMailFolder(options.mailDir);
  const server = new SMTPServer({
    name: "mailbox.demo",
    size: MAIL_BYTES,
    rejectOversized: true,
    hideSTARTTLS: true,
    hideENHANCEDSTATUSCODES: false,
    authOptional: true,
    disabledCommands: ["AUTH"],
    disableReverseLookup: true,
    closeTimeout: 1_000,
    logger: false,
    onRcptTo: ({ address }, _session, callback) => {
      const isUnknown = address.toLowerCase().startsWith(`${UNKNOWN_MAILBOX}@`);
      callback(isUnknown ? Object.assign(new Error("nobody lives here"), { responseCode: 550 }) : null);
    },
    onData: (stream, { envelope }, callback) => {
      const recipients = envelope.rcptTo.map(({ address }) => address);
      const envelopeFrom = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
      void answerWhenKept(keepAll(folder, { envelopeFrom, recipients, stream }), callback);
    },
  });
  server.on("error", () => undefined);
  server.listen(options.smtpPort ?? 0, "127.0.0.1");
  await once(server.server, "listening");
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("the demo's mailbox has no port");
  return {
    folder,
    smtpPort: address.port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** 250 only when the file is on the disk. */
async function answerWhenKept(keeping: Promise<void>, callback: (error?: Error | null) => void): Promise<void> {
  try {
    await keeping;
  } catch (error) {
    callback(error instanceof Error ? error : new Error("not kept"));
    return;
  }
  callback();
}

async function keepAll(
  folder: MailFolder,
  mail: {
    readonly envelopeFrom: string;
    readonly recipients: readonly string[];
    readonly stream: SMTPServerDataStream;
  },
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of mail.stream) if (!mail.stream.sizeExceeded && Buffer.isBuffer(chunk)) chunks.push(chunk);
  if (mail.stream.sizeExceeded) return;
  const raw = Buffer.concat(chunks);
  for (const recipient of mail.recipients) {
    await folder.keep({
      kind: "received",
      at: Date.now(),
      envelopeFrom: mail.envelopeFrom,
      recipient,
      answers: null,
      raw,
    });
  }
}
