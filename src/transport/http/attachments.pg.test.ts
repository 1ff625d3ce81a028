import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BackOffice, backOffice } from "../../../test/support/back-office.ts";
import { type FileDoors, openFileDoors } from "../../../test/support/doors/file-doors.ts";
import { addAgent, begin, marie, must, reply, write } from "../../../test/support/world.ts";
import { agentQueries } from "../../adapters/postgres/queries/conversation/agent-queries.ts";
import type { Attachment } from "../../domain/attachments/attachment.ts";
import { attachmentId, clientId, type ConversationId, DAY, later, millis, MINUTE, seq } from "../../domain/ids.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import { forgetUploads } from "../../usecases/attachments/forget-uploads.ts";
import { handleConversation } from "../../usecases/conversation/handle-conversation.ts";
import { postReply } from "../../usecases/conversation/post-reply.ts";

let given: BackOffice;
let doors: FileDoors;
let who: WidgetPrincipal;
let id: ConversationId;

beforeAll(async () => {
  given = await backOffice();
  who = await marie(given);
  doors = await openFileDoors(given, who);
  id = await begin(given, who);
});
afterAll(async () => {
  await doors.close();
  await given.dispose();
});

const PDF = Buffer.from("%PDF-1.7 a small one");
const uploaded = async (as: "marie" | "leo", body = PDF, name = "Rechnung.pdf"): Promise<Attachment> => {
  const answer = await doors.upload(as, body, { name, type: "application/pdf" });
  expect(answer.statusCode).toBe(201);
  return answer.json<Attachment>();
};
const sent = async (text = "Here") => {
  const file = await uploaded("marie");
  const posted = await write(given, who, id, { text, attachments: [file.id] });
  return { file, posted };
};

const stillThere = async (file: string): Promise<boolean> => {
  const found = await given.database.pool.query("select 1 from attachment_bytes where attachment_id = $1", [file]);
  return found.rowCount === 1;
};

describe("a file that the end user sends", () => {
  test("is in the message for both sides, and comes back byte for byte as a download", async () => {
    const { file, posted } = await sent();
    expect(file).toEqual({ id: file.id, name: "Rechnung.pdf", type: "application/pdf", size: PDF.length, image: null });
    expect((await doors.messageOf("marie", id, posted)).attachments).toEqual([file]);
    expect((await doors.messageOf("leo", id, posted)).attachments).toEqual([file]);
    for (const reader of ["marie", "leo"] as const) {
      const got = await doors.download(reader, file.id);
      expect(got.rawPayload).toEqual(PDF);
      expect(got.headers).toMatchObject({
        "content-disposition": `attachment; filename="Rechnung.pdf"; filename*=UTF-8''Rechnung.pdf`,
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
      });
    }
  });

  test("may be all that a message says, and a list names it", async () => {
    const { posted } = await sent("");
    expect(await doors.messageOf("leo", id, posted)).toMatchObject({ text: "" });
    const [line] = await agentQueries(given.database.pool).summaries([id]);
    expect(line?.lastMessage).toMatchObject({ text: "", attachments: ["Rechnung.pdf"] });
  });

  test("of 3 MB comes back whole, over the slices it is read in", async () => {
    const large = Buffer.alloc(3 * 1024 * 1024 + 7, "Ariane");
    const file = await uploaded("marie", large, "large.txt");
    await write(given, who, id, { attachments: [file.id] });
    expect((await doors.download("leo", file.id)).rawPayload.equals(large)).toBe(true);
  });

  test("keeps its name in every script, and no header can be made of it", async () => {
    const name = 'été "2"\r\nX-Evil: 1.pdf';
    const file = await uploaded("marie", PDF, name);
    await write(given, who, id, { attachments: [file.id] });
    const { headers } = await doors.download("leo", file.id);
    expect(file.name).toBe("été _2_X-Evil_ 1.pdf");
    expect(headers["x-evil"]).toBeUndefined();
    expect(headers["content-disposition"]).toContain("filename*=UTF-8''%C3%A9t%C3%A9%20_2_X-Evil_%201.pdf");
  });
});

describe("nobody gets a file that is not theirs", () => {
  test("not before it is in a message, not from another session, not from a note", async () => {
    const waiting = await uploaded("marie");
    expect((await doors.download("marie", waiting.id)).statusCode).toBe(404);
    expect((await doors.download("leo", waiting.id)).statusCode).toBe(404);
    const { file } = await sent();
    expect((await doors.download("stranger", file.id)).statusCode).toBe(404);
    const noted = await uploaded("leo");
    must(
      await postReply(given, given.leo, {
        conversationId: id,
        clientId: clientId("note-with-file"),
        text: "",
        attachments: [noted.id],
        visibility: "note",
        status: null,
      }),
    );
    expect((await doors.download("marie", noted.id)).statusCode).toBe(404);
    expect((await doors.download("leo", noted.id)).statusCode).toBe(200);
  });

  test("a message takes its writer's own files only, each once, and all of them or none", async () => {
    const leos = await uploaded("leo");
    const { file } = await sent();
    for (const taken of [leos.id, file.id, attachmentId("00000000-0000-7000-8000-000000000000")]) {
      const mine = await uploaded("marie");
      expect(await doors.post(id, { text: "Hi", attachments: [mine.id, taken] })).toMatchObject({ statusCode: 409 });
      expect(await doors.post(id, { text: "Hi", attachments: [mine.id] })).toMatchObject({ statusCode: 200 });
    }
  });

  test("a message sent again with the same client id has its files once", async () => {
    const mine = await uploaded("marie");
    const message = { text: "Once", attachments: [mine.id], clientId: "sent-again" };
    const first = await doors.post(id, message);
    const again = await doors.post(id, message);
    expect(again.json()).toMatchObject({ seq: first.json<{ seq: number }>().seq });
  });
});

describe("a file that is taken out before its message is sent", () => {
  test("is forgotten at once and waits no more; nobody else can take it out, and none out of a message", async () => {
    const waiting = await uploaded("marie");
    for (const reader of ["stranger", "leo"] as const) {
      expect((await doors.drop(reader, waiting.id)).statusCode).toBe(204);
    }
    expect(await stillThere(waiting.id)).toBe(true);
    expect((await doors.drop("marie", waiting.id)).statusCode).toBe(204);
    expect((await doors.drop("marie", waiting.id)).statusCode).toBe(204);
    expect(await stillThere(waiting.id)).toBe(false);
    expect(await doors.post(id, { text: "Hi", attachments: [waiting.id] })).toMatchObject({ statusCode: 409 });
    const { file } = await sent();
    expect((await doors.drop("marie", file.id)).statusCode).toBe(204);
    expect((await doors.download("leo", file.id)).rawPayload).toEqual(PDF);
  });
});

describe("refused with a reason", () => {
  test("an empty file, one that is too large, a message without anything", async () => {
    const empty = await doors.upload("marie", Buffer.alloc(0), { name: "a", type: "text/plain" });
    expect([empty.statusCode, empty.json<{ code: string }>().code]).toEqual([422, "file-empty"]);
    const large = Buffer.alloc(25 * 1024 * 1024 + 1);
    const refused = await doors.upload("marie", large, { name: "a", type: "text/plain" });
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([413, "file-too-large"]);
    const nothing = await doors.post(id, { text: "  ", attachments: [] });
    expect([nothing.statusCode, nothing.json<{ code: string }>().code]).toEqual([422, "message-empty"]);
  });

  test("a name that is no name", async () => {
    const answer = await doors.upload("marie", PDF, { name: "", type: "text/plain", rawName: "%E0%A4%A" });
    expect(answer.statusCode).toBe(400);
  });
});

describe("gone with what it belonged to", () => {
  test("when the reply is deleted before it was mailed", async () => {
    const file = await uploaded("leo");
    const at = await reply(given, id, { attachments: [file.id] });
    expect((await doors.download("marie", file.id)).statusCode).toBe(200);
    must(await handleConversation(given, given.leo, id, { verb: "delete", seq: at }));
    expect((await doors.messageOf("marie", id, at)).attachments).toEqual([]);
    expect((await doors.download("leo", file.id)).statusCode).toBe(404);
  });

  test("a day after it was uploaded, where no message took it, and not before", async () => {
    const kept = await sent();
    const waiting = await uploaded("marie");
    const since = given.clock.now();
    given.clock.advance(millis(DAY - MINUTE));
    const fresh = await uploaded("marie");
    await forgetUploads(given);
    expect(await doors.post(id, { text: "x", attachments: [waiting.id] })).toMatchObject({ statusCode: 200 });
    given.clock.advance(millis(2 * MINUTE));
    expect(await forgetUploads(given)).toBe(later(since, millis(2 * DAY - MINUTE)));
    given.clock.advance(DAY);
    expect(await forgetUploads(given)).toBeNull();
    expect(await doors.post(id, { text: "x", attachments: [fresh.id] })).toMatchObject({ statusCode: 409 });
    expect((await doors.download("leo", kept.file.id)).statusCode).toBe(200);
  });
});

test("more of them than go at once are forgotten by and by", async () => {
  const many = 45;
  const { pool } = given.database;
  await pool.query(
    `insert into attachment (id, owner_id, name, type, size, created_at)
     select gen_random_uuid(), $1, 'a.png', 'image/png', 1, $2::bigint from generate_series(1, $3::int)`,
    [given.leo.id, given.clock.now(), many],
  );
  given.clock.advance(DAY);
  const left = async () => (await pool.query("select 1 from attachment where conversation_id is null")).rowCount;
  const now = given.clock.now();
  expect([await forgetUploads(given), await left()]).toEqual([now, many - 20]);
  expect([await forgetUploads(given), await left()]).toEqual([now, many - 40]);
  expect([await forgetUploads(given), await left()]).toEqual([null, 0]);
});

test("one that a message takes this moment is passed over, and looked at again in a while", async () => {
  const file = await uploaded("leo");
  given.clock.advance(DAY);
  await given.store.transaction(async (tx) => {
    await tx.attachments.takeUploads(given.leo.id, [file.id]);
    expect(await forgetUploads(given)).toBe(later(given.clock.now(), MINUTE));
  });
  expect(await forgetUploads(given)).toBeNull();
});

test("a light agent may put a file into a note", async () => {
  const light = await addAgent(given, { name: "Lou", email: "lou@acme.example", role: "light-agent" });
  const file = await doors.uploadBy(light, PDF);
  const note = {
    conversationId: id,
    clientId: clientId("lights-note"),
    text: "See file",
    attachments: [file.id],
    visibility: "note" as const,
    status: null,
  };
  expect(must(await postReply(given, light, note)).seq).toBeGreaterThan(seq(0));
});
