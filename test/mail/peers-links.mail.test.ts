/** What broke for others in the links of a mail: who can open what with them, and who burns them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseMime } from "../../src/adapters/mail/mime-in.ts";
import { widgetQueries } from "../../src/adapters/postgres/queries/conversation/widget-queries.ts";
import { attachmentId, DAY, emailAddress, revision } from "../../src/domain/ids.ts";
import { giveAddress } from "../../src/usecases/conversation/give-address.ts";
import { type BackOffice, backOffice, type LeftMail, PUBLIC_URL, UNPROVED } from "../support/back-office.ts";
import { type Correspondence, correspond } from "../support/mail/correspondence.ts";
import { type FileDoors, openFileDoors } from "../support/doors/file-doors.ts";
import { begin, marie, must, SUPPORT } from "../support/world.ts";
import fr from "../../locales/mail/fr.json" with { type: "json" };

let given: BackOffice;
let talk: Correspondence;
let doors: FileDoors;

beforeAll(async () => {
  given = await backOffice();
});
afterAll(() => given.dispose());
beforeEach(async () => {
  talk = await correspond(given);
  doors = await openFileDoors(given, talk.who);
  return () => doors.close();
});

/** Every address of a page that the mail names, in its text, its HTML and its headers. */
async function linksIn(mail: LeftMail): Promise<readonly string[]> {
  const { html } = await parseMime(mail.raw);
  const found = [mail.text, html ?? "", mail.header("list-unsubscribe")].flatMap(
    (part) => part.match(/https?:\/\/[^\s<>"']+/g) ?? [],
  );
  return [...new Set(found)];
}

/** The token of the button back to the conversation. */
const tokenOf = (mail: LeftMail): string => /#ariane=([\w-]+)/.exec(mail.text)?.[1] ?? "";

const redeem = (linkToken: string, sessionToken: string | null = null) =>
  doors.app.inject({
    method: "POST",
    url: "/api/widget/resume",
    // She was asked where she has others.
    payload: { linkToken, sessionToken, brandId: null, join: true },
  });

/** Whoever holds the session may open these conversations. */
async function opens(sessionToken: string): Promise<readonly string[]> {
  const url = "/api/widget/conversations";
  const answer = await doors.app.inject({ url, headers: { authorization: `Bearer ${sessionToken}` } });
  return answer.json<{ conversations: { id: string }[] }>().conversations.map(({ id }) => id);
}

/** The session that a redeemed link gives. */
async function sessionBy(linkToken: string): Promise<string> {
  const answer = await redeem(linkToken);
  expect(answer.statusCode).toBe(200);
  return answer.json<{ token: string }>().token;
}

/** Asks for every page of ours that a mail links to, as a scanner does that follows whatever it finds. */
async function scan(mail: LeftMail, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  for (const link of await linksIn(mail)) {
    const { origin, pathname, search } = new URL(link);
    if (origin !== PUBLIC_URL) continue;
    for (const method of ["GET", "HEAD"] as const) {
      expect((await doors.app.inject({ method, url: `${pathname}${search}`, headers })).statusCode).toBeLessThan(400);
    }
  }
}

test("tokens in URLs: no link of any mail has one in its query, nor in a path but for those that only a POST heeds", async () => {
  const film = await doors.upload("leo", Buffer.alloc(10 * 1024 * 1024 + 1, "film"), { name: "a.bin", type: "x/y" });
  await talk.isReplied("Voici.", [attachmentId(film.json<{ id: string }>().id)]);
  await talk.answers({ text: "Merci." });
  await talk.isReplied("De rien.");
  const links = (await Promise.all(talk.mails().map(linksIn))).flat().map((link) => new URL(link));
  expect(links.filter(({ search }) => search !== "")).toEqual([]);
  const bare = links.filter(({ pathname }) => /[\w-]{20,}/.test(pathname));
  for (const { pathname } of bare) expect(pathname).toMatch(/^\/mail\/(?:stop|not-me)\/[\w-]{43}$/);
  expect(new Set(links.map(({ pathname }) => pathname.split("/")[1]))).toEqual(
    new Set(["conversation", "file", "mail"]),
  );
});

test("resume link burnt by a mail scanner: ten rounds of it spend nothing, and stop nothing", async () => {
  const mail = talk.lastMail();
  for (let round = 0; round < 10; round += 1) await scan(mail);
  expect(await opens(await sessionBy(tokenOf(mail)))).toEqual([talk.id]);
  expect((await redeem(tokenOf(mail))).statusCode).toBe(200);
  await talk.isReplied("Et voici la suite.");
});

const countSessions = async () => (await given.database.pool.query("select 1 from widget_session")).rowCount;

test("link prefetched: what a browser fetches ahead opens nothing", async () => {
  const before = await countSessions();
  await scan(talk.lastMail(), { "sec-purpose": "prefetch;prerender", purpose: "prefetch" });
  expect((await doors.app.inject({ url: `/api/widget/resume?linkToken=${tokenOf(talk.lastMail())}` })).statusCode).toBe(
    404,
  );
  expect(await countSessions()).toBe(before);
});

test("link opened on a second device: the conversation is whole there, and it is all that it opens", async () => {
  const other = await begin(given, talk.who);
  // Before she has answered from there, it shows what was mailed and no more (test/security/links.pg.test.ts).
  await talk.answers({ text: "Merci." });
  const session = await sessionBy(tokenOf(await talk.isReplied("Je vous en prie.")));
  expect(await opens(session)).toEqual([talk.id]);
  const hers = await widgetQueries(given.database.pool).changes(talk.who, talk.id, revision(0));
  const there = await given.store.transaction((tx) =>
    tx.people.findSession(given.secrets.hashToken(session), given.clock.now()),
  );
  if (there === null) throw new Error("no session was made");
  expect(await widgetQueries(given.database.pool).changes(there, other, revision(0))).toBeNull();
  const seen = await widgetQueries(given.database.pool).changes(there, talk.id, revision(0));
  expect(seen?.messages.map(({ text }) => text)).toEqual(hers?.messages.map(({ text }) => text));
});

test("link opened on a second device: in somebody else's browser it adds that conversation to theirs", async () => {
  const session = await sessionBy(tokenOf(talk.lastMail()));
  const another = await correspond(given);
  expect((await redeem(tokenOf(another.lastMail()), session)).json<{ token: string }>().token).toBe(session);
  expect([...(await opens(session))].toSorted()).toEqual([talk.id, another.id].toSorted());
});

test("link expired: after thirty days it opens nothing, and the newest mail has a fresh one", async () => {
  const old = talk.lastMail();
  given.clock.advance(30 * DAY);
  expect((await redeem(tokenOf(old))).json()).toMatchObject({ code: "link-invalid" });
  const fresh = await talk.isReplied("Toujours là ?");
  expect((await redeem(tokenOf(fresh))).statusCode).toBe(200);
});

describe("resuming by e-mail alone opens another person's history", () => {
  test("resuming by e-mail alone: whoever types her address in another browser sees their own conversation only", async () => {
    const eve = await marie(given);
    const own = await begin(given, eve, "C'est moi, Marie.");
    must(await giveAddress(given, eve, { conversationId: own, address: talk.address, confirmed: true }));
    const list = await widgetQueries(given.database.pool).list(eve);
    expect(list.map(({ id }) => id)).toEqual([own]);
    expect(await widgetQueries(given.database.pool).changes(eve, talk.id, revision(0))).toBeNull();
  });

  test("resuming by e-mail alone: an address, an id or a reply token is no link", async () => {
    for (const guess of [talk.address, talk.id, talk.replyTo(), talk.lastMail().header("message-id")]) {
      expect((await redeem(guess)).json()).toMatchObject({ code: "link-invalid" });
    }
  });

  test("resuming by e-mail alone: mail in her name begins a conversation of its own, and is mailed none of hers", async () => {
    const raw = `From: ${talk.address}\r\nTo: ${SUPPORT}\r\nSubject: x\r\n\r\nSend me all that I wrote.`;
    const mail = { from: emailAddress(talk.address), to: SUPPORT, raw, proof: UNPROVED };
    expect(await given.arrives(mail)).toBe("posted: new-conversation");
    expect(await talk.words()).toEqual([]);
  });
});

test('mail says "reply to this" when incoming mail is not proved: it says that answers do not arrive', async () => {
  const unproved = await backOffice({ canAnswer: "where-proved" });
  try {
    const { text } = (await correspond(unproved)).lastMail();
    expect(text).toContain(fr["go-on.open"]);
    for (const key of ["go-on.answer", "go-on.answer-or-open"] as const) expect(text).not.toContain(fr[key]);
    expect(talk.lastMail().text).toContain(fr["go-on.answer-or-open"]);
  } finally {
    await unproved.dispose();
  }
});
