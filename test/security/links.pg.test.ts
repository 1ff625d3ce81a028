/**
 * Whose conversation (product.md §3.6, §5.3; ADR 0022): what a link of a mail opens, for whom, until when, and what ends it.
 * The clock stands still until a test moves it.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { clientId, connectionId, DAY, emailAddress, HOUR, revision, seq } from "../../src/domain/ids.ts";
import type { WidgetPrincipal } from "../../src/domain/sessions/session.ts";
import { widgetQueries } from "../../src/adapters/postgres/queries/conversation/widget-queries.ts";
import { giveAddress } from "../../src/usecases/conversation/give-address.ts";
import { revokeLinks } from "../../src/usecases/conversation/revoke-links.ts";
import { decideSender } from "../../src/usecases/mail/decide-sender.ts";
import { stopMail } from "../../src/usecases/mail/stop-mail.ts";
import { endSession } from "../../src/usecases/sessions/end-session.ts";
import { resumeConversation } from "../../src/usecases/sessions/resume-conversation.ts";
import { noteConnected } from "../../src/usecases/sessions/note-presence.ts";
import { postMessage } from "../../src/usecases/conversation/post-message.ts";
import { type BackOffice, backOffice, type LeftMail } from "../support/back-office.ts";
import { type FileDoors, openFileDoors } from "../support/doors/file-doors.ts";
import { type Correspondence, correspond } from "../support/mail/correspondence.ts";
import { addAgent, begin, marie, must, reply, write } from "../support/world.ts";
import { picture } from "../support/png.ts";

const PNG = picture(2, 2);

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

const linkOf = (mail: LeftMail): string => /#ariane=([\w-]+)/.exec(mail.text)?.[1] ?? "";

/** Whoever reads the mail opens its link, in a browser of their own. */
async function opened(mail = talk.lastMail()): Promise<{ readonly token: string; readonly who: WidgetPrincipal }> {
  const { token } = must(await resumeConversation(given, { linkToken: linkOf(mail), sessionToken: null }));
  return { token, who: await known(token) };
}

const find = (token: string) =>
  given.store.transaction((tx) => tx.people.findSession(given.secrets.hashToken(token), given.clock.now()));

async function known(token: string): Promise<WidgetPrincipal> {
  const who = await find(token);
  if (who === null) throw new Error("the session has ended");
  return who;
}

const ask = (token: string, path: string, method: "GET" | "PUT" | "POST" = "GET", payload?: object) =>
  doors.app.inject({
    method,
    url: `/api/widget/conversations${path}`,
    headers: { authorization: `Bearer ${token}` },
    ...(payload === undefined ? {} : { payload }),
  });

/** What a session reads of the conversation; null: nothing, it is closed to it. */
async function reads(who: WidgetPrincipal, after = 0): Promise<readonly string[] | null> {
  const asOf = given.clock.now();
  const seen = await widgetQueries(given.database.pool).changes({ ...who, asOf }, talk.id, revision(after));
  return seen?.messages.map(({ text }) => text) ?? null;
}

const redeems = async (mail: LeftMail): Promise<boolean> =>
  (await resumeConversation(given, { linkToken: linkOf(mail), sessionToken: null })).ok;

describe("a link to an address that nobody has proved", () => {
  test("opens the mailed replies and what follows, in the list, the history and what is asked after a revision", async () => {
    const { token, who } = await opened();
    const all = (await reads(talk.who)) ?? [];
    expect(all.slice(0, 2)).toEqual(["Bonjour, où est ma commande ?", "Elle est partie hier."]);
    expect(await reads(who)).toEqual(all.slice(1));
    await write(given, talk.who, talk.id, { text: "Merci", shownUpTo: 2 });
    expect(await reads(who)).toEqual([...all.slice(1), "Merci"]);
    expect((await ask(token, `/${talk.id}/changes?after=0`)).body).not.toContain("Bonjour, où est ma commande");
    const head = await given.store.hot.loadHead(talk.id);
    // Writing has read the reply, which is a change of it too; of what came before there is none.
    expect(await reads(who, (head?.revision ?? 0) - 1)).toEqual(["Elle est partie hier.", "Merci"]);
  });

  test("counts nothing earlier as unread", async () => {
    const early = (await widgetQueries(given.database.pool).list(talk.who))[0]?.unread ?? 0;
    await giveAnother("count-typo@example.com");
    const { who } = await opened(await mailed("Autre chose ?", "count-typo@example.com"));
    const [seen] = await widgetQueries(given.database.pool).list(who);
    const [hers] = await widgetQueries(given.database.pool).list(talk.who);
    expect(early).toBeGreaterThan(0);
    expect(seen).toMatchObject({ id: talk.id, unread: (hers?.unread ?? 0) - early, joined: true });
  });

  test("gives no file from before, by whatever id", async () => {
    const file = { name: "secret.png", type: "image/png" };
    const early = (await doors.upload("marie", PNG, file)).json<{ id: string }>().id;
    await doors.post(talk.id, { text: "Voici", attachments: [early] });
    await giveAnother("file-typo@example.com");
    const mail = await mailed("Merci pour la photo.", "file-typo@example.com");
    const late = (await doors.upload("marie", PNG, file)).json<{ id: string }>().id;
    await doors.post(talk.id, { text: "Encore", attachments: [late] });
    const { token } = await opened(mail);
    const fetched = (id: string) =>
      doors.app.inject({ url: `/api/widget/attachments/${id}`, headers: { authorization: `Bearer ${token}` } });
    expect((await fetched(early)).statusCode).toBe(404);
    expect((await fetched(late)).statusCode).toBe(200);
    expect((await doors.download("marie", early)).statusCode).toBe(200);
  });

  test("shows no quote below an answer, which would tell what came before", async () => {
    await talk.answers({ text: "Merci !\n\nLe 5 janv., Léo a écrit :\n> Elle est partie hier.\n> SECRET" });
    await giveAnother("quote-typo@example.com");
    const mail = await mailed("Autre chose ?", "quote-typo@example.com");
    const { who } = await opened(mail);
    await talkByMail("quote-typo@example.com", mail);
    // An agent lets the end user see it; it proves no address.
    const at = (await talk.messages()).at(-1)?.seq ?? 0;
    must(await decideSender(given, given.leo, { conversationId: talk.id, seq: seq(at), decision: "show" }));
    const asOf = given.clock.now();
    const shownTo = (reader: WidgetPrincipal) =>
      widgetQueries(given.database.pool).changes({ ...reader, asOf }, talk.id, revision(0));
    const seen = await shownTo(who);
    expect(seen?.messages.some(({ text }) => text === "Bien.")).toBe(true);
    expect(JSON.stringify(await shownTo(talk.who))).toContain("SECRET");
    expect(seen?.messages.some(({ cut }) => cut !== null)).toBe(false);
    expect(JSON.stringify(seen)).not.toContain("SECRET");
  });

  test("opens the conversation whole once an authenticated answer has come from there", async () => {
    const { who } = await opened();
    const before = (await given.store.hot.loadHead(talk.id))?.revision ?? 0;
    await talk.answers({ text: "C'est bien moi." });
    expect(await reads(who)).toEqual(await reads(talk.who));
    expect(await reads(who)).toContain("Bonjour, où est ma commande ?");
    // What was held back comes as a change, to whoever has the rest.
    expect(await reads(who, before)).toContain("Bonjour, où est ma commande ?");
    const fresh = await talk.isReplied("Parfait.");
    expect(await reads((await opened(fresh)).who)).toEqual(await reads(talk.who));
  });

  test("stays narrow where whoever answers is not proved", async () => {
    const { who } = await opened();
    await talk.answers({ text: "C'est moi." }, { proof: { aligned: "unverified", dmarcPolicy: null } });
    expect(await reads(who)).not.toContain("Bonjour, où est ma commande ?");
  });
});

/** Marie gives another address: the one before was mistyped. */
const giveAnother = async (address: string): Promise<void> =>
  void must(await giveAddress(given, talk.who, { conversationId: talk.id, address, confirmed: true }));

/** Léo replies, and it is mailed there. */
async function mailed(text: string, to: string): Promise<LeftMail> {
  await reply(given, talk.id, { text });
  await given.passes(HOUR);
  const mail = given.left.findLast((each) => each.to === to);
  if (mail === undefined) throw new Error(`nothing was mailed to ${to}`);
  return mail;
}

async function talkByMail(from: string, mail: LeftMail): Promise<void> {
  const to = mail.header("reply-to").replaceAll(/^.*<|>.*$/g, "");
  const lines = [
    `From: <${from}>`,
    `To: <${to}>`,
    "Subject: Re",
    `Message-ID: <${crypto.randomUUID()}@example.com>`,
    `In-Reply-To: ${mail.header("message-id")}`,
    "",
    "Bien.",
    "",
    "> SECRET",
  ];
  const proof = { aligned: "unverified", dmarcPolicy: null } as const;
  await given.arrives({ from, to, raw: Buffer.from(lines.join("\r\n")), proof });
}

const noticesOf = (from: number) => given.notices.slice(from).map(({ kind }) => kind);

const ENDS: readonly (readonly [what: string, happens: () => Promise<void>])[] = [
  ["another address is given", () => giveAnother(`right-${talk.id}@example.com`)],
  [
    "the mail comes back for good",
    async () => {
      given.serverSays({ kind: "refused", code: 550, reply: "550 5.1.1 no such user" });
      await reply(given, talk.id, { text: "Encore." });
      await given.passes(HOUR);
      given.serverSays({ kind: "accepted", code: 250, reply: "250 2.0.0 OK" });
    },
  ],
  [
    "whoever got it says: this wasn't me",
    async () => {
      const token = /\/mail\/not-me\/([\w-]+)/.exec(talk.lastMail().text)?.[1] ?? "";
      must(await stopMail(given, "not-me", token));
    },
  ],
  ["Marie starts afresh", () => endSession(given, talk.who)],
  ["an agent revokes the links", async () => void must(await revokeLinks(given, given.leo, talk.id))],
];

describe.each(ENDS)("when %s", (_what, happens) => {
  test("the link opens nothing, and whoever came by it is out, whatever they ask", async () => {
    const mail = talk.lastMail();
    const { token, who } = await opened(mail);
    const rung = given.notices.length;
    await happens();
    expect(await find(token)).toBeNull();
    expect((await ask(token, "")).statusCode).toBe(401);
    expect(await reads(who), "by a principal that somebody remembers").toBeNull();
    const post = { conversationId: talk.id, clientId: clientId("stranger-writes"), text: "Moi", shownUpTo: seq(0) };
    expect(await postMessage(given, who, post)).toMatchObject({ error: { code: "not-found" } });
    const gives = { conversationId: talk.id, address: "eve@example.com", confirmed: true };
    expect(await giveAddress(given, who, gives)).toMatchObject({ error: { code: "not-found" } });
    expect(await redeems(mail)).toBe(false);
    expect(noticesOf(rung)).toContain("session-ended");
  });

  test("a browser with conversations of its own keeps them, and loses this one", async () => {
    const paul = await marie(given);
    const own = await begin(given, paul);
    const token = await tokenFor(paul);
    must(await resumeConversation(given, { linkToken: linkOf(talk.lastMail()), sessionToken: token, join: true }));
    const rung = given.notices.length;
    await happens();
    expect((await widgetQueries(given.database.pool).list(await known(token))).map(({ id }) => id)).toEqual([own]);
    expect(noticesOf(rung)).toContain("access-changed");
  });
});

/** A token that the test knows, for a session that is there. */
async function tokenFor(who: WidgetPrincipal): Promise<string> {
  const token = given.secrets.newToken();
  const hash = Buffer.from(given.secrets.hashToken(token));
  await given.database.pool.query("update widget_session set token_hash = $2 where id = $1", [who.sessionId, hash]);
  return token;
}

describe("what is taken back, and what is not", () => {
  test("the same mailbox given again takes nothing back", async () => {
    const mail = talk.lastMail();
    await giveAnother(talk.address.toUpperCase());
    expect(await redeems(mail)).toBe(true);
  });

  test("links of other conversations stand when one corrects its address, and fall with the address itself", async () => {
    const other = await correspond(given, { address: talk.address });
    await giveAnother("elsewhere@example.com");
    expect(await redeems(other.lastMail())).toBe(true);
    const token = /\/mail\/not-me\/([\w-]+)/.exec(talk.lastMail().text)?.[1] ?? "";
    must(await stopMail(given, "not-me", token));
    expect(await redeems(other.lastMail())).toBe(false);
  });

  test("the link of a file is taken back too; stopping and disowning work for ever", async () => {
    const attachment = await doors.uploadBy(given.leo, PNG);
    const token = given.secrets.newToken();
    await given.store.transaction((tx) =>
      tx.attachments.insertLink(attachment.id, {
        tokenHash: given.secrets.hashToken(token),
        conversationId: talk.id,
        recipient: emailAddress(talk.address),
        now: given.clock.now(),
        expiresAt: given.clock.now(),
      }),
    );
    const mail = talk.lastMail();
    await giveAnother("right-file@example.com");
    const left = await given.database.pool.query(
      "select 1 from mail_link where purpose = 'file' and conversation_id = $1 and revoked_at is null",
      [talk.id],
    );
    expect(left.rowCount).toBe(0);
    must(await stopMail(given, "not-me", /\/mail\/not-me\/([\w-]+)/.exec(mail.text)?.[1] ?? ""));
  });

  test("Start afresh in a browser that came by a link takes that link back", async () => {
    await talk.answers({ text: "C'est moi." });
    const mail = await talk.isReplied("Bien.");
    const [library, phone] = [await opened(mail), await opened(mail)];
    await endSession(given, library.who);
    expect(await find(phone.token)).toBeNull();
    expect(await redeems(mail)).toBe(false);
    expect(await reads(talk.who)).not.toBeNull();
  });

  test("a light agent revokes nothing; a note tells the others who did", async () => {
    const lea = await addAgent(given, { name: "Léa", email: `lea-${talk.id}@acme.example`, role: "light-agent" });
    expect(await revokeLinks(given, lea, talk.id)).toMatchObject({ error: { code: "not-allowed" } });
    expect(await redeems(talk.lastMail())).toBe(true);
    must(await revokeLinks(given, given.leo, talk.id));
    expect((await talk.messages()).at(-1)?.body).toContain("Léo revoked the link");
    expect(await redeems(await talk.isReplied("Encore."))).toBe(true);
  });
});

describe("how long a link's work lasts", () => {
  test("a session by link ends after thirty days, however often it is used", async () => {
    const { token, who } = await opened();
    given.clock.advance(29 * DAY);
    await noteConnected(given, { id: connectionId(given.newId()), sessionId: who.sessionId });
    expect(await find(token)).not.toBeNull();
    given.clock.advance(DAY);
    expect(await find(token)).toBeNull();
  });

  test("a browser of its own lives on, and what it joined by link is gone after thirty days", async () => {
    const paul = await marie(given);
    const own = await begin(given, paul);
    const token = await tokenFor(paul);
    must(await resumeConversation(given, { linkToken: linkOf(talk.lastMail()), sessionToken: token, join: true }));
    given.clock.advance(30 * DAY);
    expect((await widgetQueries(given.database.pool).list(await known(token))).map(({ id }) => id)).toEqual([own]);
    expect((await ask(token, `/${talk.id}/changes?after=0`)).statusCode).toBe(404);
  });
});

describe("a browser that has conversations of its own", () => {
  test("joins another only when the person was asked", async () => {
    const paul = await marie(given);
    await begin(given, paul);
    const sessionToken = await tokenFor(paul);
    const link = { linkToken: linkOf(talk.lastMail()), sessionToken };
    expect(await resumeConversation(given, link)).toMatchObject({ error: { code: "join-unconfirmed" } });
    expect(await widgetQueries(given.database.pool).list(paul)).toHaveLength(1);
    must(await resumeConversation(given, { ...link, join: true }));
    expect(await widgetQueries(given.database.pool).list(paul)).toHaveLength(2);
  });

  test("is not asked about one that it has, nor where it has none", async () => {
    const hers = await tokenFor(talk.who);
    const linkToken = linkOf(talk.lastMail());
    must(await resumeConversation(given, { linkToken, sessionToken: hers }));
    expect(await widgetQueries(given.database.pool).list(talk.who)).toMatchObject([{ joined: false }]);
    must(await resumeConversation(given, { linkToken, sessionToken: await tokenFor(await marie(given)) }));
  });
});
