/** Sign-in and what it opens: whom it lets in, for how long, and what ends it (SECURITY.md). */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Value } from "typebox/value";
import { agentSessionsApi } from "../../contract/sessions/agent-sessions.ts";
import { DAY, HOUR, millis } from "../../src/domain/ids.ts";
import { type Doors, inContract, openDoors } from "../support/doors/admin-doors.ts";
import { peopleQueries } from "../../src/adapters/postgres/queries/people-queries.ts";
import { changeTeamMember } from "../../src/usecases/people/change-team-member.ts";
import { signIn } from "../../src/usecases/sessions/sign-in.ts";
import { endAgentSessions } from "../../src/steps/sessions/end-agent-sessions.ts";
import { ADA, freshWorld, LEO, must, NEW_BROWSER, PASSWORD, type World } from "../support/world.ts";

let world: World;
beforeEach(async () => {
  world = await freshWorld();
});
afterEach(() => world.dispose());

const IN_SERVICE = { name: "Léo", role: "agent", chatAccess: true, active: true } as const;

const whoIs = (token: string) =>
  peopleQueries(world.database.pool).findAgent(world.secrets.hashToken(token), world.clock.now());

const change = async (what: Partial<Parameters<typeof changeTeamMember>[2]>) =>
  must(await changeTeamMember(world, world.leo.id, { ...IN_SERVICE, ...what }));

describe("what an admin does to a team member", () => {
  test("a session that deactivation ended stays ended when they come back", async () => {
    const { token } = must(await signIn(world, { email: LEO, password: PASSWORD, browser: NEW_BROWSER }));
    await change({ active: false });
    await change({ active: true });
    expect(await whoIs(token)).toBeNull();
  });

  test("another role ends their sessions; another name does not", async () => {
    const { token } = must(await signIn(world, { email: LEO, password: PASSWORD, browser: NEW_BROWSER }));
    await change({ name: "Léon" });
    expect(await whoIs(token)).not.toBeNull();
    await change({ role: "light-agent" });
    expect(await whoIs(token)).toBeNull();
  });

  test("deactivation ends a sign-in that is under way", async () => {
    const secrets = {
      ...world.secrets,
      async verifyPassword(password: string, hash: string | null) {
        await change({ active: false });
        return world.secrets.verifyPassword(password, hash);
      },
    };
    const late = await signIn({ ...world, secrets }, { email: LEO, password: PASSWORD, browser: NEW_BROWSER });
    expect(late).toMatchObject({ error: { code: "sign-in-failed" } });
    const open = await world.database.pool.query("select 1 from agent_session where agent_id = $1", [world.leo.id]);
    expect(open.rowCount).toBe(0);
  });

  test("all sessions end, or all but the one that asks", async () => {
    const [here, there] = [
      must(await signIn(world, { email: LEO, password: PASSWORD, browser: NEW_BROWSER })),
      must(await signIn(world, { email: LEO, password: PASSWORD, browser: NEW_BROWSER })),
    ];
    const ada = must(await signIn(world, { email: ADA, password: PASSWORD, browser: NEW_BROWSER }));
    const allBut = world.secrets.hashToken(here.token);
    await world.store.transaction((tx) => endAgentSessions(tx, { agentId: world.leo.id, allBut }, world.clock.now()));
    expect(await Promise.all([here, there, ada].map(async ({ token }) => (await whoIs(token))?.name))).toEqual([
      "Léo",
      undefined,
      "Ada",
    ]);
    await world.store.transaction((tx) =>
      endAgentSessions(tx, { agentId: world.leo.id, allBut: null }, world.clock.now()),
    );
    expect(await whoIs(here.token)).toBeNull();
  });
});

describe("a session", () => {
  let doors: Doors;
  beforeEach(() => {
    doors = openDoors(world);
  });
  afterEach(() => doors.close());

  const opens = async (as: string): Promise<boolean> =>
    (await doors.ask("GET", "/api/agent/me", { as })).statusCode === 200;
  const list = async (as: string) => {
    const body = inContract(agentSessionsApi.list.answer, await doors.ask("GET", "/api/agent/sessions", { as }));
    return Value.Parse(agentSessionsApi.list.answer, body).sessions;
  };

  test("ends after three days without use", async () => {
    const as = await doors.signIn(LEO);
    world.clock.advance(millis(3 * DAY - 1));
    expect(await opens(as)).toBe(true);
    world.clock.advance(millis(3 * DAY - 1));
    expect(await opens(as)).toBe(true);
    world.clock.advance(millis(3 * DAY));
    expect(await opens(as)).toBe(false);
  });

  test("ends after fourteen days, however much it is used", async () => {
    const as = await doors.signIn(LEO);
    for (let day = 1; day < 14; day += 1) {
      world.clock.advance(DAY);
      expect(await opens(as)).toBe(true);
    }
    world.clock.advance(DAY);
    expect(await opens(as)).toBe(false);
  });

  test("stands in its owner's list, and in nobody else's, with device, network and last use", async () => {
    const from = "2001:db8:1:2::9";
    const headers = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" };
    await doors.ask("POST", "/api/agent/sign-in", { body: { email: LEO, password: PASSWORD }, from, headers });
    const openedAt = world.clock.now();
    world.clock.advance(HOUR);
    const as = await doors.signIn(LEO);
    const ada = await doors.signIn(ADA);
    expect(await list(as)).toMatchObject([
      { isThis: true, network: "127.0.0.1", lastUsedAt: world.clock.now() },
      {
        isThis: false,
        browser: "Firefox",
        system: "Linux",
        network: "2001:db8:1:2::/64",
        openedAt,
        lastUsedAt: openedAt,
      },
    ]);
    expect((await list(ada)).map(({ browser }) => browser)).not.toContain("Firefox");
  });

  test("is ended from the list: one, or everywhere else; nobody ends another's", async () => {
    const [here, there, elsewhere] = [await doors.signIn(LEO), await doors.signIn(LEO), await doors.signIn(LEO)];
    const ada = await doors.signIn(ADA);
    const [other] = (await list(there)).filter(({ isThis }) => isThis);
    const path = `/api/agent/sessions/${other?.id}/end`;
    expect((await doors.ask("POST", path, { as: ada })).statusCode).toBe(204);
    expect(await opens(there)).toBe(true);
    expect((await doors.ask("POST", path, { as: here })).statusCode).toBe(204);
    expect([await opens(here), await opens(there), await opens(elsewhere)]).toEqual([true, false, true]);
    expect((await doors.ask("POST", "/api/agent/sessions/end-others", { as: here })).statusCode).toBe(204);
    expect([await opens(here), await opens(elsewhere), await opens(ada)]).toEqual([true, false, true]);
  });
});
