/** Sign-in and what it opens: whom it lets in, for how long, and what ends it (SECURITY.md). */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { peopleQueries } from "../../src/adapters/postgres/queries/people-queries.ts";
import { changeTeamMember } from "../../src/usecases/people/change-team-member.ts";
import { signIn } from "../../src/usecases/people/sign-in.ts";
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
    await world.store.transaction((tx) => endAgentSessions(tx, { agentId: world.leo.id, allBut }));
    expect(await Promise.all([here, there, ada].map(async ({ token }) => (await whoIs(token))?.name))).toEqual([
      "Léo",
      undefined,
      "Ada",
    ]);
    await world.store.transaction((tx) => endAgentSessions(tx, { agentId: world.leo.id, allBut: null }));
    expect(await whoIs(here.token)).toBeNull();
  });
});
