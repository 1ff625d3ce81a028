/** The widget's line by HTTP: what a page hears, and what it says. */
import { Errors } from "typebox/value";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { pollApi } from "../../../../contract/live/widget-poll.ts";
import type { AnswerOf } from "../../../../contract/route.ts";
import { type BackOffice, backOffice, PUBLIC_URL } from "../../../../test/support/back-office.ts";
import { edgeOf } from "../../../../test/support/doors/edge.ts";
import { witness } from "../../../../test/support/doors/witness.ts";
import { begin, fateOf, marie, reply, WIDGET_WORDS } from "../../../../test/support/world.ts";
import { createLocalBus } from "../../../adapters/bus/local-bus.ts";
import { attachmentQueries } from "../../../adapters/postgres/queries/attachment-queries.ts";
import { widgetQueries } from "../../../adapters/postgres/queries/conversation/widget-queries.ts";
import { type ConversationId, MINUTE, SECOND } from "../../../domain/ids.ts";
import type { WidgetPrincipal } from "../../../domain/sessions/session.ts";
import { POLLS_A_SESSION } from "../../edge/allowances.ts";
import { type App, createServer } from "../server.ts";
import { widgetRoutes } from "./widget-routes.ts";

const bus = createLocalBus();
let given: BackOffice;
let app: App;
let who: WidgetPrincipal;
let id: ConversationId;
let token: string;

beforeAll(async () => {
  given = await backOffice();
  const { clock, database } = given;
  const { origins, principals, limits } = edgeOf(given, PUBLIC_URL);
  app = createServer({ log: () => undefined, trustedProxies: [], publicUrl: () => PUBLIC_URL, witness: witness() });
  const files = attachmentQueries(database.pool);
  const shared = { usecases: given, principals, origins, limits, clock, files, bus };
  app.register(
    widgetRoutes({ ...shared, queries: widgetQueries(database.pool), isDemo: false, widgetWords: WIDGET_WORDS }),
  );
});
afterAll(async () => {
  await app.close();
  await given.dispose();
});
beforeEach(async () => {
  who = await marie(given);
  id = await begin(given, who, "Where is my order?");
  token = given.secrets.newToken();
  await given.database.pool.query("update widget_session set token_hash = $2 where id = $1", [
    who.sessionId,
    Buffer.from(given.secrets.hashToken(token)),
  ]);
});

type Poll = AnswerOf<typeof pollApi.poll>;

async function poll(
  asked: Partial<Record<"connection" | "revisions" | "said" | "isLeaving", unknown>> = {},
): Promise<Poll> {
  const answer = await ask(asked);
  expect([answer.statusCode, [...Errors(pollApi.poll.answer, answer.json())]]).toEqual([200, []]);
  return answer.json();
}

const ask = (asked: object) =>
  app.inject({
    method: "POST",
    url: "/api/widget/poll",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    payload: { connection: null, revisions: {}, said: [], isLeaving: false, ...asked },
  });

const presence = async () =>
  (await given.store.transaction((tx) => tx.conversations.loadPresence(id, given.clock.now()))).kind;

test("the first answer is a welcome, and then what is newer than the page knows, once", async () => {
  const { connection, heard } = await poll();
  expect(heard).toMatchObject([{ type: "welcome", conversations: [{ id }] }]);
  const [welcome] = heard;
  const revision = welcome?.type === "welcome" ? (welcome.conversations[0]?.revision ?? 0) : 0;
  expect((await poll({ connection, revisions: { [id]: revision } })).heard).toEqual([]);
  await reply(given, id, { text: "It left yesterday." });
  const news = await poll({ connection, revisions: { [id]: revision } });
  expect(news).toMatchObject({
    connection,
    heard: [{ type: "changes", conversationId: id, messages: [{ text: "It left yesterday." }] }],
  });
  const [changes] = news.heard;
  const now = changes?.type === "changes" ? changes.revision : 0;
  expect((await poll({ connection, revisions: { [id]: now } })).heard).toEqual([]);
});

test("mail that gets out no longer, or again, is told for a while beside the news", async () => {
  const { connection, heard } = await poll();
  const [first] = heard;
  const known = first?.type === "welcome" ? (first.conversations[0]?.revision ?? 0) : 0;
  bus.publish([{ kind: "way-out" }]);
  await reply(given, id, { text: "It left yesterday." });
  const news = await poll({ connection, revisions: { [id]: known } });
  expect(news.heard).toMatchObject([
    { type: "welcome", conversations: [{ id }] },
    { type: "changes", after: known },
  ]);
  const [, changes] = news.heard;
  const revisions = { [id]: changes?.type === "changes" ? changes.revision : 0 };
  given.clock.advance(15 * SECOND);
  expect((await poll({ connection, revisions })).heard).toMatchObject([{ type: "welcome" }]);
  given.clock.advance(6 * SECOND);
  expect((await poll({ connection, revisions })).heard).toEqual([]);
});

test("a conversation that the page does not know comes whole, and one that is not its own sends it back to the start", async () => {
  const { connection } = await poll();
  expect((await poll({ connection })).heard).toMatchObject([{ type: "changes", after: 0, messages: [{ seq: 1 }] }]);
  const another = await begin(given);
  expect((await poll({ connection, revisions: { [another]: 1 } })).heard).toEqual([
    { type: "refused", code: "access-changed" },
  ]);
});

test("who asks is there, what they have seen is read, and their leaving is heard", async () => {
  const seq = await reply(given, id);
  const { connection } = await poll({ said: [{ type: "attention", conversationId: id }] });
  expect([await presence(), await fateOf(given, id, seq)]).toEqual(["connected", "waiting"]);
  const attended = await given.database.pool.query("select attention_at from conversation where id = $1", [id]);
  expect(attended.rows).toEqual([{ attention_at: given.clock.now() }]);
  await poll({ connection, said: [{ type: "seen", conversationId: id, upTo: seq }] });
  expect(await fateOf(given, id, seq)).toBe("read");
  await poll({ connection, isLeaving: true });
  expect(await presence()).toBe("gone");
});

test("typing is heard both ways for a moment, in one's own conversations alone", async () => {
  const typing: string[] = [];
  const stop = bus.subscribe(
    (notice) => notice.kind === "typing" && notice.who.kind === "end-user" && typing.push(notice.id),
  );
  const another = await begin(given);
  const said = [id, another].map((each) => ({ type: "typing", conversationId: each }));
  const { connection } = await poll({ said });
  stop();
  expect(typing).toEqual([id]);
  const leo = { kind: "agent", id: given.leo.id, name: "Léo" } as const;
  const hears = async () => (await poll({ connection })).heard.filter(({ type }) => type === "typing");
  bus.publish([{ kind: "typing", id, who: { ...leo, mayReply: false } }]);
  expect(await hears()).toEqual([]);
  bus.publish([{ kind: "typing", id, who: { ...leo, mayReply: true } }]);
  expect(await hears()).toEqual([{ type: "typing", conversationId: id, name: "Léo" }]);
  given.clock.advance(MINUTE / 10);
  expect(await hears()).toEqual([]);
});

test("who asks too often is told when to come back", async () => {
  const key = `poll:${who.sessionId}`;
  await given.database.pool.query("insert into rate_window (key, opened_at, used) values ($1, $2, $3)", [
    key,
    given.clock.now(),
    POLLS_A_SESSION.most,
  ]);
  const { statusCode, headers } = await ask({});
  expect([statusCode, headers["retry-after"]]).toEqual([429, "60"]);
});
