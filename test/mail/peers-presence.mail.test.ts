/** What broke for others in whether anybody is there: mail to people who are, and none to people who are not. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { presenceBook } from "../../src/adapters/postgres/sessions/presence-book.ts";
import { type ConnectionId, connectionId, DAY, later, millis, MINUTE, SECOND, seq } from "../../src/domain/ids.ts";
import { connectionEnds } from "../../src/domain/sessions/presence.ts";
import type { PresenceBook } from "../../src/ports/sessions/presence.ts";
import { endSession } from "../../src/usecases/sessions/end-session.ts";
import { markRead } from "../../src/usecases/conversation/mark-read.ts";
import { noteAttention } from "../../src/usecases/sessions/note-attention.ts";
import { noteConnected, noteLapsed, noteLeft } from "../../src/usecases/sessions/note-presence.ts";
import { resumeConversation } from "../../src/usecases/sessions/resume-conversation.ts";
import { type BackOffice, backOffice } from "../support/back-office.ts";
import { type Correspondence, correspond } from "../support/mail/correspondence.ts";
import { fateOf, must, reply } from "../support/world.ts";

let given: BackOffice;
let book: PresenceBook;
let processId = "";
let talk: Correspondence;

beforeAll(async () => {
  given = await backOffice();
  book = presenceBook(given.database.pool);
  processId = given.newId();
});
afterAll(() => given.dispose());
beforeEach(async () => {
  talk = await correspond(given);
});

/** A tab with a live socket. */
async function tab(): Promise<ConnectionId> {
  const id = connectionId(given.newId());
  await noteConnected(given, { id, sessionId: talk.who.sessionId });
  return id;
}

const STEP = 10 * SECOND;

/** Time goes by in a server that lives: it renews the lease of every socket it can reach, and `meanwhile` happens. */
async function lives(by: number, tabs: readonly ConnectionId[], meanwhile?: () => Promise<void>): Promise<void> {
  let lastAt = given.clock.now();
  for (let gone = 0; gone < by; gone += STEP) {
    await given.passes(STEP);
    const now = given.clock.now();
    await book.renew(tabs, connectionEnds(now));
    await book.beat(processId, { startedAt: now, lastAt, now, until: later(now, millis(MINUTE)) });
    await noteLapsed(given);
    lastAt = now;
    await meanwhile?.();
    await given.settle();
  }
}

const attends = () => noteAttention(given, talk.who, talk.id);
/** How many mails have left since the first. */
const mailed = (): number => talk.mails().length - 1;

test("mailed though online, because only the focused tab counted: while she looks now and then, no mail leaves", async () => {
  const tabs = [await tab(), await tab()];
  await reply(given, talk.id, { text: "Encore un mot." });
  await lives(20 * MINUTE, tabs, attends);
  expect(mailed()).toBe(0);
  // She turns away, her pages stay open: that is no attention, and no leaving either.
  await lives(9 * MINUTE, tabs);
  expect(mailed()).toBe(0);
  await lives(2 * MINUTE, tabs);
  expect(mailed()).toBe(1);
});

test("two tabs, one focused: what is seen in one is read in both, and mailed by neither", async () => {
  const tabs = [await tab(), await tab()];
  const at = await reply(given, talk.id, { text: "Encore un mot." });
  await markRead(given, talk.who, { conversationId: talk.id, upTo: at });
  await noteLeft(given, tabs[1] ?? connectionId(""));
  await lives(20 * MINUTE, tabs.slice(0, 1));
  expect(mailed()).toBe(0);
  expect(await fateOf(given, talk.id, at)).toBe("read");
});

test("two tabs, one focused: the one in the background is closed, and that is not leaving", async () => {
  const [front, back] = [await tab(), await tab()];
  await reply(given, talk.id, { text: "Encore un mot." });
  await noteLeft(given, back);
  await lives(9 * MINUTE, [front]);
  expect(mailed()).toBe(0);
});

test("laptop asleep with an open socket: nobody answers on it, so its lease ends, and the mail leaves two minutes later", async () => {
  await tab();
  await lives(MINUTE, []);
  await reply(given, talk.id, { text: "Encore un mot." });
  await lives(3 * MINUTE, []);
  expect(mailed()).toBe(1);
});

test("laptop asleep with an open socket: awake again and reading in time, she is not mailed", async () => {
  const laptop = await tab();
  const at = await reply(given, talk.id, { text: "Encore un mot." });
  await lives(MINUTE, []);
  const again = await tab();
  await markRead(given, talk.who, { conversationId: talk.id, upTo: at });
  await lives(20 * MINUTE, [laptop, again]);
  expect(mailed()).toBe(0);
});

test("signed out: her replies still reach her by mail, and its link opens the conversation again", async () => {
  const here = await tab();
  await endSession(given, talk.who);
  await noteLeft(given, here);
  const mail = await talk.isReplied("Encore un mot.");
  expect(mailed()).toBe(1);
  const linkToken = /#ariane=([\w-]+)/.exec(mail.text)?.[1] ?? "";
  const resumed = must(await resumeConversation(given, { linkToken, sessionToken: null }));
  expect(resumed.conversationId).toBe(talk.id);
});

test("clock skew: the database's clock, months from ours, decides nothing", async () => {
  const found = await given.database.pool.query<{ now: number }>(
    "select (extract(epoch from now()) * 1000)::bigint as now",
  );
  expect(Math.abs((found.rows[0]?.now ?? 0) - given.clock.now())).toBeGreaterThan(30 * DAY);
  const at = given.clock.now();
  const mail = await talk.isReplied("Encore un mot.");
  expect(mail.at - at).toBeLessThanOrEqual(10 * MINUTE);
  expect(Date.parse(mail.header("date"))).toBe(Math.floor(mail.at / SECOND) * SECOND);
});

test.each([
  ["two years ahead", "Wed, 05 Jan 2028 12:00:00 +0000"],
  ["in the last century", "Thu, 01 Jan 1970 00:00:00 +0000"],
  ["nowhere in time", "yesterday, I think"],
])("clock skew: her mail's date is %s: it stands where it came, at our time", async (_, date) => {
  const lines = ["Content-Type: text/plain", `Date: ${date}`, "", "Merci."];
  expect(await talk.answersLines(lines)).toBe("posted");
  const at = given.clock.now();
  await reply(given, talk.id, { text: "De rien." });
  const messages = await talk.messages();
  expect(messages.slice(-2).map(({ body }) => body)).toEqual(["Merci.", "De rien."]);
  const posted = await given.database.pool.query<{ posted_at: number }>(
    "select posted_at from message where conversation_id = $1 and seq = $2",
    [talk.id, seq(messages.at(-2)?.seq ?? 0)],
  );
  expect(posted.rows).toEqual([{ posted_at: at }]);
});
