/**
 * What time takes (product.md §12.4, ADR 0023): an installation grows older by thirteen months, through its use-cases and
 * its daily job; what has served its purpose is gone, and what lives is untouched. Nobody waits for the job.
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import { openFileDoors } from "../support/doors/file-doors.ts";
import { type BackOffice, backOffice, REFUSED } from "../support/back-office.ts";
import { correspond } from "../support/mail/correspondence.ts";
import { picture } from "../support/png.ts";
import { begin, fateOf, LEO, marie, must, NEW_BROWSER, PASSWORD, reply, write } from "../support/world.ts";
import { storedMailQueries } from "../../src/adapters/postgres/queries/stored-mail-queries.ts";
import type { Attachment } from "../../src/domain/attachments/attachment.ts";
import { connectionId, DAY, inboundMailId, instant, later, millis, MINUTE } from "../../src/domain/ids.ts";
import { KEEPINGS } from "../../src/domain/retention/retention.ts";
import { uploadFile } from "../../src/usecases/attachments/upload-file.ts";
import { makeResetLink } from "../../src/usecases/passwords/make-reset-link.ts";
import { signIn } from "../../src/usecases/sessions/sign-in.ts";
import { forgetOld, planForgetting } from "../../src/usecases/retention/forget-old.ts";
import { noteConnected, noteLeft } from "../../src/usecases/sessions/note-presence.ts";

/** Longer than any session lives, and a month. */
const THIRTEEN_MONTHS = millis(400 * DAY);

let given: BackOffice;

beforeEach(async () => {
  given = await backOffice();
});
afterEach(() => given.dispose());

const TABLES = [
  "conversation",
  "message",
  "attachment",
  "attachment_bytes",
  "inbound_mail",
  "raw_mail",
  "delivery",
  "delivery_attempt",
  "end_user",
  "widget_session",
  "session_conversation",
  "mail_link",
  "connection",
  "agent_session",
  "password_reset",
  "rate_window",
  "trigger_firing",
  "job",
] as const;

async function counts(): Promise<Readonly<Record<string, number>>> {
  const counted = TABLES.map(async (table) => {
    const { rows } = await given.database.pool.query<{ count: number }>(`select count(*)::int as count from ${table}`);
    return [table, rows[0]?.count ?? 0] as const;
  });
  return Object.fromEntries(await Promise.all(counted));
}

const takeRate = (key: string) => given.limiter.take(key, { most: 5, within: MINUTE }, given.clock.now());

/** One day of an installation: everything that a day leaves behind. */
async function livesADay() {
  const talk = await correspond(given);
  const lookedBy = connectionId(given.newId());
  await noteConnected(given, { id: lookedBy, sessionId: talk.who.sessionId });
  await noteLeft(given, lookedBy);
  await talk.answers({ text: "Merci !" });
  // Somebody opens the widget and writes nothing.
  await marie(given);
  must(await signIn(given, { email: LEO, password: PASSWORD, browser: NEW_BROWSER }));
  must(await makeResetLink(given, { id: given.leo.id }, "https://desk.acme.example"));
  await takeRate("upload:198.51.100.7");
  must(await uploadFile(given, talk.who.sessionId, { name: "photo.png", declaredType: "image/png", slices: photo() }));
  await failsForGood();
  return talk;
}

async function* photo(): AsyncGenerator<Uint8Array> {
  yield picture(2, 2);
}

/** A job that failed for good. */
async function failsForGood(): Promise<void> {
  const now = given.clock.now();
  await given.store.transaction((tx) =>
    tx.jobs.wake({ kind: "tell-agent", key: given.newId(), payload: {}, dueAt: now }),
  );
  const [job] = await given.jobs.claim({ house: 1, post: 0 }, now);
  if (job?.kind !== "tell-agent") throw new Error("another job was due");
  await given.jobs.fail(job, "broken", null, now);
}

test("after thirteen months what has served its purpose is gone, and conversations are whole", async () => {
  const talk = await livesADay();
  await planForgetting(given);
  const before = await counts();
  await given.passes(THIRTEEN_MONTHS);
  const after = await counts();
  expect(Object.fromEntries(TABLES.map((table) => [table, [before[table], after[table]]]))).toEqual({
    conversation: [1, 1],
    message: [4, 4],
    inbound_mail: [1, 1],
    raw_mail: [1, 0],
    delivery: [1, 1],
    delivery_attempt: [1, 0],
    // Whoever wrote nothing is forgotten.
    end_user: [2, 1],
    widget_session: [2, 0],
    session_conversation: [1, 0],
    // To stop mail and to disown an address works for good.
    mail_link: [3, 2],
    connection: [1, 0],
    agent_session: [2, 0],
    // With the one by which Léo chose his first password.
    password_reset: [2, 0],
    rate_window: [4, 0],
    // It has fired in a conversation that may go on.
    trigger_firing: [1, 1],
    // The one that forgets.
    job: [4, 1],
    // Uploaded, and never sent.
    attachment: [1, 0],
    attachment_bytes: [1, 0],
  });
  const { rows } = await given.database.pool.query<{ id: string }>("select id from inbound_mail");
  const mail = await storedMailQueries(given.database.pool).mail(given.leo, inboundMailId(rows[0]?.id ?? ""));
  expect(mail).toMatchObject({ raw: null, state: "posted", conversationId: talk.id });
  expect(await talk.words()).toEqual(["Merci !"]);
});

test("a conversation that lives keeps its files, its links, its session and the mail that has not left", async () => {
  const who = await marie(given);
  const talk = await correspond(given, { who });
  await planForgetting(given);
  const doors = await openFileDoors(given, who);
  for (let month = 0; month < 14; month += 1) {
    await given.passes(30 * DAY);
    await noteConnected(given, { id: connectionId(given.newId()), sessionId: who.sessionId });
    await write(given, who, talk.id);
  }
  const file = (
    await doors.upload("marie", picture(2, 2), { name: "photo.png", type: "image/png" })
  ).json<Attachment>();
  await write(given, who, talk.id, { attachments: [file.id] });
  expect(await talk.answers({ text: "Par mail." })).toBe("posted");
  await given.passes(30 * MINUTE);
  given.serverSays(REFUSED);
  const unsent = await reply(given, talk.id);
  await given.passes(10);
  await forgetOld(given);
  expect(await fateOf(given, talk.id, unsent)).toBe("waiting");
  expect((await doors.download("marie", file.id)).statusCode).toBe(200);
  expect(await counts()).toMatchObject({
    attachment_bytes: 1,
    raw_mail: 1,
    widget_session: 1,
    session_conversation: 1,
  });
  await doors.close();
});

test("what is held open while it forgets holds up nobody who writes", async () => {
  const who = await marie(given);
  const id = await begin(given, who);
  await livesADay();
  given.clock.advance(THIRTEEN_MONTHS);
  const writing = await begin(given);
  const old = given.clock.now();
  const held = Promise.withResolvers<null>();
  const open = Promise.withResolvers<null>();
  const forgetting = given.store.transaction(async (tx) => {
    for (const { what, atOnce } of KEEPINGS) await tx.retention.forget(what, instant(old - 1), atOnce);
    open.resolve(null);
    await held.promise;
  });
  await open.promise;
  // Its session has gone; the conversation goes on by an agent's hand.
  await reply(given, id);
  await reply(given, writing);
  await marie(given);
  await takeRate("somebody else");
  held.resolve(null);
  await forgetting;
  expect(await counts()).toMatchObject({ widget_session: 2 });
});

test("more than a slice is taken by and by, each slice whole or not at all", async () => {
  const many = 1_100;
  for (let at = 0; at < many; at += 1) await takeRate(`key ${at}`);
  given.clock.advance(2 * DAY);
  const now = given.clock.now();
  // It breaks behind a slice, before it commits.
  const broken = given.store.transaction(async (tx) => {
    expect(await tx.retention.forget("rate-windows", now, 500)).toBe(500);
    throw new Error("the process ends here");
  });
  await expect(broken).rejects.toThrow("ends here");
  expect(await counts()).toMatchObject({ rate_window: many });
  expect(await forgetOld(given)).toBe(now);
  expect(await counts()).toMatchObject({ rate_window: many - 500 });
  expect(await forgetOld(given)).toBe(now);
  expect(await forgetOld(given)).toBe(later(now, DAY));
  expect(await counts()).toMatchObject({ rate_window: 0 });
});
