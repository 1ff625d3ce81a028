/** A socket speaks for whoever may still come in: here and in every other process (SECURITY.md; ADR 0022). */
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { agentSessionsApi } from "../../contract/sessions/agent-sessions.ts";
import { addressOf } from "../../contract/address.ts";
import type { RunningServer } from "../../src/compose/server.ts";
import { DAY, emailAddress, later, millis, seq } from "../../src/domain/ids.ts";
import { AGENT_COOKIE } from "../../src/transport/edge/cookies.ts";
import { PING_EVERY_MS } from "../../src/transport/ws/live-lines.ts";
import { changePassword } from "../../src/usecases/passwords/change-password.ts";
import { changeTeamMember } from "../../src/usecases/people/change-team-member.ts";
import { resumeConversation } from "../../src/usecases/sessions/resume-conversation.ts";
import { tokenOf } from "../support/doors/signed-in.ts";
import { connect, desk, type Line, openSocketDoors, texts, visitor, welcome } from "../support/doors/sockets.ts";
import { runOn } from "../support/servers/running.ts";
import { until } from "../support/until.ts";
import { begin, freshWorld, must, PASSWORD, reply, type World, write } from "../support/world.ts";

/** Also the turn at which sessions are looked at again. */
const LONG_MS = 60_000;
const LEO = { name: "Léo", role: "agent", chatAccess: true, active: true } as const;
/** Sent away, and told so. */
const SENT_AWAY = 1008;

describe("an agent's socket at one process ends when, at another,", { timeout: LONG_MS }, () => {
  let world: World;
  let servers: RunningServer[] = [];
  beforeEach(async () => {
    world = await freshWorld();
    servers = await Promise.all([runOn(world.database), runOn(world.database)]);
  });
  afterEach(async () => {
    for (const server of servers) await server.stop();
    await world.dispose();
  });

  const at = (index: number): RunningServer => {
    const server = servers[index];
    if (server === undefined) throw new Error("there is no such server");
    return server;
  };
  const post = async (path: string, token: string): Promise<void> => {
    const headers = { "x-ariane-request": "1", cookie: `${AGENT_COOKIE}=${token}` };
    const answer = await fetch(`${at(0).url}${path}`, { method: "POST", headers });
    expect(answer.status).toBe(204);
  };
  /** Of the process that rings. */
  const house = () => at(0).house;
  const member = async (what: Partial<Parameters<typeof changeTeamMember>[2]>) =>
    must(await changeTeamMember(house(), world.leo.id, { ...LEO, ...what }));
  const sockets = async (token: string): Promise<Line> => {
    const { url } = at(1);
    const line = await connect({ url }, "/api/agent/socket", { origin: url, cookie: `${AGENT_COOKIE}=${token}` });
    await line.hears(({ type }) => type === "welcome");
    return line;
  };

  test.each<[string, (token: string, other: string) => Promise<unknown>]>([
    ["they sign out", (token) => post(addressOf(agentSessionsApi.signOut, {}), token)],
    ["they end all their other sessions", (_token, other) => post(addressOf(agentSessionsApi.endOthers, {}), other)],
    ["they are deactivated", () => member({ active: false })],
    ["their role is another", () => member({ role: "light-agent" })],
    [
      "their password is another",
      async () =>
        must(
          await changePassword(house(), world.leo, {
            current: PASSWORD,
            password: "a lamp beside the door",
            session: null,
          }),
        ),
    ],
  ])("%s", async (_how, end) => {
    // As the servers hash.
    const passwordHash = must(await house().secrets.hashPassword(PASSWORD));
    await world.store.transaction((tx) => tx.people.updateAgent(world.leo.id, { passwordHash }));
    const [token, other, ada] = [
      await tokenOf(house(), world.leo.id),
      await tokenOf(house(), world.leo.id),
      await tokenOf(house(), world.ada.id),
    ];
    const [line, hers] = [await sockets(token), await sockets(ada)];
    await end(token, other);
    await until("it has ended", () => line.socket.readyState === line.socket.CLOSED);
    expect(await line.closed).toBe(SENT_AWAY);
    expect(line.frames.at(-1)).toEqual({ type: "refused", code: "signed-out" });
    expect(hers.socket.readyState).toBe(hers.socket.OPEN);
    hers.socket.close();
  });

  test("and goes on where only their name is another", async () => {
    const line = await sockets(await tokenOf(house(), world.leo.id));
    await member({ name: "Léon" });
    await line.hears(({ type }) => type === "settings-changed");
    line.say({ type: "ping" });
    await line.hears(({ type }) => type === "pong");
    expect(line.socket.readyState).toBe(line.socket.OPEN);
    line.socket.close();
  });
});

test("a session that ends by itself ends its socket within a minute, with nobody telling", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const given = await openSocketDoors();
  try {
    const { line } = await desk(given);
    given.world.clock.advance(3 * DAY);
    for (let heard = 1; heard * PING_EVERY_MS < LONG_MS; heard += 1) {
      vi.advanceTimersByTime(PING_EVERY_MS);
      await once(line.socket, "ping");
      // Behind the answer to the ping: the line is alive.
      line.say({ type: "ping" });
      await until("it has been heard", () => line.frames.filter(({ type }) => type === "pong").length === heard);
    }
    vi.advanceTimersByTime(PING_EVERY_MS);
    expect(await line.closed).toBe(SENT_AWAY);
    expect(line.frames.at(-1)).toEqual({ type: "refused", code: "signed-out" });
  } finally {
    vi.useRealTimers();
    await given.close();
  }
});

test("a socket by a link to an unproved address brings what the link opens, beside one that sees all", async () => {
  const given = await openSocketDoors();
  const { world } = given;
  try {
    const { who, token } = await visitor(given);
    const id = await begin(world, who, "Before the link");
    const mailed = await reply(world, id, { text: "Mailed" });
    const linkToken = world.secrets.newToken();
    const now = world.clock.now();
    await world.store.transaction((tx) =>
      tx.links.insert({
        tokenHash: world.secrets.hashToken(linkToken),
        purpose: "resume",
        conversationId: id,
        recipient: emailAddress("typo@example.com"),
        firstSeq: seq(mailed),
        now,
        expiresAt: later(now, millis(DAY)),
      }),
    );
    const narrow = must(await resumeConversation(world, { linkToken, sessionToken: null }));
    // Both know nothing yet: where one read served both, the link would show all.
    const hers = await welcome(given, token, { [id]: 0 });
    const theirs = await welcome(given, narrow.token, { [id]: 0 });
    await theirs.hears(() => texts(theirs).includes("Mailed"));
    await write(world, who, id, { text: "After", shownUpTo: mailed });
    await theirs.hears(() => texts(theirs).includes("After"));
    await hers.hears(() => texts(hers).includes("After"));
    expect(new Set(texts(hers))).toEqual(new Set(["Before the link", "Mailed", "After"]));
    expect(new Set(texts(theirs))).toEqual(new Set(["Mailed", "After"]));
  } finally {
    await given.close();
  }
});
