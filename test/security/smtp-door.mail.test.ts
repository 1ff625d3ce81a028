/** What strangers may use up at the door for mail, and what TLS there is worth. */
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import type { SmtpMail } from "../../src/transport/smtp/mails-under-way.ts";
import { Doorkeeper } from "../../src/transport/smtp/doorkeeper.ts";
import { RECEIVER_LIMITS } from "../../src/transport/smtp/limits.ts";
import { type SmtpReceiverOptions, startSmtpReceiver } from "../../src/transport/smtp/receiver.ts";
import { openMailHouse } from "../support/mail/mail-house.ts";
import { certificateFiles, RENEWED_CERTIFICATE, RENEWED_CERTIFICATE_KEY } from "../support/peers/certificate.ts";
import { RawClient } from "../support/peers/raw-smtp.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

interface Door {
  readonly port: number;
  readonly stored: SmtpMail[];
  readonly events: string[];
}

async function door(options: Partial<SmtpReceiverOptions> = {}): Promise<Door> {
  const stored: SmtpMail[] = [];
  const events: string[] = [];
  const receiver = await startSmtpReceiver({
    host: "127.0.0.1",
    port: 0,
    decideRecipient: async (address) => (address.startsWith("reply+") ? "accept" : "unknown"),
    store: async (mail) => {
      stored.push(mail);
      return "stored";
    },
    log: (event) => events.push(event),
    ...options,
    limits: { closeWithin: 100, ...options.limits },
  });
  closers.push(() => receiver.close());
  return { port: receiver.port, stored, events };
}

function client(port: number, from?: string): RawClient {
  const made = new RawClient(port, from);
  closers.push(() => made.close());
  return made;
}

/** In, and greeted. */
async function guest(port: number, from?: string, hello = "EHLO"): Promise<RawClient> {
  const made = client(port, from);
  expect(await made.answer()).toMatch(/^220/);
  expect(await made.say(`${hello} client.example\r\n`)).toMatch(/^250/);
  return made;
}

async function handsOver(made: RawClient): Promise<string> {
  await made.say("MAIL FROM:<a@b.example>\r\n");
  await made.say("RCPT TO:<reply+t1@acme.example>\r\n");
  await made.say("DATA\r\n");
  return made.say("x\r\n.\r\n");
}

/** How many times it could be said before the line was closed. */
async function saysUntilClosed(made: RawClient, command: string, atMost: number): Promise<number> {
  for (let times = 0; times < atMost; times += 1) {
    if (/^421|^closed/.test(await made.say(`${command}\r\n`))) return times;
  }
  return atMost;
}

describe("a connection without a completed mail", () => {
  test("ends, however busy it looks, and one that hands mails over goes on", async () => {
    const { port, stored } = await door({ limits: { withoutMailFor: 400, idleCommands: Infinity, errors: Infinity } });
    const busy = await guest(port);
    const honest = await guest(port);
    let answer = "";
    let mails = 0;
    for (; !answer.startsWith("421"); mails += 1) {
      expect(await handsOver(honest)).toMatch(/^250/);
      answer = await busy.say("NOOP\r\n");
    }
    expect(answer).toContain("no mail for too long");
    expect(await handsOver(honest)).toMatch(/^250/);
    expect(stored).toHaveLength(mails + 1);
  });

  test("is not cut off in the middle of a mail, but behind one that was refused", async () => {
    const { promise: kept, resolve: keep } = Promise.withResolvers<"try-later">();
    const { port } = await door({ limits: { withoutMailFor: 500 }, store: () => kept });
    const slow = await guest(port);
    const answer = handsOver(slow);
    const idle = client(port);
    await idle.answer();
    // Whoever came later, and with nothing, is gone by now.
    expect(await idle.answer()).toMatch(/^421/);
    keep("try-later");
    expect(await answer).toMatch(/^451/);
    expect(await slow.answer()).toMatch(/^421/);
  });
});

describe("commands that bring no mail nearer", () => {
  test.each(["NOOP", "RSET", "HELP", "VRFY marie", "EHLO again.example"])("%s is said a few times", async (command) => {
    const { port } = await door({ limits: { idleCommands: 5 } });
    // The first greeting counts too.
    expect(await saysUntilClosed(await guest(port), command, 50)).toBe(4);
  });

  test.each(["SESAME", "MAIL TO:<x>", "RCPT TO:<reply+t1@acme.example>"])("%s is an error", async (command) => {
    const { port } = await door({ limits: { errors: 5 } });
    expect(await saysUntilClosed(await guest(port), command, 50)).toBe(5);
  });

  test("whoever guesses addresses has to begin anew", async () => {
    const { port } = await door();
    const guesser = await guest(port);
    await guesser.say("MAIL FROM:<a@b.example>\r\n");
    expect(await saysUntilClosed(guesser, "RCPT TO:<marie@acme.example>", 1_000)).toBe(RECEIVER_LIMITS.errors);
  });

  test("a completed mail settles the account", async () => {
    const { port } = await door({ limits: { idleCommands: 5, errors: 5 } });
    const honest = await guest(port);
    for (let round = 0; round < 4; round += 1) {
      for (let times = 0; times < 3; times += 1) {
        expect(await honest.say("RSET\r\n")).toMatch(/^250/);
        expect(await honest.say("SESAME\r\n")).toMatch(/^500/);
      }
      expect(await handsOver(honest)).toMatch(/^250/);
    }
  });
});

describe("places", () => {
  test("one network has so many, IPv4 written as IPv6 or not, and another has its own", async () => {
    const { port } = await door({ limits: { clientsPerNetwork: 2 } });
    await guest(port, "127.0.0.1");
    await guest(port, "127.0.0.1");
    expect(await client(port, "127.0.0.1").answer()).toMatch(/^421.*your network/);
    await guest(port, "127.0.0.2");
  });

  test("of IPv6 a network is a /64", () => {
    const doorkeeper = new Doorkeeper({ ...RECEIVER_LIMITS, clientsPerNetwork: 1 });
    const admits = (id: string, remoteAddress: string): boolean =>
      doorkeeper.admit({ id, remoteAddress, send: () => undefined }) === null;
    closers.push(() => ["1", "2", "3"].forEach((id) => doorkeeper.leave(id)));
    expect(admits("1", "2001:db8:1:2::1")).toBe(true);
    expect(admits("2", "2001:db8:1:2:ffff::9")).toBe(false);
    expect(admits("3", "2001:db8:1:3::1")).toBe(true);
  });

  test("where all are taken, the oldest without a mail under way gives way", async () => {
    const { promise: kept, resolve: keep } = Promise.withResolvers<"stored">();
    const { port } = await door({ limits: { clients: 3 }, store: () => kept });
    const first = await guest(port);
    const inTheMiddle = handsOver(first);
    const second = await guest(port);
    const third = await guest(port);
    await guest(port);
    expect(await second.answer()).toMatch(/^421 .*making room/);
    expect(await third.say("NOOP\r\n")).toMatch(/^250/);
    keep("stored");
    expect(await inTheMiddle).toMatch(/^250/);
  });

  test("where all have a mail under way, the newcomer is asked to come later", async () => {
    const { port } = await door({ limits: { clients: 1 } });
    const first = await guest(port);
    await first.say("MAIL FROM:<a@b.example>\r\n");
    await first.say("RCPT TO:<reply+t1@acme.example>\r\n");
    expect(await first.say("DATA\r\n")).toMatch(/^354/);
    expect(await client(port).answer()).toMatch(/^421/);
    expect(await first.say("x\r\n.\r\n")).toMatch(/^250/);
  });

  test("whoever leaves makes room", async () => {
    const { port } = await door({ limits: { clientsPerNetwork: 1 } });
    for (let times = 0; times < 3; times += 1) {
      const made = await guest(port);
      expect(await made.say("QUIT\r\n")).toMatch(/^221/);
      await made.closed();
    }
  });
});

test("behind LMTP stands the operator's own server: it may bring the guesses of the world, but not stay for nothing", async () => {
  const limits = { clientsPerNetwork: 1, errors: 2, idleCommands: 3, withoutMailFor: 60_000 };
  const { port } = await door({ lmtp: true, limits });
  await guest(port, undefined, "LHLO");
  const relay = await guest(port, undefined, "LHLO");
  await relay.say("MAIL FROM:<a@b.example>\r\n");
  expect(await saysUntilClosed(relay, "RCPT TO:<marie@acme.example>", 10)).toBe(10);
  expect(await saysUntilClosed(relay, "NOOP", 10)).toBe(2);
});

test("the running product offers STARTTLS with the operator's files, and takes mail for its postmaster", async () => {
  const inboundSmtp = { host: "127.0.0.1", port: 0 };
  const house = await openMailHouse({ inboundSmtp, inboundTls: certificateFiles() });
  closers.push(() => house.close());
  const made = await guest(house.server.inboundPort ?? 0);
  expect(await made.lines("EHLO client.example\r\n")).toContain("STARTTLS");
  await made.say("MAIL FROM:<a@b.example>\r\n");
  expect(await made.say("RCPT TO:<PostMaster>\r\n")).toMatch(/^250/);
  expect(await made.say("RCPT TO:<postmaster@acme.example>\r\n")).toMatch(/^250/);
  expect(await made.say("RCPT TO:<postmaster@stranger.example>\r\n")).toMatch(/^550/);
});

/** Says STARTTLS and shakes hands. Rejects where the door will not. */
async function secured(port: number, more: ConnectionOptions = {}): Promise<{ tls: TLSSocket; raw: RawClient }> {
  const raw = await guest(port);
  expect(await raw.say("STARTTLS\r\n")).toMatch(/^220/);
  const tls = connectTls({ socket: raw.release(), rejectUnauthorized: false, ...more });
  closers.push(() => tls.destroy());
  await once(tls, "secureConnect");
  return { tls, raw: new RawClient(tls) };
}

const nameIn = ({ tls }: { readonly tls: TLSSocket }): string => String(tls.getPeerCertificate().subject.CN);

describe("STARTTLS", () => {
  test("is neither offered nor obeyed without a certificate", async () => {
    const { port } = await door();
    const made = client(port);
    await made.answer();
    expect(await made.lines("EHLO client.example\r\n")).not.toContain("STARTTLS");
    expect(await made.say("STARTTLS\r\n")).toMatch(/^500/);
  });

  test("takes a mail under TLS 1.2 and 1.3, and knows nothing of what was said before", async () => {
    const { port, stored } = await door({ certificate: certificateFiles() });
    for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
      const { raw, tls } = await secured(port, { minVersion: version, maxVersion: version });
      expect(tls.getProtocol()).toBe(version);
      expect(await raw.say("MAIL FROM:<a@b.example>\r\n")).toMatch(/^503/);
      await raw.say("EHLO client.example\r\n");
      expect(await handsOver(raw)).toMatch(/^250/);
    }
    expect(stored).toHaveLength(2);
  });

  test("refuses what is older", async () => {
    const { port } = await door({ certificate: certificateFiles() });
    const old = { minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    await expect(secured(port, old)).rejects.toMatchObject({ code: "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION" });
  });

  test("throws away what was smuggled in before the handshake", async () => {
    const { port, stored } = await door({ certificate: certificateFiles() });
    const raw = await guest(port);
    const smuggled = "EHLO eve.example\r\nMAIL FROM:<eve@evil.example>\r\nRCPT TO:<reply+t1@acme.example>\r\n";
    expect(await raw.say(`STARTTLS\r\n${smuggled}`)).toMatch(/^220/);
    const tls = connectTls({ socket: raw.release(), rejectUnauthorized: false });
    closers.push(() => tls.destroy());
    await once(tls, "secureConnect");
    const inside = new RawClient(tls);
    // The first answer is to the first command inside, which finds no envelope.
    expect(await inside.say("EHLO client.example\r\n")).toMatch(/^250/);
    expect(await inside.say("DATA\r\n")).toMatch(/^503/);
    expect(stored).toHaveLength(0);
  });

  test("shows a renewed certificate from the next connection on", async () => {
    const files = certificateFiles();
    const { port, events } = await door({ certificate: files });
    expect(nameIn(await secured(port))).toBe("localhost");
    writeFileSync(files.cert, RENEWED_CERTIFICATE);
    // Half of a renewal does not fit the other half.
    expect(nameIn(await secured(port))).toBe("localhost");
    writeFileSync(files.key, RENEWED_CERTIFICATE_KEY);
    expect(nameIn(await secured(port))).toBe("renewed.example");
    expect(events).toEqual(expect.arrayContaining(["smtp-certificate-not-read", "smtp-certificate-renewed"]));
  });

  test.each(["not a certificate", null])(
    "keeps the old one where the new file is %s, and says so once",
    async (text) => {
      const files = certificateFiles();
      const { port, events } = await door({ certificate: files });
      if (text === null) rmSync(files.cert);
      else writeFileSync(files.cert, text);
      expect(nameIn(await secured(port))).toBe("localhost");
      expect(nameIn(await secured(port))).toBe("localhost");
      expect(events.filter((event) => event === "smtp-certificate-not-read")).toHaveLength(1);
    },
  );

  test("a door whose certificate is of no use does not open", async () => {
    const files = certificateFiles("no certificate");
    await expect(door({ certificate: files })).rejects.toThrow(files.cert);
  });
});
