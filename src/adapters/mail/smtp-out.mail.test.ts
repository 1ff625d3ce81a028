import { createServer } from "node:net";
import { once } from "node:events";
import { SMTPServer } from "smtp-server";
import { afterEach, describe, expect, test } from "vitest";
import { emailAddress } from "../../domain/ids.ts";
import type { EnvelopedMail } from "../../ports/continuity/mailer.ts";
import { TEST_CERTIFICATE, TEST_CERTIFICATE_KEY } from "../../../test/support/peers/certificate.ts";
import { type MailPeer, type MailPeerOptions, startMailPeer } from "../../../test/support/peers/mail-peers.ts";
import { createSmtpMailer, type SmtpMailer, type SmtpMailerOptions } from "./smtp-out.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** Short enough for a test that waits for every one of them; too short for anything else on a busy machine. */
const HASTE = { connect: 400, session: 400, envelope: 400, transfer: 400, answer: 400 };

async function given(
  options: MailPeerOptions = {},
  mailerOptions: Partial<SmtpMailerOptions> = {},
): Promise<{ peer: MailPeer; mailer: SmtpMailer }> {
  const peer = await startMailPeer(options);
  const isWaitedFor = options.behaviour?.kind === "hang" || options.behaviour?.kind === "drip";
  const mailer = createSmtpMailer({ url: peer.url, ...(isWaitedFor ? { timeouts: HASTE } : {}), ...mailerOptions });
  closers.push(
    () => peer.close(),
    () => mailer.close(),
  );
  return { peer, mailer };
}

const mailWith = (body: string): EnvelopedMail => ({
  envelope: { from: emailAddress("bounce+1@acme.example"), to: emailAddress("marie@example.com") },
  raw: Buffer.from(`From: acme@acme.example\r\nSubject: x\r\n\r\n${body}`),
});

test("hands the bytes over as they are, with an explicit envelope and a request for reports", async () => {
  const { peer, mailer } = await given();
  const mail = mailWith("a\r\n.b\r\n..c\r\n\r\n.\tnot the end \u00e9\r\n");
  expect(await mailer.send(mail)).toEqual({ kind: "accepted", code: 250, reply: "250 2.0.0 taken as 1" });
  const taken = peer.mails[0];
  expect(taken?.raw.equals(mail.raw)).toBe(true);
  expect(taken).toMatchObject({ from: "bounce+1@acme.example", to: ["marie@example.com"] });
  expect(taken?.commands).toEqual([
    `MAIL FROM:<bounce+1@acme.example> BODY=8BITMIME SIZE=${mail.raw.byteLength} RET=HDRS`,
    "RCPT TO:<marie@example.com> NOTIFY=FAILURE,DELAY ORCPT=rfc822;marie@example.com",
  ]);
});

test("asks for no reports where the server does not offer them", async () => {
  const { peer, mailer } = await given({ extensions: [] });
  await mailer.send(mailWith("x\r\n"));
  expect(peer.mails[0]?.commands).toEqual(["MAIL FROM:<bounce+1@acme.example>", "RCPT TO:<marie@example.com>"]);
});

describe("before the final dot nothing was taken", () => {
  test.each([
    ["421 at the greeting", { kind: "answer", at: "greeting", line: "421 4.3.2 busy" }, "deferred", 421],
    [
      "554 at the greeting, which judges us and not the mail",
      { kind: "answer", at: "greeting", line: "554 no" },
      "deferred",
      554,
    ],
    ["4yz at RCPT", { kind: "answer", at: "rcpt", line: "450 4.2.1 greylisted" }, "deferred", 450],
    ["5yz at RCPT", { kind: "answer", at: "rcpt", line: "550 5.1.1 unknown" }, "refused", 550],
    ["5yz at MAIL", { kind: "answer", at: "mail", line: "550 5.7.1 sender refused" }, "refused", 550],
    ["a demand for sign-in", { kind: "answer", at: "mail", line: "530 5.7.0 sign in" }, "deferred", 530],
    ["4yz at DATA", { kind: "answer", at: "data", line: "451 4.3.0 later" }, "deferred", 451],
    ["a cut before the greeting", { kind: "cut", at: "connect" }, "deferred", null],
    ["a cut at RCPT", { kind: "cut", at: "rcpt" }, "deferred", null],
    ["silence instead of a greeting", { kind: "hang", at: "greeting" }, "deferred", null],
    ["silence at EHLO", { kind: "hang", at: "ehlo" }, "deferred", null],
    ["silence at RCPT", { kind: "hang", at: "rcpt" }, "deferred", null],
    ["a greeting that drips and never ends", { kind: "drip", at: "greeting" }, "deferred", null],
    ["an answer to RCPT that drips and never ends", { kind: "drip", at: "rcpt" }, "deferred", null],
  ] as const)("%s", async (_when, behaviour, kind, code) => {
    for (const extensions of [["PIPELINING"], []]) {
      const { peer, mailer } = await given({ behaviour, extensions });
      expect(await mailer.send(mailWith("x\r\n"))).toMatchObject({ kind, code });
      expect(peer.mails).toHaveLength(0);
    }
  });

  test("a cut in the middle of a large mail", async () => {
    const { peer, mailer } = await given({ behaviour: { kind: "cut", at: "body" } });
    expect(await mailer.send(mailWith("0123456789abcd\r\n".repeat(1_000_000)))).toMatchObject({
      kind: "deferred",
      code: null,
    });
    expect(peer.mails).toHaveLength(0);
  });

  test("a peer that stops reading in the middle of a large mail", async () => {
    const stalled = createServer((socket) => {
      socket.write("220 hi\r\n");
      socket.on("error", () => socket.destroy());
      socket.on("data", (chunk: Buffer) => {
        if (chunk.toString().startsWith("DATA")) {
          socket.write("354 go on\r\n");
          socket.pause();
        } else socket.write("250 ok\r\n");
      });
      closers.push(() => socket.destroy());
    }).listen(0, "127.0.0.1");
    await once(stalled, "listening");
    closers.push(() => stalled.close());
    const address = stalled.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const mailer = createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, timeouts: { transfer: HASTE.transfer } });
    closers.push(() => mailer.close());
    const outcome = await mailer.send(mailWith("0123456789abcd\r\n".repeat(1_000_000)));
    expect(outcome).toMatchObject({ kind: "deferred", reply: 'no end of "transfer" within 400 ms' });
  });

  test("nobody listens", async () => {
    const { peer, mailer } = await given();
    await peer.close();
    closers.shift();
    const outcome = await mailer.send(mailWith("x\r\n"));
    expect(outcome).toMatchObject({ kind: "deferred", code: null });
    expect(outcome.reply).toContain("ECONNREFUSED");
  });

  test("a mail larger than the server announced is refused without asking", async () => {
    const { peer, mailer } = await given({ extensions: ["SIZE 20"] });
    expect(await mailer.send(mailWith("much more than twenty bytes\r\n"))).toMatchObject({
      kind: "refused",
      code: 552,
    });
    expect(peer.mails).toHaveLength(0);
  });
});

describe("after the final dot", () => {
  test.each([
    ["5yz refuses", { kind: "answer", at: "dot", line: "554 5.7.1 spam" }, "refused", 554],
    ["4yz defers", { kind: "answer", at: "dot", line: "451 4.3.0 disk full" }, "deferred", 451],
    ["421 defers", { kind: "answer", at: "dot", line: "421 4.3.2 shutting down" }, "deferred", 421],
    ["a cut leaves it open", { kind: "cut", at: "dot" }, "ambiguous", null],
    ["silence leaves it open", { kind: "hang", at: "dot" }, "ambiguous", null],
    ["an answer that never ends leaves it open", { kind: "drip", at: "dot" }, "ambiguous", null],
    [
      "an answer that makes no sense leaves it open",
      { kind: "answer", at: "dot", line: "354 more?" },
      "ambiguous",
      354,
    ],
  ] as const)("%s", async (_what, behaviour, kind, code) => {
    const { peer, mailer } = await given({ behaviour });
    expect(await mailer.send(mailWith("x\r\n"))).toMatchObject({ kind, code });
    expect(peer.mails).toHaveLength(1);
  });

  test("a slow answer is waited for", async () => {
    const { mailer } = await given(
      { behaviour: { kind: "hang", at: "dot" } },
      { timeouts: { ...HASTE, answer: 2_000 } },
    );
    const started = Date.now();
    expect(await mailer.send(mailWith("x\r\n"))).toMatchObject({ kind: "ambiguous" });
    expect(Date.now() - started).toBeGreaterThan(1_900);
  });
});

describe("connections", () => {
  test("one connection carries several mails, and an idle one that died is replaced", async () => {
    const { peer, mailer } = await given();
    await mailer.send(mailWith("1\r\n"));
    await mailer.send(mailWith("2\r\n"));
    expect(peer.connections).toBe(1);
    peer.behaveOnce({ kind: "answer", at: "mail", line: "421 4.4.2 idle too long" });
    // The third mail meets the farewell on the connection that was kept, and goes over a new one.
    await mailer.send(mailWith("3\r\n"));
    expect(await mailer.send(mailWith("4\r\n"))).toMatchObject({ kind: "accepted" });
    expect(peer.mails.map((mail) => mail.raw.toString().at(-3))).toEqual(["1", "2", "3", "4"]);
    expect(peer.connections).toBe(2);
  });

  test("more mails than connections wait their turn", async () => {
    const { peer, mailer } = await given({}, { maxConnections: 2 });
    const outcomes = await Promise.all(Array.from({ length: 12 }, (_, i) => mailer.send(mailWith(`${i}\r\n`))));
    expect(outcomes.every(({ kind }) => kind === "accepted")).toBe(true);
    expect(peer.connections).toBeLessThanOrEqual(2);
    expect(peer.mails).toHaveLength(12);
  });

  test("closing waits for the mail under way and takes no other", async () => {
    const { peer, mailer } = await given();
    const sending = mailer.send(mailWith("x\r\n"));
    await mailer.close();
    expect(await sending).toMatchObject({ kind: "accepted" });
    expect(peer.mails).toHaveLength(1);
    await expect(mailer.send(mailWith("y\r\n"))).rejects.toThrow("closed");
  });
});

async function givenTls(options: {
  readonly secure?: boolean;
  readonly hideSTARTTLS?: boolean;
}): Promise<{ port: number; bodies: string[] }> {
  const bodies: string[] = [];
  const server = new SMTPServer({
    ...options,
    key: TEST_CERTIFICATE_KEY,
    cert: TEST_CERTIFICATE,
    authOptional: true,
    logger: false,
    onAuth: (auth, _session, callback) =>
      auth.username === "acme" && auth.password === "p@ss"
        ? callback(null, { user: "acme" })
        : callback(new Error("wrong")),
    onData(stream, session, callback) {
      bodies.push(`${session.secure ? "secure" : "plain"} ${String(session.user)}`);
      stream.resume().on("end", () => callback());
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.server.address();
  return { port: typeof address === "object" && address !== null ? address.port : 0, bodies };
}

const mailerTo = (url: string, options: Partial<SmtpMailerOptions> = {}): SmtpMailer => {
  const mailer = createSmtpMailer({ url, tlsPolicy: "strict", ...options });
  closers.push(() => mailer.close());
  return mailer;
};

describe("TLS", () => {
  test.each(["smtp", "smtps"])(
    "%s: a certificate that nobody vouches for stops the mail before anything is said",
    async (scheme) => {
      const { port, bodies } = await givenTls({ secure: scheme === "smtps" });
      expect(await mailerTo(`${scheme}://127.0.0.1:${port}`).send(mailWith("x\r\n"))).toMatchObject({
        kind: "deferred",
        code: null,
      });
      expect(bodies).toHaveLength(0);
    },
  );

  test.each(["smtp", "smtps"])("%s: signs in over TLS with a certificate that is vouched for", async (scheme) => {
    const { port, bodies } = await givenTls({ secure: scheme === "smtps" });
    const mailer = mailerTo(`${scheme}://acme:p%40ss@localhost:${port}`, { ca: TEST_CERTIFICATE });
    expect(await mailer.send(mailWith("x\r\n"))).toMatchObject({ kind: "accepted" });
    expect(bodies).toEqual(["secure acme"]);
  });

  test("a server without TLS gets no mail under the strict policy", async () => {
    const { port, bodies } = await givenTls({ hideSTARTTLS: true });
    expect(await mailerTo(`smtp://127.0.0.1:${port}`).send(mailWith("x\r\n"))).toMatchObject({ kind: "deferred" });
    expect(bodies).toHaveLength(0);
  });

  test("a wrong password keeps the mail waiting: the operator can mend it", async () => {
    const { port } = await givenTls({});
    const mailer = mailerTo(`smtp://acme:wrong@localhost:${port}`, { ca: TEST_CERTIFICATE });
    expect(await mailer.send(mailWith("x\r\n"))).toMatchObject({ kind: "deferred", code: 535 });
  });
});

test.each(["", "http://x", "smtp:", "relay.example:587"])(
  "a URL that names no server is refused at once: %j",
  (url) => {
    expect(() => createSmtpMailer({ url })).toThrow("smtp://user:password@host");
  },
);
