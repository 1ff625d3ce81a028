/** A file that a browser has kept: it asks before it shows it, and is told only while its reader may still see it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { attachmentId } from "../../src/domain/ids.ts";
import { endAgentSessions } from "../../src/steps/sessions/end-agent-sessions.ts";
import { endSession } from "../../src/usecases/sessions/end-session.ts";
import { type BackOffice, backOffice } from "../support/back-office.ts";
import { type FileDoors, openFileDoors } from "../support/doors/file-doors.ts";
import { begin, marie, write } from "../support/world.ts";

let given: BackOffice;
let doors: FileDoors;
beforeAll(async () => {
  given = await backOffice();
});
afterAll(async () => {
  await doors.close();
  await given.dispose();
});

test("is not modified for whoever may see it, and unknown to a session that has ended, whatever its browser kept", async () => {
  const who = await marie(given);
  doors = await openFileDoors(given, who);
  const id = await begin(given, who);
  const uploaded = await doors.upload("marie", Buffer.from("%PDF-1.7 hers"), {
    name: "a.pdf",
    type: "application/pdf",
  });
  const file = uploaded.json<{ readonly id: string }>().id;
  await write(given, who, id, { text: "Here", attachments: [attachmentId(file)] });

  const first = await doors.download("marie", file);
  expect(first.headers).toMatchObject({ "cache-control": "private, no-cache", etag: `"${file}"` });
  const kept = { "if-none-match": String(first.headers.etag) };

  const agents = async () => {
    const { statusCode, headers, body } = await doors.download("leo", file, kept);
    return [statusCode, headers.etag, body === ""];
  };
  expect(await agents()).toEqual([304, `"${file}"`, true]);
  await given.store.transaction((tx) =>
    endAgentSessions(tx, { agentId: given.leo.id, allBut: null }, given.clock.now()),
  );
  expect(await agents()).toEqual([401, undefined, false]);

  const widgets = async () => (await doors.download("marie", file, kept)).statusCode;
  expect(await widgets()).toBe(304);
  await endSession(given, who);
  expect(await widgets()).toBe(401);
});
