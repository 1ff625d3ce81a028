import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Errors } from "typebox/value";
import type { TSchema } from "typebox";
import { AgentChanges, ConversationList } from "../../../contract/conversation/agent-shapes.ts";
import { conversationApi } from "../../../contract/conversation/agent-routes.ts";
import { widgetApi, WidgetChanges } from "../../../contract/conversation/widget-conversations.ts";
import { widgetSessionApi } from "../../../contract/sessions/widget-sessions.ts";
import { MessagePosted } from "../../../contract/shared.ts";
import { type BackOffice, backOffice, PUBLIC_URL } from "../../../test/support/back-office.ts";
import { edgeOf } from "../../../test/support/doors/edge.ts";
import { tokenOf } from "../../../test/support/doors/signed-in.ts";
import { witness } from "../../../test/support/doors/witness.ts";
import { addAgent, begin, marie, must, reply, WIDGET_WORDS } from "../../../test/support/world.ts";
import { createLocalBus } from "../../adapters/bus/local-bus.ts";
import { attachmentQueries } from "../../adapters/postgres/queries/attachment-queries.ts";
import { agentQueries } from "../../adapters/postgres/queries/conversation/agent-queries.ts";
import { widgetQueries } from "../../adapters/postgres/queries/conversation/widget-queries.ts";
import { type AgentId, type ConversationId, conversationId, emailAddress, HOUR, later } from "../../domain/ids.ts";
import { postReply } from "../../usecases/conversation/post-reply.ts";
import { clientId } from "../../domain/ids.ts";
import { agentCookies } from "../edge/cookies.ts";
import { agentRoutes } from "./conversation/agent-routes.ts";
import { type App, createServer } from "./server.ts";
import { widgetRoutes } from "./conversation/widget-routes.ts";

let given: BackOffice;
let app: App;
let id: ConversationId;
let token: string;
const faults: string[] = [];

beforeAll(async () => {
  given = await backOffice();
  app = createApp(given);
});
afterAll(async () => {
  await app.close();
  await given.dispose();
});
beforeEach(async () => {
  const who = await marie(given);
  id = await begin(given, who, "Where is my order?");
  token = given.secrets.newToken();
  await given.database.pool.query("update widget_session set token_hash = $2 where id = $1", [
    who.sessionId,
    Buffer.from(given.secrets.hashToken(token)),
  ]);
});

function createApp(world: BackOffice): App {
  const { clock } = world;
  const { pool } = world.database;
  const { origins, principals, limits } = edgeOf(world, PUBLIC_URL);
  const server = createServer({
    log: (_level, event, fields) => faults.push(`${event} ${JSON.stringify(fields)}`),
    trustedProxies: [],
    publicUrl: () => PUBLIC_URL,
    witness: witness(),
  });
  const shared = { usecases: world, principals, origins, limits, clock, files: attachmentQueries(pool) };
  server.register(
    widgetRoutes({
      ...shared,
      queries: widgetQueries(pool),
      bus: createLocalBus(),
      isDemo: false,
      widgetWords: WIDGET_WORDS,
    }),
  );
  server.register(agentRoutes({ ...shared, queries: agentQueries(pool) }));
  return server;
}

interface Asked {
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly as?: string;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";

const ask = (method: Method, url: string, { body, headers = {}, as = token }: Asked = {}) =>
  app.inject({
    method,
    url,
    headers: {
      ...(as === "" ? {} : { authorization: `Bearer ${as}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { payload: body }),
  });

const widget = (method: Method, path: string, asked?: Asked) => ask(method, `/api/widget/conversations${path}`, asked);

async function agent(agentId: AgentId = given.leo.id) {
  const cookie = await tokenOf(given, agentId);
  return (method: Method, path: string, { body, headers = {} }: Asked = {}) =>
    ask(method, `/api/agent/conversations${path}`, {
      as: "",
      headers: {
        cookie: `${agentCookies(PUBLIC_URL).session}=${cookie}`,
        "x-ariane-request": "1",
        origin: PUBLIC_URL,
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
}

type Answer = Awaited<ReturnType<typeof ask>>;
const code = (answer: Answer): string =>
  `${answer.statusCode} ${String(Object.entries(answer.json()).find(([key]) => key === "code")?.[1])}`;
const holds = (schema: TSchema, answer: Answer): unknown[] => [...Errors(schema, answer.json())];
const message = (text: string, n = 1) => ({ clientId: `client-${n}-of-this`, text, shownUpTo: 1 });

describe("the widget's door", () => {
  test("answers as the contract says", async () => {
    const session = { brandId: given.acme.brandId, locale: null, browserLanguages: ["fr"], timeZone: "Europe/Paris" };
    const start = { clientId: "client-of-start", text: "Hello", pageUrl: "https://shop.example/a?secret=1#b" };
    await reply(given, id, { text: "It left." });
    const answers: readonly (readonly [TSchema, Answer])[] = [
      [widgetSessionApi.start.answer, await ask("POST", "/api/widget/sessions", { as: "", body: session })],
      [widgetApi.list.answer, await widget("GET", "")],
      [widgetApi.start.answer, await widget("POST", "", { body: start })],
      [MessagePosted, await widget("POST", `/${id}/messages`, { body: message("Thank you") })],
      [
        widgetApi.giveAddress.answer,
        await widget("PUT", `/${id}/address`, { body: { address: "m@example.com", confirmed: true } }),
      ],
      [WidgetChanges, await widget("GET", `/${id}/changes?after=0`)],
    ];
    expect(answers.flatMap(([schema, answer]) => holds(schema, answer))).toEqual([]);
    const pages = await given.database.pool.query("select 1 from conversation where page_url like '%secret%'");
    expect(pages.rowCount).toBe(0);
  });

  test("opens a conversation by the link of a mail, and says no more than the contract", async () => {
    const linkToken = given.secrets.newToken();
    const now = given.clock.now();
    await given.store.transaction((tx) =>
      tx.links.insert({
        tokenHash: given.secrets.hashToken(linkToken),
        purpose: "resume",
        conversationId: conversationId(id),
        recipient: emailAddress("marie@example.com"),
        now,
        expiresAt: later(now, HOUR),
      }),
    );
    const body = { linkToken, brandId: null, sessionToken: token };
    const resumed = await ask("POST", "/api/widget/resume", { as: "", body });
    expect(holds(widgetSessionApi.resume.answer, resumed)).toEqual([]);
    expect(resumed.json()).toMatchObject({ token, conversationId: id });
  });

  test("shows no note, and no word of another sender, nor counts them", async () => {
    await given.database.pool.query(`update conversation set seq = 2, revision = revision + 1 where id = $1`, [id]);
    await given.database.pool.query(
      `insert into message (conversation_id, seq, id, revision, author_kind, author_name, channel, visibility, body, posted_at, another_sender)
       values ($1, 2, $2, 2, 'end-user', 'Eve', 'email', 'public', 'I am Marie', 1, 'eve@example.com')`,
      [id, given.newId()],
    );
    const note = { conversationId: id, clientId: clientId("a-note-of-this"), text: "A VIP", status: null } as const;
    must(await postReply(given, given.leo, { ...note, visibility: "note" }));
    const changes = await widget("GET", `/${id}/changes?after=0`);
    expect(changes.body).not.toMatch(/VIP|I am Marie|eve@/);
    expect(changes.json()).toMatchObject({ conversation: { unread: 0 } });
  });

  test.each(["not-a-token", ""])("knows nobody by %j", async (as) => {
    expect(code(await widget("GET", "", { as }))).toBe("401 session-unknown");
  });

  test("does not tell another session's conversation from none", async () => {
    const others = await begin(given);
    const nowhere = "00000000-0000-7000-8000-000000000000";
    for (const path of [others, nowhere]) {
      expect(code(await widget("GET", `/${path}/changes?after=0`))).toBe("404 not-found");
      expect(code(await widget("POST", `/${path}/messages`, { body: message("Hi") }))).toBe("404 not-found");
    }
  });

  test("is closed to pages that no admin allowed, open to ours, and tells caches so", async () => {
    const foreign = await widget("GET", "", { headers: { origin: "https://evil.example" } });
    expect([code(foreign), foreign.headers["access-control-allow-origin"]]).toEqual([
      "403 origin-not-allowed",
      undefined,
    ]);
    // Whether there is a widget at all may be read by whoever is refused it: their console says why.
    const config = `/api/widget/config?brand=${given.acme.brandId}`;
    const shown = await ask("GET", config, { as: "", headers: { origin: "https://evil.example" } });
    expect([code(shown), shown.headers["access-control-allow-origin"]]).toEqual([
      "403 origin-not-allowed",
      "https://evil.example",
    ]);
    const ours = await widget("GET", "", { headers: { origin: PUBLIC_URL } });
    expect(ours.headers).toMatchObject({ "access-control-allow-origin": PUBLIC_URL, vary: "origin" });
    expect((await widget("GET", "")).headers).toMatchObject({ vary: "origin", "x-content-type-options": "nosniff" });
  });

  test("takes forty messages a minute from a session, and no more", async () => {
    const codes: number[] = [];
    for (let n = 0; n < 41; n += 1) {
      codes.push((await widget("POST", `/${id}/messages`, { body: message("Hi", n + 100) })).statusCode);
    }
    expect([codes.slice(0, 40).every((each) => each === 200), codes[40]]).toEqual([true, 429]);
  });
});

describe("what is not what it should be", () => {
  const body = message("Hello");

  test.each([
    ["no JSON", "{", {}, 400],
    ["another type", "hello", { "content-type": "text/html" }, 415],
    ["a number for a text", { ...body, text: 3 }, {}, 400],
    ["a field too many", { ...body, evil: 1 }, {}, 400],
    ["a field too few", { text: "Hello" }, {}, 400],
    ["a text too long", { ...body, text: "a".repeat(10_001) }, {}, 400],
    ["a text that PostgreSQL cannot keep", { ...body, text: "a\0b" }, {}, 400],
    ["too much", { ...body, text: "a".repeat(300_000) }, {}, 413],
  ] as const)("is refused: %s", async (_what, payload, headers, status) => {
    const answer = await widget("POST", `/${id}/messages`, { body: payload, headers });
    expect(code(answer)).toBe(`${status} request-invalid`);
    expect(answer.body).not.toMatch(/node_modules|\.ts:/);
  });

  test.each([
    ["a revision of the far future", () => widget("GET", `/${id}/changes?after=99999999999`), 200],
    ["a revision that is no number", () => widget("GET", `/${id}/changes?after=x`), 400],
    ["a conversation that is no id", () => widget("GET", "/evil/changes?after=0"), 400],
    ["a mark beyond everything", () => widget("POST", `/${id}/messages`, { body: { ...body, shownUpTo: 1e15 } }), 200],
    ["half a character", () => widget("POST", `/${id}/messages`, { body: { ...body, text: "\ud83d" } }), 200],
    ["an address that is no path", () => ask("GET", "/api/widget/%E0%A4%A"), 400],
  ] as const)("breaks nothing: %s", async (_what, go, status) => {
    expect((await go()).statusCode).toBe(status);
  });
});

describe("the agents' door", () => {
  test("answers as the contract says", async () => {
    await reply(given, id);
    const leo = await agent();
    const answers: readonly (readonly [TSchema, Answer])[] = [
      [ConversationList, await leo("GET", "?view=all")],
      [ConversationList, await leo("GET", "?view=queue")],
      [AgentChanges, await leo("GET", `/${id}`)],
      [conversationApi.deliveries.answer, await leo("GET", `/${id}/deliveries`)],
    ];
    expect(answers.flatMap(([schema, answer]) => holds(schema, answer))).toEqual([]);
  });

  test("is closed without a sign-in, and to requests that another page could have made", async () => {
    expect(code(await ask("GET", `/api/agent/conversations/${id}`))).toBe("401 signed-out");
    const leo = await agent();
    const body = { text: "Hello", clientId: "client-of-leo", visibility: "public", status: null };
    for (const headers of [{ "x-ariane-request": "" }, { origin: "https://evil.example" }]) {
      expect(code(await leo("POST", `/${id}/messages`, { body, headers }))).toBe("403 origin-not-allowed");
    }
  });

  test("lets a light agent read and note, and nothing else", async () => {
    const ida = await agent(
      (await addAgent(given, { name: "Ida", email: `ida-${id}@acme.example`, role: "light-agent" })).id,
    );
    const post = { text: "Hm", clientId: "client-of-ida", status: null };
    expect((await ida("GET", `/${id}`)).statusCode).toBe(200);
    expect((await ida("POST", `/${id}/messages`, { body: { ...post, visibility: "note" } })).statusCode).toBe(200);
    const refused = await Promise.all([
      ida("POST", `/${id}/messages`, { body: { ...post, clientId: "client-of-ida-2", visibility: "public" } }),
      ida("POST", `/${id}/accept`),
      ida("PUT", `/${id}/status`, { body: { status: "solved" } }),
      ida("PUT", `/${id}/assignee`, { body: { agentId: null } }),
      ida("POST", `/${id}/send-now`),
      ida("POST", `/${id}/ask-address`),
    ]);
    expect(refused.map((answer) => answer.statusCode)).toEqual([403, 403, 403, 403, 403, 403]);
  });

  test("lets only who has Chat access accept and reply by messaging", async () => {
    const zoe = await agent(
      (await addAgent(given, { name: "Zoé", email: `zoe-${id}@acme.example`, chatAccess: false })).id,
    );
    const body = { text: "Hm", clientId: "client-of-zoe", visibility: "public", status: null };
    expect(code(await zoe("POST", `/${id}/accept`))).toBe("403 no-chat-access");
    expect(code(await zoe("POST", `/${id}/messages`, { body }))).toBe("403 no-chat-access");
  });

  test("knows no conversation that is not there, whatever is asked of it", async () => {
    const leo = await agent();
    const nowhere = "/00000000-0000-7000-8000-000000000000";
    const answers = await Promise.all([
      leo("GET", nowhere),
      leo("PUT", `${nowhere}/draft`, { body: { text: "Hm", visibility: "note" } }),
      leo("PUT", `${nowhere}/read`, { body: { upTo: 1 } }),
      leo("PATCH", `${nowhere}/messages/1`, { body: { text: "Hm" } }),
      leo("PUT", `${nowhere}/assignee`, { body: { agentId: null } }),
    ]);
    expect(answers.map(code)).toEqual(Array.from({ length: 5 }, () => "404 not-found"));
    expect(code(await leo("PATCH", `/${id}/messages/99999999999`, { body: { text: "Hm" } }))).toBe(
      "400 request-invalid",
    );
    expect((await leo("PUT", `/${id}/read`, { body: { upTo: 1e12 } })).statusCode).toBe(204);
    expect((await leo("GET", "?view=all&search=%00")).statusCode).toBe(400);
  });

  test("finds words, and those that were deleted no more", async () => {
    const leo = await agent();
    const at = await reply(given, id, { text: "The key is under the pelargonium." });
    const search = async () => (await leo("GET", "?view=all&search=pelargonium")).body.includes(id);
    expect(await search()).toBe(true);
    expect((await leo("DELETE", `/${id}/messages/${at}`)).statusCode).toBe(204);
    expect(await search()).toBe(false);
    expect((await leo("GET", `/${id}`)).body).not.toContain("pelargonium");
  });
});

test("nothing of all that was a fault of ours", () => {
  expect(faults).toEqual([]);
});
