/** What broke for others in mail that is too large, at the real door. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createInterface, type Interface } from "node:readline";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MAX_ATTACHMENT_BYTES } from "../../src/domain/attachments/attachment.ts";
import { RECEIVER_LIMITS } from "../../src/transport/smtp/limits.ts";
import type { SmtpMail } from "../../src/transport/smtp/mails-under-way.ts";
import { type SmtpReceiver, startSmtpReceiver } from "../../src/transport/smtp/receiver.ts";
import { parseMime } from "../../src/adapters/mail/mime-in.ts";
import { backOffice } from "../support/back-office.ts";
import { correspond } from "../support/mail/correspondence.ts";
import { openFileDoors } from "../support/doors/file-doors.ts";
import { file, multipart, plain } from "../support/mail/mail-parts.ts";

const MB = 1024 * 1024;
/** Blocks of a megabyte. */
const LOOKS_EVERY = 8;
const GB_1_4 = Math.round(1.4 * 1024 * MB);

let receiver: SmtpReceiver;
let socket: Socket;
let lines: AsyncIterator<string>;
let reader: Interface;
const stored: SmtpMail[] = [];

beforeEach(async () => {
  stored.length = 0;
  receiver = await startSmtpReceiver({
    host: "127.0.0.1",
    port: 0,
    decideRecipient: () => Promise.resolve("accept"),
    store: (mail) => Promise.resolve(stored.push(mail) > 0 ? "stored" : "try-later"),
    log: () => undefined,
  });
  socket = connect(receiver.port, "127.0.0.1");
  reader = createInterface(socket);
  lines = reader[Symbol.asyncIterator]();
  await answer();
  await says("EHLO mail.example.com");
});
afterEach(async () => {
  socket.destroy();
  await receiver.close();
});

/** The last line of what it answers. */
async function answer(): Promise<string> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done === true) return "closed";
    if (value[3] !== "-") return value;
  }
}

async function says(line: string): Promise<string> {
  socket.write(`${line}\r\n`);
  return answer();
}

/** Everything up to the 354. */
async function begins(announced = ""): Promise<string> {
  await says(`MAIL FROM:<marie@example.com>${announced}`);
  await says("RCPT TO:<reply+t@acme.example>");
  return says("DATA");
}

/** As fast as it takes them; `nowAndThen` is called every so many megabytes. */
async function pours(bytes: number, nowAndThen: () => void): Promise<void> {
  const block = Buffer.from(`${"x".repeat(998)}\r\n`.repeat(1_000));
  for (let sent = 0; sent < bytes; sent += block.byteLength) {
    if (!socket.write(block)) await once(socket, "drain");
    if (sent % (LOOKS_EVERY * block.byteLength) === 0) nowAndThen();
  }
  socket.write("\r\n.\r\n");
}

setFlagsFromString("--expose-gc");
const collect: unknown = runInNewContext("gc");

/** What is held, not what waits to be collected. */
function held(): number {
  if (typeof collect !== "function") throw new Error("this Node has no collector to call");
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test("1.4 GB attachment, announced: it is refused before a byte of it is sent, and the next mail is taken", async () => {
  expect(await says(`MAIL FROM:<marie@example.com> SIZE=${GB_1_4}`)).toMatch(/^552 5\.3\.4/);
  expect(await begins(` SIZE=${10 * MB}`)).toMatch(/^354/);
  expect(await says("Subject: x\r\n\r\nOui.\r\n.")).toMatch(/^250/);
  expect(stored).toHaveLength(1);
});

test(
  "1.4 GB attachment, not announced: refused at its end, it takes no more memory for ten times the limit",
  { timeout: 120_000 },
  async () => {
    expect(await begins()).toMatch(/^354/);
    const before = held();
    let most = 0;
    await pours(10 * RECEIVER_LIMITS.mailBytes, () => (most = Math.max(most, held() - before)));
    expect(await answer()).toMatch(/^552 5\.3\.4/);
    // What may be held of one mail, and blocks on their way through both sockets.
    expect(most).toBeLessThan(1.5 * RECEIVER_LIMITS.mailBytes);
    expect(stored).toEqual([]);
    expect(await begins()).toMatch(/^354/);
    expect(await says("Subject: x\r\n\r\nOui.\r\n.")).toMatch(/^250/);
  },
);

const withFile = (bytes: number): string =>
  [
    "From: marie@example.com",
    "Subject: A film",
    ...multipart("mixed", plain("Voilà."), file(Buffer.alloc(bytes, "film"), "Content-Type: video/x; name=film.bin")),
  ].join("\r\n");

test("30 MB attachment: with its encoding it is too much, and its sender is told at once", async () => {
  expect(await begins()).toMatch(/^354/);
  expect(await says(`${withFile(30 * MB)}\r\n.`)).toMatch(/^552 5\.3\.4/);
  expect(stored).toEqual([]);
});

test("30 MB attachment: one of 25 MB is taken and read, byte for byte", async () => {
  expect(await begins()).toMatch(/^354/);
  expect(await says(`${withFile(MAX_ATTACHMENT_BYTES)}\r\n.`)).toMatch(/^250/);
  const mail = await parseMime(stored[0]?.raw ?? new Uint8Array());
  expect(mail).toMatchObject({ unreadable: null, text: "Voilà.", attachments: [{ filename: "film.bin" }] });
  expect(Buffer.from(mail.attachments[0]?.bytes ?? []).equals(Buffer.alloc(MAX_ATTACHMENT_BYTES, "film"))).toBe(true);
});

test("30 MB attachment: nobody can upload one for a reply either, and it is told why", async () => {
  const given = await backOffice();
  const talk = await correspond(given);
  const doors = await openFileDoors(given, talk.who);
  try {
    const refused = await doors.upload("leo", Buffer.alloc(30 * MB), { name: "film.bin", type: "video/x" });
    expect(refused.statusCode).toBe(413);
    expect(refused.json()).toMatchObject({ code: "file-too-large" });
  } finally {
    await doors.close();
    await given.dispose();
  }
});
