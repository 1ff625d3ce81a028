/** How much strangers may leave with us, and what goes on when the disk is nearly full (product.md §12.4, ADR 0023). */
import { createHmac } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type BackOffice, backOffice } from "../support/back-office.ts";
import { aLetter, openMailHouse, receivedBy } from "../support/mail/mail-house.ts";
import { RawClient } from "../support/peers/raw-smtp.ts";
import { begin, marie, must, write } from "../support/world.ts";
import {
  CONVERSATION_FILES_AT_MOST,
  FILES_AT_MOST,
  UPLOADED_A_DAY_AT_MOST,
} from "../../src/domain/attachments/quotas.ts";
import { DAY } from "../../src/domain/ids.ts";
import type { WidgetPrincipal } from "../../src/domain/sessions/session.ts";
import { dropUpload } from "../../src/usecases/attachments/drop-upload.ts";
import { uploadFile } from "../../src/usecases/attachments/upload-file.ts";

const SECRET = "a secret of more than thirty-two characters";

let given: BackOffice;
let who: WidgetPrincipal;

beforeEach(async () => {
  given = await backOffice();
  who = await marie(given);
});
afterEach(() => given.dispose());

async function* oneSlice(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("%PDF-1.7 a small one");
}

const upload = (by: WidgetPrincipal = who, deps: BackOffice = given) =>
  uploadFile(deps, by.sessionId, { name: "a.pdf", declaredType: "application/pdf", slices: oneSlice() });

/** What is kept weighs so much: nobody sends gigabytes for a test. */
const weigh = (bytes: number) =>
  given.database.pool.query("update attachment set size = $1", [Math.min(bytes, 2_147_483_647)]);

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

test("a browser uploads so much a day, and again the next day; others are not concerned", async () => {
  const file = must(await upload());
  const id = await begin(given, who);
  await write(given, who, id, { attachments: [file.id] });
  await weigh(UPLOADED_A_DAY_AT_MOST);
  expect(codeOf(await upload())).toBe("upload-quota");
  expect(codeOf(await upload(await marie(given)))).toBe("taken");
  // Words go on.
  await write(given, who, id);
  given.clock.advance(DAY);
  expect(codeOf(await upload())).toBe("taken");
});

test("a conversation holds so much, and the next one has room again", async () => {
  const files = [must(await upload()), must(await upload())];
  const id = await begin(given, who);
  await write(given, who, id, { attachments: files.map((file) => file.id) });
  await weigh(CONVERSATION_FILES_AT_MOST / 2);
  given.clock.advance(2 * DAY);
  expect(codeOf(await upload())).toBe("conversation-full");
  await given.database.pool.query("update conversation set status = 'closed' where id = $1", [id]);
  expect(codeOf(await upload())).toBe("taken");
});

test("an installation holds so much as its operator says, files that are coming and those of mails included", async () => {
  const small = { ...given, filesAtMost: 100 };
  const file = must(await upload(who, small));
  await weigh(100);
  expect(codeOf(await upload(await marie(given), small))).toBe("no-room");
  expect(given.filesAtMost).toBe(FILES_AT_MOST);
  await dropUpload(given, who.sessionId, file.id);
  expect(codeOf(await upload(await marie(given), small))).toBe("taken");
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
