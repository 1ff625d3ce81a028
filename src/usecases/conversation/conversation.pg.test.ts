import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BackOffice, backOffice } from "../../../test/support/back-office.ts";
import { setMessaging } from "../../../test/support/switch.ts";
import { addAgent, begin, marie, must, reply, write } from "../../../test/support/world.ts";
import { clientId, type ConversationId, emailAddress, HOUR, later, MINUTE, SECOND } from "../../domain/ids.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import { widgetQueries } from "../../adapters/postgres/queries/conversation/widget-queries.ts";
import { revision, seq } from "../../domain/ids.ts";
import { dismissForm } from "./dismiss-form.ts";
import { giveAddress } from "./give-address.ts";
import { handleConversation } from "./handle-conversation.ts";
import { markRead } from "./mark-read.ts";
import { noteAttention } from "../sessions/note-attention.ts";
import { postMessage } from "./post-message.ts";
import { postReply } from "./post-reply.ts";
import { resumeConversation } from "../sessions/resume-conversation.ts";
import { startConversation } from "./start-conversation.ts";
import { startMailAgain } from "./start-mail-again.ts";
import { stopMailHere } from "./stop-mail-here.ts";
import { startSession } from "../sessions/start-session.ts";

let given: BackOffice;
let who: WidgetPrincipal;
let id: ConversationId;

beforeAll(async () => {
  given = await backOffice();
});
afterAll(() => given.dispose());
beforeEach(async () => {
  who = await marie(given);
  id = await begin(given, who);
});

const head = async () => must(await found(await given.store.hot.loadHead(id)));
const found = async <T>(value: T | null) =>
  value === null ? ({ ok: false, error: { code: "gone", message: "gone" } } as const) : ({ ok: true, value } as const);
const view = (principal = who) => widgetQueries(given.database.pool).changes(principal, id, revision(0));

describe("a session that may not open a conversation", () => {
  test("learns nothing of it and changes nothing in it", async () => {
    const stranger = await marie(given);
    const at = await reply(given, id);
    const before = await head();
    const refusals = await Promise.all([
      postMessage(given, stranger, { conversationId: id, clientId: clientId("stranger-1"), text: "Hi", shownUpTo: at }),
      giveAddress(given, stranger, { conversationId: id, address: "eve@example.com", confirmed: true }),
      dismissForm(given, stranger, id),
      startMailAgain(given, stranger, id),
      stopMailHere(given, stranger, id),
    ]);
    expect(refusals.map((answer) => (answer.ok ? "done" : answer.error.code))).toEqual(
      Array.from({ length: 5 }, () => "not-found"),
    );
    await markRead(given, stranger, { conversationId: id, upTo: at });
    await noteAttention(given, stranger, id);
    expect(await view(stranger)).toBeNull();
    expect(await head()).toEqual(before);
  });

  test("makes nobody ask what its domain is", async () => {
    const asked: string[] = [];
    const takesMail = (address: string) => (asked.push(address), Promise.resolve("unknown" as const));
    const stranger = await marie(given);
    const address = { conversationId: id, address: "eve@example.com", confirmed: true };
    await giveAddress({ ...given, mailDomains: { takesMail } }, stranger, address);
    expect(asked).toEqual([]);
    await giveAddress({ ...given, mailDomains: { takesMail } }, who, address);
    expect(asked).toEqual(["eve@example.com"]);
  });

  test("may, once it redeemed a link of that conversation, and no other", async () => {
    const token = given.secrets.newToken();
    const now = given.clock.now();
    await given.store.transaction((tx) =>
      tx.links.insert({
        tokenHash: given.secrets.hashToken(token),
        purpose: "resume",
        conversationId: id,
        recipient: emailAddress("marie@example.com"),
        now,
        expiresAt: later(now, HOUR),
      }),
    );
    const resumed = must(await resumeConversation(given, { linkToken: token, sessionToken: null }));
    const session = await given.store.transaction((tx) =>
      tx.people.findSession(given.secrets.hashToken(resumed.token), now),
    );
    if (session === null) throw new Error("no session was made");
    const others = await begin(given, who);
    expect(await view(session)).not.toBeNull();
    expect(await widgetQueries(given.database.pool).changes(session, others, revision(0))).toBeNull();
    given.clock.advance(2 * HOUR);
    expect(await resumeConversation(given, { linkToken: token, sessionToken: null })).toMatchObject({
      error: { code: "link-invalid" },
    });
  });
});

describe("what was sent twice", () => {
  test("is one conversation, also at once", async () => {
    const first = { clientId: clientId("the-same-first"), text: "Hello", pageUrl: null };
    const ids = await Promise.all([1, 2, 3].map(() => startConversation(given, who, first)));
    expect(new Set(ids.map(must)).size).toBe(1);
  });

  test("is one message, by whichever path it came", async () => {
    const message = { conversationId: id, clientId: clientId("the-same-one"), text: "Hello", shownUpTo: seq(0) };
    const posted = await Promise.all([1, 2].map(() => postMessage(given, who, message)));
    expect(new Set(posted.map((each) => must(each).seq)).size).toBe(1);
    const answer = { conversationId: id, clientId: clientId("the-same-two"), text: "Hi", status: null } as const;
    const replied = [];
    for (let time = 0; time < 3; time += 1) {
      replied.push(must(await postReply(given, given.leo, { ...answer, visibility: "public" })).seq);
    }
    expect(new Set(replied).size).toBe(1);
    expect((await head()).seq).toBe(3);
  });

  test("is told where it stands, though the conversation has closed since", async () => {
    const answer = { conversationId: id, clientId: clientId("before-the-end"), text: "Bye", status: null } as const;
    const first = must(await postReply(given, given.leo, { ...answer, visibility: "public" }));
    await given.database.pool.query("update conversation set status = 'closed' where id = $1", [id]);
    expect(must(await postReply(given, given.leo, { ...answer, visibility: "public" })).seq).toBe(first.seq);
    expect(
      await postReply(given, given.leo, { ...answer, clientId: clientId("after-the-end"), visibility: "note" }),
    ).toMatchObject({
      error: { code: "conversation-closed" },
    });
  });
});

test("under ten writers the seqs have no gap and no double", async () => {
  await Promise.all(
    Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? reply(given, id, { text: `r${n}` }) : write(given, who, id))),
  );
  const rows = await given.database.pool.query<{ seq: number }>(
    "select seq from message where conversation_id = $1 order by seq",
    [id],
  );
  expect(rows.rows.map((row) => row.seq)).toEqual(Array.from({ length: 11 }, (_, n) => n + 1));
});

test("a light agent's note sets no status", async () => {
  const ida = await addAgent(given, { name: "Ida", email: `ida-${id}@acme.example`, role: "light-agent" });
  const note = { conversationId: id, clientId: clientId("light-note-1"), text: "Hm", visibility: "note" } as const;
  expect(await postReply(given, ida, { ...note, status: "solved" })).toMatchObject({ error: { code: "not-allowed" } });
  expect(must(await postReply(given, ida, { ...note, status: null })).seq).toBe(2);
});

test("a browser that names a zone that no calendar knows gets the account's", async () => {
  const newcomer = { brandId: given.acme.brandId, widgetLocale: null, browserLanguages: [], timeZone: "Mars/Olympus" };
  const { endUserId } = must(await startSession(given, newcomer));
  const user = await given.store.transaction((tx) => tx.people.mustFindEndUser(endUserId));
  expect(user.timeZone).toBeNull();
});

test("nobody begins where messaging is off; what has begun goes on", async () => {
  await setMessaging(given, false);
  try {
    const first = { clientId: clientId("too-late-now"), text: "Hello", pageUrl: null };
    expect(await startConversation(given, who, first)).toMatchObject({ error: { code: "messaging-off" } });
    expect(await write(given, who, id)).toBe(2);
  } finally {
    await setMessaging(given, true);
  }
});

const isInQueue = async (): Promise<boolean> => (await head()).queuedAt !== null;

describe("back to the queue", () => {
  beforeEach(async () => {
    await reply(given, id, { status: "pending" });
    await write(given, who, id, { shownUpTo: 2 });
  });

  test("after an hour without an answer, where the agent is not there", async () => {
    await given.passes(HOUR - SECOND);
    expect(await isInQueue()).toBe(false);
    await given.passes(SECOND);
    expect(await isInQueue()).toBe(true);
  });

  test("not where the agent answered meanwhile, though she has read it since", async () => {
    await given.passes(5 * MINUTE);
    const at = await reply(given, id, { text: "Here you are" });
    await markRead(given, who, { conversationId: id, upTo: at });
    await given.passes(2 * HOUR);
    expect(await isInQueue()).toBe(false);
  });

  test("an hour after the message that waits, not after an earlier one", async () => {
    await given.passes(30 * MINUTE);
    await reply(given, id, { status: "pending" });
    await given.passes(20 * MINUTE);
    await write(given, who, id, { shownUpTo: 4 });
    await given.passes(30 * MINUTE);
    expect(await isInQueue()).toBe(false);
    await given.passes(30 * MINUTE);
    expect(await isInQueue()).toBe(true);
  });
});

test("what an agent solved from the queue and opens again is in the queue again", async () => {
  must(await handleConversation(given, given.leo, id, { verb: "status", status: "solved" }));
  expect((await head()).queuedAt).toBeNull();
  must(await handleConversation(given, given.leo, id, { verb: "status", status: "open" }));
  expect((await head()).queuedAt).toBe(given.clock.now());
});

const forms = async (): Promise<readonly string[]> =>
  (await view())?.messages.flatMap((message) => (message.form === null ? [] : [message.form.kind])) ?? [];

describe("the trigger that asks for an address", () => {
  test("speaks when nobody has written for five seconds, once", async () => {
    await given.passes(4 * SECOND);
    await write(given, who, id);
    await given.passes(4 * SECOND);
    expect(await forms()).toEqual([]);
    await given.passes(SECOND);
    expect(await forms()).toEqual(["request-email"]);
    await given.passes(HOUR);
    expect(await forms()).toEqual(["request-email"]);
  });

  test("waits a minute at most, however busy it is", async () => {
    for (let time = 0; time < 15; time += 1) {
      await given.passes(4 * SECOND);
      await write(given, who, id);
    }
    expect(await forms()).toEqual(["request-email"]);
  });

  test("acknowledges an address that is known", async () => {
    must(await giveAddress(given, who, { conversationId: id, address: "marie@example.com", confirmed: true }));
    await given.passes(5 * SECOND);
    expect(await forms()).toEqual(["acknowledge-email"]);
  });

  test("acts once under two workers", async () => {
    given.clock.advance(5 * SECOND);
    const jobs = (await given.jobs.claim({ house: 50, post: 50 }, given.clock.now())).filter(
      (job) => job.kind === "run-trigger",
    );
    await Promise.all(jobs.flatMap((job) => [given.handlers[job.kind](job), given.handlers[job.kind](job)]));
    expect(await forms()).toEqual(["request-email"]);
  });

  test("says nothing in a conversation that has closed", async () => {
    await given.database.pool.query("update conversation set status = 'closed' where id = $1", [id]);
    await given.passes(MINUTE);
    expect(await forms()).toEqual([]);
  });
});

test("giving again the address that is proved takes no proof away", async () => {
  const address = { conversationId: id, address: "marie@example.com", confirmed: true };
  must(await giveAddress(given, who, address));
  await given.database.pool.query("update conversation set address_state = 'proved' where id = $1", [id]);
  must(await giveAddress(given, who, address));
  expect((await head()).address?.state).toBe("proved");
  must(await giveAddress(given, who, { ...address, address: "other@example.com" }));
  expect((await head()).address?.state).toBe("unproved");
});
