/** A house with every door that mail comes in by, behind a mail server whose Authentication-Results it believes. */
import { createHmac } from "node:crypto";
import { unreachable } from "../../../src/domain/result.ts";
import { type ImapPeer, startImapPeer } from "../peers/imap-peer.ts";
import { type Handed, handOver } from "../peers/smtp-client.ts";
import { until } from "../until.ts";
import { type MailHouse, type MailHouseOptions, mailboxAt, openMailHouse, receivedBy } from "./mail-house.ts";

export const WAYS_IN = ["smtp", "lmtp", "imap", "webhook"] as const;
export type WayIn = (typeof WAYS_IN)[number];

export const UPSTREAM = "mx.upstream.example";

export interface OpenHouse {
  readonly house: MailHouse;
  /** Hands one mail in. False: the door has refused its lines. */
  handIn(way: WayIn, mail: Handed): Promise<boolean>;
  /** Every mail that was handed in has been read. */
  allRead(): Promise<void>;
  close(): Promise<void>;
}

const SECRET = "a secret of more than thirty-two characters";
const LOOPBACK = { host: "127.0.0.1", port: 0 };

export async function openEveryWay(options: Pick<MailHouseOptions, "zone">): Promise<OpenHouse> {
  const peer = await startImapPeer();
  const house = await openMailHouse({
    inboundSmtp: LOOPBACK,
    lmtp: LOOPBACK,
    imap: mailboxAt(peer.port),
    webhookSecret: SECRET,
    mailUpstream: UPSTREAM,
    ...options,
  });
  await until("the mailbox has been looked at", async () => {
    const found = await house.world.database.pool.query("select 1 from mailbox where uid_validity is not null");
    return found.rowCount === 1;
  });
  const handed = { count: 0 };
  return {
    house,
    async handIn(way, mail) {
      const isTaken = await handInBy(way, { house, peer }, mail);
      if (isTaken) handed.count += 1;
      return isTaken;
    },
    allRead: () =>
      until("every mail has been read", async () => {
        const mails = await receivedBy(house);
        return mails.length === handed.count && mails.every(({ state }) => state !== "stored");
      }).then(() => undefined),
    async close() {
      await house.close();
      await peer.close();
    },
  };
}

async function handInBy(
  way: WayIn,
  { house, peer }: { readonly house: MailHouse; readonly peer: ImapPeer },
  mail: Handed,
): Promise<boolean> {
  switch (way) {
    case "smtp":
    case "lmtp": {
      const [port, hello] = way === "smtp" ? [house.server.inboundPort, "EHLO"] : [house.server.lmtpPort, "LHLO"];
      const handed = await handOver(port ?? 0, mail, hello);
      return (await handed.answer())?.startsWith("250") ?? false;
    }
    case "imap":
      peer.put(mail.raw);
      return true;
    case "webhook":
      return (await post(house, mail.raw)).status === 204;
    default:
      return unreachable(way);
  }
}

function post({ server }: MailHouse, raw: string): Promise<Response> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac("sha256", SECRET).update(`${timestamp}.${raw}`).digest("hex");
  return fetch(`${server.url}/api/mail/inbound`, {
    method: "POST",
    headers: {
      "content-type": "message/rfc822",
      "x-ariane-timestamp": timestamp,
      "x-ariane-signature": `sha256=${signature}`,
    },
    body: raw,
  });
}
