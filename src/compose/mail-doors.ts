/** The doors that mail comes in by, besides HTTP: SMTP, LMTP and a mailbox. */
import type { ImapConfig } from "../config.ts";
import type { NewInboundMail } from "../domain/inbound-mail/inbound-mail.ts";
import type { Limits } from "../transport/edge/limits.ts";
import { Refused } from "../transport/edge/refusals.ts";
import { startImapDoor } from "../transport/imap/door.ts";
import type { ImapTiming } from "../transport/imap/session.ts";
import type { CertificateFiles } from "../transport/smtp/certificate.ts";
import { startSmtpReceiver, type SmtpReceiver } from "../transport/smtp/receiver.ts";
import { knowsRecipient, receiveEmail } from "../usecases/mail/receive-email.ts";
import { namingDeps } from "./deps.ts";
import type { House } from "./house.ts";

export interface MailDoorOptions {
  readonly mailDomain: string;
  /** Null: this process takes no mail by SMTP. */
  readonly inboundSmtp: { readonly host: string; readonly port: number } | null;
  /** PEM files with which the doors for SMTP and LMTP offer STARTTLS; without them they do not. */
  readonly inboundTls?: CertificateFiles | null;
  /** For a mail server in front of us; without it there is none. */
  readonly lmtp?: { readonly host: string; readonly port: number } | null;
  /** A mailbox that is read; without it none is. */
  readonly imap?: ImapConfig | null;
  readonly imapTiming?: Partial<ImapTiming>;
  /** Signs what is posted to the webhook for mail; without it there is no such door. */
  readonly webhookSecret?: string | null;
}

interface MailDoors {
  readonly smtpPort: number | null;
  readonly lmtpPort: number | null;
  close(): Promise<void>;
}

/** Whether an answer by e-mail can reach this installation. */
export const takesMail = (options: MailDoorOptions): boolean =>
  [options.inboundSmtp, options.lmtp, options.imap, options.webhookSecret].some(
    (door) => door !== null && door !== undefined,
  );

export async function openMailDoors(options: MailDoorOptions, house: House, limits: Limits): Promise<MailDoors> {
  const open: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(open.splice(0).map((door) => door.close()));
  };
  const receive = async (door: "smtp" | "lmtp", at: MailDoorOptions["lmtp"]): Promise<SmtpReceiver | null> => {
    if (at === null || at === undefined) return null;
    const receiver = await startReceiver(options, house, { ...at, door, limits });
    open.push(receiver);
    return receiver;
  };
  try {
    const smtp = await receive("smtp", options.inboundSmtp);
    const lmtp = await receive("lmtp", options.lmtp);
    if (options.imap !== null && options.imap !== undefined) open.push(openMailbox(options, options.imap, house));
    return { smtpPort: smtp?.port ?? null, lmtpPort: lmtp?.port ?? null, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Opening {
  readonly host: string;
  readonly port: number;
  readonly door: NewInboundMail["door"];
  readonly limits: Limits;
}

/** Whether this client may hand over one more mail in this hour. Behind LMTP stands the operator's own server. */
function mayTake({ door, limits }: Opening): (address: string) => Promise<boolean> {
  if (door === "lmtp") return () => Promise.resolve(true);
  return async (address) => {
    try {
      await limits.takeOf("mail", address, limits.allowances.mailsOfANetwork);
      return true;
    } catch (error) {
      if (error instanceof Refused) return false;
      throw error;
    }
  };
}

function startReceiver(
  { mailDomain, inboundTls = null }: MailDoorOptions,
  house: House,
  opening: Opening,
): Promise<SmtpReceiver> {
  const deps = namingDeps(house);
  const { host, port, door } = opening;
  return startSmtpReceiver({
    host,
    port,
    lmtp: door === "lmtp",
    name: mailDomain,
    certificate: inboundTls,
    mayTake: mayTake(opening),
    decideRecipient: async (address) => ((await knowsRecipient(deps, address)) ? "accept" : "unknown"),
    isFull: () => house.room.isLow(),
    async store(mail) {
      await receiveEmail(deps, { ...mail, door });
      return "stored";
    },
    log: (event, facts) => house.log("info", event, facts),
  });
}

function openMailbox({ imapTiming = {} }: MailDoorOptions, imap: ImapConfig, house: House): { close(): Promise<void> } {
  const { signIn } = imap;
  return startImapDoor({
    usecases: namingDeps(house),
    mailbox: imap,
    signIn:
      signIn.kind === "password" ? signIn : { kind: "oauth", accessTokens: house.grants.open("imap", signIn.grant) },
    timing: imapTiming,
    log: house.log,
  });
}
