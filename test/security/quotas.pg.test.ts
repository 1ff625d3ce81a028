/** How much strangers may leave with us, and what goes on when the disk is nearly full (product.md §12.4, ADR 0023). */
import { createHmac } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type BackOffice, backOffice } from "../support/back-office.ts";
import { openFileDoors } from "../support/doors/file-doors.ts";
import { aLetter, openMailHouse, receivedBy } from "../support/mail/mail-house.ts";
import { RawClient } from "../support/peers/raw-smtp.ts";
import { begin, marie, must, write } from "../support/world.ts";
import { FILES_AT_MOST, type FilesAtMost } from "../../src/domain/attachments/quotas.ts";
import { type ConversationId, DAY } from "../../src/domain/ids.ts";
import type { WidgetPrincipal } from "../../src/domain/sessions/session.ts";
import { handleConversation } from "../../src/usecases/conversation/handle-conversation.ts";
import { closeSolved } from "../../src/usecases/continuity/close-solved.ts";
import { uploadFile } from "../../src/usecases/attachments/upload-file.ts";

const SECRET = "a secret of more than thirty-two characters";

let given: BackOffice;
let who: WidgetPrincipal;
const closers: (() => Promise<void>)[] = [];

beforeEach(async () => {
  given = await backOffice();
  who = await marie(given);
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await given.dispose();
});

async function* oneSlice(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("%PDF-1.7 a small one");
}

const upload = (by: WidgetPrincipal = who, deps: BackOffice = given) =>
  uploadFile(deps, by.sessionId, { name: "a.pdf", declaredType: "application/pdf", slices: oneSlice() });

const codeOf = (result: Awaited<ReturnType<typeof upload>>) => (result.ok ? "taken" : result.error.code);

/** What MAIL is answered with, after this greeting. */
async function mailFrom(port: number | null, hello: string): Promise<string> {
  const client = new RawClient(port ?? 0);
  await client.answer();
  await client.say(`${hello} client.example\r\n`);
  const answer = await client.say("MAIL FROM:<marie@example.com>\r\n");
  client.close();
  return answer.slice(0, 3);
}

/** Marie's browser at the doors of an installation with these limits, in bytes. */
async function doorsOf(filesAtMost: Partial<FilesAtMost>) {
  const doors = await openFileDoors({ ...given, filesAtMost: { ...FILES_AT_MOST, ...filesAtMost } }, who);
  closers.push(doors.close);
  const send = async (bytes: number, as: "marie" | "stranger" = "marie") => {
    const answer = await doors.upload(as, Buffer.alloc(bytes, "a"), { name: "a.txt", type: "text/plain" });
    return answer.json<{ readonly id?: string; readonly code?: string }>();
  };
  return {
    send,
    say: (id: ConversationId, attachments: readonly (string | undefined)[] = []) =>
      doors.post(id, { text: "Here it is", attachments: attachments.filter((each) => each !== undefined) }),
    drop: (id: string) => doors.drop("marie", id),
  };
}

test("a browser uploads so much a day, and again the next day; others are not concerned", async () => {
  const { send, say } = await doorsOf({ aDay: 100 });
  const id = await begin(given, who);
  await say(id, [(await send(100)).id]);
  expect(await send(1)).toMatchObject({ code: "upload-quota" });
  expect(await send(1, "stranger")).toHaveProperty("id");
  // Words go on.
  expect((await say(id)).statusCode).toBe(200);
  given.clock.advance(DAY);
  expect(await send(1)).toHaveProperty("id");
});

test("a conversation holds so much, and the next one has room again", async () => {
  const { send, say } = await doorsOf({ aConversation: 100 });
  const id = await begin(given, who);
  await say(id, [(await send(60)).id]);
  // What waits for a message is in no conversation yet.
  await say(id, [(await send(39)).id]);
  const last = await send(1);
  await say(id, [last.id]);
  given.clock.advance(2 * DAY);
  expect(await send(1)).toMatchObject({ code: "conversation-full" });
  expect((await say(id)).statusCode).toBe(200);
  must(await handleConversation(given, given.leo, id, { verb: "status", status: "solved" }));
  given.clock.advance(5 * DAY);
  expect(await closeSolved(given, id)).toBeNull();
  expect(await send(1)).toHaveProperty("id");
});

test("an installation holds so much as its operator says, files that are coming and those of mails included", async () => {
  const { send, drop } = await doorsOf({ inAll: 100 });
  const { id = "none" } = await send(100);
  expect(await send(1, "stranger")).toMatchObject({ code: "no-room" });
  await drop(id);
  expect(await send(1, "stranger")).toHaveProperty("id");
});

test("where the disk is low no file is taken, and words are", async () => {
  const room = { isLow: () => Promise.resolve(true) };
  expect(codeOf(await upload(who, { ...given, room }))).toBe("no-room");
  const id = await begin(given, who);
  await write(given, who, id);
});

test("where the disk is low mail is told to wait at its doors, and comes in when there is room", async () => {
  const disk = { low: true };
  const house = await openMailHouse({
    inboundSmtp: { host: "127.0.0.1", port: 0 },
    lmtp: { host: "127.0.0.1", port: 0 },
    webhookSecret: SECRET,
    room: { isLow: () => Promise.resolve(disk.low) },
  });
  const post = async (): Promise<number> => {
    const raw = aLetter({});
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = createHmac("sha256", SECRET).update(`${timestamp}.${raw}`).digest("hex");
    const stamp = { "x-ariane-timestamp": timestamp, "x-ariane-signature": `sha256=${signature}` };
    const headers = { "content-type": "message/rfc822", ...stamp };
    return (await fetch(`${house.server.url}/api/mail/inbound`, { method: "POST", headers, body: raw })).status;
  };
  const doors = async () => [
    await mailFrom(house.server.inboundPort, "EHLO"),
    await mailFrom(house.server.lmtpPort, "LHLO"),
    await post(),
  ];
  expect(await doors()).toEqual(["452", "452", 503]);
  expect(await receivedBy(house)).toHaveLength(0);
  disk.low = false;
  expect(await doors()).toEqual(["250", "250", 204]);
  await house.close();
});
