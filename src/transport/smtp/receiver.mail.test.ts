import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { certificateFiles } from "../../../test/support/peers/certificate.ts";
import { SWAKS, SWAKS_TLS } from "../../../test/support/peers/mail-programs.ts";
import { can } from "../../../test/support/peers/outside-programs.ts";
import { RawClient } from "../../../test/support/peers/raw-smtp.ts";
import type { SmtpMail } from "./mails-under-way.ts";
import { type SmtpReceiver, type SmtpReceiverOptions, startSmtpReceiver } from "./receiver.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function given(
  options: Partial<SmtpReceiverOptions> = {},
): Promise<{ receiver: SmtpReceiver; stored: SmtpMail[]; events: string[] }> {
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
    limits: { closeWithin: 200, ...options.limits },
  });
  closers.push(() => receiver.close());
  return { receiver, stored, events };
}

function rawClient(port: number): RawClient {
  const client = new RawClient(port);
  closers.push(() => client.close());
  return client;
}

test("says 250 only after the mail is stored, and hands over the bytes as they came", async () => {
  const { promise: kept, resolve: keep } = Promise.withResolvers<"stored">();
  const mails: SmtpMail[] = [];
  const { receiver } = await given({
    store: (mail) => {
      mails.push(mail);
      return kept;
    },
  });
  const client = rawClient(receiver.port);
  expect(await client.envelope()).toMatch(/^354/);
  const answer = client.say("Subject: x\r\n\r\n..dot\r\n\u00e9\r\n.\r\n");
  expect(await Promise.race([answer, wait(200)])).toBeUndefined();
  keep("stored");
  expect(await answer).toMatch(/^250 2\.6\.0/);
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({
    envelopeFrom: "marie@example.com",
    recipients: ["reply+t1@acme.example"],
    helo: "client.example",
    remoteAddress: "127.0.0.1",
  });
  expect(Buffer.from(mails[0]?.raw ?? []).toString("latin1")).toBe("Subject: x\r\n\r\n.dot\r\n\u00e9\r\n");
});

test("the null sender is null", async () => {
  const { receiver, stored } = await given();
  const client = rawClient(receiver.port);
  await client.envelope("reply+t1@acme.example", "");
  expect(await client.say("x\r\n.\r\n")).toMatch(/^250/);
  expect(stored[0]?.envelopeFrom).toBeNull();
});

test.each([
  ["try-later", async () => "try-later" as const],
  ["an error", async () => Promise.reject(new Error("disk full"))],
])("451 when storing ends in %s", async (_what, store) => {
  const { receiver } = await given({ store });
  const client = rawClient(receiver.port);
  await client.envelope();
  expect(await client.say("x\r\n.\r\n")).toMatch(/^451 4\.3\.0/);
});

test("an address that was never ours is refused with 550 5.1.1, one that cannot be looked up with 451", async () => {
  const { receiver } = await given();
  expect(await rawClient(receiver.port).envelope("nobody@acme.example")).toMatch(/^550 5\.1\.1/);
  const broken = await given({ decideRecipient: () => Promise.reject(new Error("no database")) });
  expect(await rawClient(broken.receiver.port).envelope()).toMatch(/^451 4\.3\.0/);
});

describe("limits", () => {
  test("SIZE is advertised, and refused both when announced and when only sent", async () => {
    const { receiver, stored } = await given({ limits: { mailBytes: 1_000 } });
    const client = rawClient(receiver.port);
    await client.answer();
    client.socket.write("EHLO x\r\n");
    const [greeting] = await once(client.socket, "data");
    expect(String(greeting)).toContain("SIZE 1000");
    expect(String(greeting)).not.toMatch(/AUTH|STARTTLS|SMTPUTF8/);
    await client.answer();
    expect(await client.say("MAIL FROM:<a@b.example> SIZE=1001\r\n")).toMatch(/^552 5\.3\.4/);
    await client.say("MAIL FROM:<a@b.example>\r\n");
    await client.say("RCPT TO:<reply+t1@acme.example>\r\n");
    await client.say("DATA\r\n");
    expect(await client.say(`${"x".repeat(98)}\r\n`.repeat(11) + ".\r\n")).toMatch(/^552 5\.3\.4/);
    expect(stored).toHaveLength(0);
    expect(await client.say("NOOP\r\n")).toMatch(/^250/);
  });

  test("recipients, clients, and clients from one network", async () => {
    const { receiver } = await given({ limits: { recipients: 2, clientsPerNetwork: 2 } });
    const client = rawClient(receiver.port);
    await client.envelope("reply+t1@acme.example");
    const second = rawClient(receiver.port);
    await second.answer();
    await second.say("EHLO x\r\n");
    await second.say("MAIL FROM:<a@b.example>\r\n");
    await second.say("RCPT TO:<reply+t1@acme.example>\r\n");
    await second.say("RCPT TO:<reply+t2@acme.example>\r\n");
    expect(await second.say("RCPT TO:<reply+t3@acme.example>\r\n")).toMatch(/^452/);
    expect(await rawClient(receiver.port).answer()).toMatch(/^421/);
    client.socket.destroy();
    await wait(50);
    expect(await rawClient(receiver.port).answer()).toMatch(/^220/);
  });

  test("memory for mails under way is bounded", async () => {
    const { receiver, stored } = await given({ limits: { bufferedBytes: 5_000 } });
    const client = rawClient(receiver.port);
    await client.envelope();
    expect(await client.say(`${"x".repeat(98)}\r\n`.repeat(80) + ".\r\n")).toMatch(/^451/);
    expect(stored).toHaveLength(0);
    await client.say("MAIL FROM:<a@b.example>\r\n");
    await client.say("RCPT TO:<reply+t1@acme.example>\r\n");
    await client.say("DATA\r\n");
    expect(await client.say("small\r\n.\r\n")).toMatch(/^250/);
  });

  test("a client that drips is cut off, one that is silent as well", async () => {
    const { receiver, stored } = await given({ limits: { dataFor: 300, idleFor: 250 } });
    const dripping = rawClient(receiver.port);
    await dripping.envelope();
    const timer = setInterval(() => dripping.socket.write("x"), 20);
    closers.push(() => clearInterval(timer));
    expect(await dripping.answer()).toMatch(/^421/);
    const silent = rawClient(receiver.port);
    await silent.answer();
    expect(await silent.answer()).toMatch(/^421/);
    expect(stored).toHaveLength(0);
  });
});

test("a mail whose sender leaves before the final dot is not stored", async () => {
  const { receiver, stored } = await given();
  const client = rawClient(receiver.port);
  await client.envelope();
  client.socket.end("Subject: half\r\n\r\nof a mail");
  await once(client.socket, "close");
  await receiver.close();
  expect(stored).toHaveLength(0);
});

describe("smuggling: a dot between odd line ends ends nothing, and the mail is refused", () => {
  test.each(["\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r\n.\r", "\r.\r\n"])("%j", async (end) => {
    const { receiver, stored, events } = await given();
    const client = rawClient(receiver.port);
    await client.envelope();
    const smuggled = `Subject: one\r\n\r\nfirst${end}MAIL FROM:<ceo@acme.example>\r\nRCPT TO:<reply+t2@acme.example>\r\nDATA\r\nSubject: two\r\n\r\nsecond\r\n.\r\n`;
    expect(await client.say(smuggled)).toMatch(/^554 5\.6\.0/);
    expect(await client.say("NOOP\r\n")).toMatch(/^250/);
    expect(stored).toHaveLength(0);
    expect(events).toContain("smtp-smuggling-refused");
  });

  test("bare line ends elsewhere are no crime, and neither is a line with one dot", async () => {
    const { receiver, stored } = await given();
    const client = rawClient(receiver.port);
    await client.envelope();
    expect(await client.say("Subject: x\r\n\r\na\nb\rc\r\n..\r\nd. \n.e\r\n.\r\n")).toMatch(/^250/);
    expect(Buffer.from(stored[0]?.raw ?? []).toString()).toBe("Subject: x\r\n\r\na\nb\rc\r\n.\r\nd. \n.e\r\n");
  });
});

test("LMTP answers for each recipient", async () => {
  const { receiver, stored } = await given({ lmtp: true });
  const client = rawClient(receiver.port);
  expect(await client.answer()).toContain("LMTP");
  await client.say("LHLO mx.example\r\n");
  await client.say("MAIL FROM:<a@b.example>\r\n");
  await client.say("RCPT TO:<reply+t1@acme.example>\r\n");
  await client.say("RCPT TO:<reply+t2@acme.example>\r\n");
  await client.say("DATA\r\n");
  expect(await client.say("x\r\n.\r\n")).toMatch(/^250/);
  expect(await client.answer()).toMatch(/^250/);
  expect(stored[0]?.recipients).toEqual(["reply+t1@acme.example", "reply+t2@acme.example"]);
});

test("closing lets a mail under way be stored", async () => {
  const { promise: kept, resolve: keep } = Promise.withResolvers<"stored">();
  const { receiver } = await given({ store: () => kept, limits: { closeWithin: 60_000 } });
  const client = rawClient(receiver.port);
  await client.envelope();
  const answer = client.say("x\r\n.\r\n");
  await wait(50);
  const closed = receiver.close();
  keep("stored");
  expect(await answer).toMatch(/^250/);
  // It would have kept the line for its next mail.
  expect(await client.answer()).toMatch(/^421/);
  await closed;
});

test("closing waits for nobody who brings no mail, and says so", async () => {
  const { receiver } = await given({ limits: { closeWithin: 60_000 } });
  const [idle, between] = [rawClient(receiver.port), rawClient(receiver.port)];
  await idle.answer();
  await between.envelope();
  expect(await between.say("x\r\n.\r\n")).toMatch(/^250/);
  const closed = receiver.close();
  expect(await idle.answer()).toMatch(/^421/);
  expect(await between.answer()).toMatch(/^421/);
  await closed;
});

const run = async (port: number, ...args: readonly string[]): Promise<string> => {
  const child = spawn("swaks", ["--server", `127.0.0.1:${port}`, "--from", "marie@example.com", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await once(child, "close");
  return said;
};

describe("swaks", async () => {
  test.skipIf(!(await can(SWAKS_TLS)))("delivers a mail over STARTTLS", async () => {
    const { receiver, stored } = await given({ certificate: certificateFiles() });
    const said = await run(receiver.port, "--to", "reply+t1@acme.example", "--tls", "--body", "Bonjour, oui !");
    expect(said).toContain("TLS started");
    expect(Buffer.from(stored[0]?.raw ?? []).toString()).toContain("Bonjour, oui !");
  });

  test.skipIf(!(await can(SWAKS)))("is refused an unknown recipient and a sign-in", async () => {
    const { receiver, stored } = await given();
    expect(await run(receiver.port, "--to", "nobody@acme.example")).toContain("550 5.1.1");
    expect(
      await run(receiver.port, "--to", "reply+t1@acme.example", "--auth", "--auth-user", "x", "--auth-password", "y"),
    ).not.toContain("235");
    expect(stored).toHaveLength(0);
  });
});
