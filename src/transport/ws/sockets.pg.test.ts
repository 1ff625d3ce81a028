import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  connect,
  desk,
  liveConnections,
  openSocketDoors,
  signedIn,
  type SocketDoors,
  texts,
  visitor,
  welcome,
  widget,
} from "../../../test/support/doors/sockets.ts";
import { until } from "../../../test/support/until.ts";
import { addAgent, begin, must, reply, write } from "../../../test/support/world.ts";
import { clientId, type ConversationId } from "../../domain/ids.ts";
import { endSession } from "../../usecases/sessions/end-session.ts";
import { postReply } from "../../usecases/conversation/post-reply.ts";
import { blockPerson } from "../../usecases/people/block-person.ts";
import { changeTeamMember } from "../../usecases/people/change-team-member.ts";
import { signOut } from "../../usecases/sessions/sign-out.ts";
import { AGENT_COOKIE } from "../edge/cookies.ts";

let given: SocketDoors;

beforeEach(async () => {
  given = await openSocketDoors();
});
afterEach(() => given.close());

const note = async (id: ConversationId, text: string): Promise<void> => {
  const post = { conversationId: id, clientId: clientId(given.world.newId()), text, visibility: "note" as const };
  must(await postReply(given.world, given.world.leo, { ...post, status: null }));
};

describe("the widget's socket", () => {
  test("tells of a conversation and brings what came after the revision that the client knows", async () => {
    const { who, token } = await visitor(given);
    const id = await begin(given.world, who, "First");
    const known = (await given.world.store.hot.loadHead(id))?.revision ?? 0;
    await reply(given.world, id, { text: "Second" });
    const line = await welcome(given, token, { [id]: known });
    await line.hears((frame) => frame.type === "changes");
    expect(texts(line)).toEqual(["Second"]);
  });

  test("brings replies as they come, each once and in order, and no note", async () => {
    const { who, token } = await visitor(given);
    const id = await begin(given.world, who, "First");
    await reply(given.world, id, { text: "Accepted" });
    const line = await welcome(given, token);
    for (const text of ["one", "two"]) await reply(given.world, id, { text });
    await note(id, "She is a VIP.");
    await reply(given.world, id, { text: "three" });
    await until("the last has come", () => texts(line).includes("three"));
    expect(texts(line)).toEqual(["one", "two", "three"]);
    expect(JSON.stringify(line.frames)).not.toContain("VIP");
  });

  test("loses and doubles nothing over a cut", async () => {
    const { who, token } = await visitor(given);
    const id = await begin(given.world, who, "First");
    await reply(given.world, id, { text: "Accepted" });
    const before = await welcome(given, token);
    await reply(given.world, id, { text: "one" });
    await until("the first has come", () => texts(before).includes("one"));
    const known = Number(before.frames.at(-1)?.["revision"]);
    before.socket.terminate();
    await reply(given.world, id, { text: "two" });
    const after = await welcome(given, token, { [id]: known });
    await reply(given.world, id, { text: "three" });
    await until("the last has come", () => texts(after).includes("three"));
    expect(texts(after)).toEqual(["two", "three"]);
  });

  test("tells the other tab of a conversation that begins", async () => {
    const { who, token } = await visitor(given);
    const line = await welcome(given, token);
    await begin(given.world, who, "First");
    await until("it has come", () => texts(line).includes("First"));
    expect(texts(line)).toEqual(["First"]);
  });

  test("brings nothing of a conversation that this session may not open", async () => {
    const { who, token } = await visitor(given);
    const theirs = await begin(given.world, who, "First");
    const line = await welcome(given, token);
    const another = await begin(given.world, null, "A secret");
    await reply(given.world, another, { text: "Another secret" });
    await reply(given.world, theirs, { text: "Yours" });
    await until("their own has come", () => texts(line).includes("Yours"));
    expect(JSON.stringify(line.frames)).not.toContain("secret");
  });

  test("has no ear for a foreign page", async () => {
    await expect(connect(given, "/api/widget/socket", { origin: "https://evil.example" })).rejects.toThrow("403");
  });

  test.each([
    ["before hello", { type: "ping" }],
    ["that is no frame", { type: "hello" }],
    ["that is no JSON", "{"],
  ])("closes at a frame %s", async (_what, frame) => {
    const line = await widget(given);
    line.say(frame);
    expect(await line.closed).toBe(1008);
    expect(line.frames).toEqual([{ type: "refused", code: "bad-frame" }]);
  });

  test("closes where the session is unknown", async () => {
    const line = await widget(given);
    line.say({ type: "hello", token: "nobody", revisions: {} });
    expect(await line.closed).toBe(1008);
    expect(line.frames).toEqual([{ type: "refused", code: "session-unknown" }]);
  });

  test("closes at a flood", async () => {
    const { token } = await visitor(given);
    const line = await welcome(given, token);
    for (let frame = 0; frame < 80; frame += 1) line.say({ type: "ping" });
    expect(await line.closed).toBe(1008);
    expect(line.frames.at(-1)).toEqual({ type: "refused", code: "rate-limited" });
  });

  test("speaks for one session only", async () => {
    const [first, second] = [await visitor(given), await visitor(given)];
    const line = await welcome(given, first.token);
    line.say({ type: "hello", token: second.token, revisions: {} });
    expect(await line.closed).toBe(1008);
  });

  test("ends with its session", async () => {
    const { who, token } = await visitor(given);
    const line = await welcome(given, token);
    await endSession(given.world, who);
    expect(await line.closed).toBe(1008);
    expect(line.frames.at(-1)).toEqual({ type: "refused", code: "session-unknown" });
  });
});

describe("presence", () => {
  test("a live socket is a row, and its end a departure", async () => {
    const { token } = await visitor(given);
    const line = await welcome(given, token);
    expect(await liveConnections(given)).toBe(1);
    line.socket.close();
    await until("it has left", async () => (await liveConnections(given)) === 0);
  });

  test("whoever hangs up while they are being welcomed leaves no ghost behind", async () => {
    const { token } = await visitor(given);
    const gate = Promise.withResolvers<void>();
    given.gate.lists = gate.promise;
    const line = await widget(given);
    line.say({ type: "hello", token, revisions: {} });
    await until("they are there", async () => (await liveConnections(given)) === 1);
    line.socket.terminate();
    await until("the server has seen it", async () => (await given.openLines()) === 0);
    gate.resolve();
    await until("they are gone", async () => (await liveConnections(given)) === 0);
    expect(given.widgets.connectionIds()).toEqual([]);
  });

  test("a stop of the server is not leaving", async () => {
    const { token } = await visitor(given);
    const line = await welcome(given, token);
    void given.widgets.stop();
    expect(await line.closed).toBe(1001);
    await until("the server has seen it", () => given.widgets.connectionIds().length === 0);
    // Nothing is under way any more.
    await given.widgets.stop();
    expect(await liveConnections(given)).toBe(1);
  });

  test("whoever comes while the server stops is sent away, and nothing is asked for them", async () => {
    const { token } = await visitor(given);
    const { cookie } = await signedIn(given);
    await Promise.all([given.widgets.stop(), given.agents.stop()]);
    const [guest, agent] = [
      await widget(given),
      await connect(given, "/api/agent/socket", { origin: given.url, cookie }),
    ];
    guest.say({ type: "hello", token, revisions: {} });
    expect([await guest.closed, await agent.closed]).toEqual([1001, 1001]);
    const told = [{ type: "refused", code: "server-stopping" }];
    expect([guest.frames, agent.frames]).toEqual([told, told]);
    expect(await liveConnections(given)).toBe(0);
  });

  test("reading in one tab reaches the other", async () => {
    const { who, token } = await visitor(given);
    const id = await begin(given.world, who);
    const at = await reply(given.world, id);
    const [one, other] = [await welcome(given, token), await welcome(given, token)];
    one.say({ type: "seen", conversationId: id, upTo: at });
    const { conversation } = await other.hears(
      (frame) => frame.type === "changes" && JSON.stringify(frame).includes(`"readUpTo":${at}`),
    );
    expect(conversation).toMatchObject({ unread: 0, readUpTo: at });
  });
});

describe("the agents' socket", () => {
  test("brings notes, and the lines of the lists", async () => {
    const { line } = await desk(given);
    const id = await begin(given.world);
    line.say({ type: "watch", conversationId: id, revision: 0 });
    await note(id, "She is a VIP.");
    await until("the note has come", () => texts(line).includes("She is a VIP."));
    const { conversations } = await line.hears((frame) => frame.type === "summaries");
    expect(conversations).toMatchObject([{ id }]);
  });

  test("tells typing to whoever watches", async () => {
    const { who, token } = await visitor(given);
    const id = await begin(given.world, who);
    const [{ line }, client] = [await desk(given), await welcome(given, token)];
    line.say({ type: "watch", conversationId: id, revision: 0 });
    await line.hears((frame) => frame.type === "changes");
    client.say({ type: "typing", conversationId: id });
    await line.hears((frame) => frame.type === "typing" && frame["kind"] === "end-user");
    line.say({ type: "typing", conversationId: id });
    expect(await client.hears((frame) => frame.type === "typing")).toMatchObject({ name: "Léo" });
  });

  test.each([
    ["a light agent", { role: "light-agent", chatAccess: false }],
    ["an agent without Chat access", { role: "agent", chatAccess: false }],
  ] as const)("tells the visitor nothing of the typing of %s, who cannot be writing to them", async (_who, rights) => {
    const { who, token } = await visitor(given);
    const id = await begin(given.world, who);
    const quiet = await addAgent(given.world, { name: "Ève", email: `${id}@acme.example`, ...rights });
    const [{ line: silent }, { line: heard }] = [await desk(given, quiet), await desk(given)];
    const client = await welcome(given, token);
    heard.say({ type: "watch", conversationId: id, revision: 0 });
    await heard.hears((frame) => frame.type === "changes");
    silent.say({ type: "typing", conversationId: id });
    expect(await heard.hears((frame) => frame.type === "typing")).toMatchObject({ name: "Ève" });
    heard.say({ type: "typing", conversationId: id });
    await client.hears((frame) => frame.type === "typing");
    expect(client.frames.filter((frame) => frame.type === "typing")).toMatchObject([{ name: given.world.leo.name }]);
  });

  test("tells typing to a colleague of the same name, and not to the typist", async () => {
    const { who } = await visitor(given);
    const id = await begin(given.world, who);
    const namesake = await addAgent(given.world, { name: given.world.leo.name, email: `${id}@acme.example` });
    const [{ line: own }, { line: other }] = [await desk(given), await desk(given, namesake)];
    for (const line of [own, other]) {
      line.say({ type: "watch", conversationId: id, revision: 0 });
      await line.hears((frame) => frame.type === "changes");
    }
    own.say({ type: "typing", conversationId: id });
    await other.hears((frame) => frame.type === "typing");
    other.say({ type: "typing", conversationId: id });
    await own.hears((frame) => frame.type === "typing");
    expect(own.frames.filter((frame) => frame.type === "typing")).toHaveLength(1);
    expect(other.frames.filter((frame) => frame.type === "typing")).toHaveLength(1);
  });

  test("is closed to a page of another site, whatever cookie its browser sends along", async () => {
    const { cookie } = await signedIn(given);
    await expect(connect(given, "/api/agent/socket", { origin: "https://evil.example", cookie })).rejects.toThrow(
      "403",
    );
    const line = await connect(given, "/api/agent/socket", { origin: given.url, cookie });
    await line.hears((frame) => frame.type === "welcome");
  });

  test("hears nothing of a blocked person, not even that they type", async () => {
    const { who, token } = await visitor(given);
    const id = await begin(given.world, who);
    must(await blockPerson(given.world, given.world.leo, { conversationId: id, because: "suspended" }));
    const [{ line }, client] = [await desk(given), await welcome(given, token)];
    line.say({ type: "watch", conversationId: id, revision: 0 });
    await line.hears((frame) => frame.type === "changes");
    client.say({ type: "typing", conversationId: id });
    await write(given.world, who, id, { text: "Anybody?" });
    await until("the person's own screen has it", () => texts(client).includes("Anybody?"));
    await reply(given.world, id, { text: "A reply" });
    await until("the agent's screen has the reply", () => texts(line).includes("A reply"));
    expect(texts(line)).not.toContain("Anybody?");
    expect(line.frames.filter((frame) => frame.type === "typing")).toEqual([]);
  });

  test.each([
    ["no cookie", undefined],
    ["a cookie of nobody", `${AGENT_COOKIE}=nobody`],
  ])("is closed to %s", async (_who, cookie) => {
    const options = cookie === undefined ? { origin: given.url } : { origin: given.url, cookie };
    await expect(connect(given, "/api/agent/socket", options)).rejects.toThrow("403");
  });

  test("ends when its agent signs out", async () => {
    const { line, hash } = await desk(given);
    await signOut(given.world, hash);
    expect(await line.closed).toBe(1008);
    expect(line.frames.at(-1)).toEqual({ type: "refused", code: "signed-out" });
  });

  test("ends when its agent is deactivated", async () => {
    const { line } = await desk(given);
    const change = { name: "Léo", role: "agent", chatAccess: true, active: false } as const;
    must(await changeTeamMember(given.world, given.world.leo.id, change));
    expect(await line.closed).toBe(1008);
  });
});

test("a client that claims a revision of the far future breaks nothing", async () => {
  const { who, token } = await visitor(given);
  const id = await begin(given.world, who);
  const line = await welcome(given, token, { [id]: 10 ** 15 });
  line.say({ type: "ping" });
  await line.hears((frame) => frame.type === "pong");
  expect(await write(given.world, who, id)).toBe(2);
});
