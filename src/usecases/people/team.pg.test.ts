import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sitDown } from "../../../test/support/doors/signed-in.ts";
import {
  ADA,
  addAgent,
  freshWorld,
  jobsOf,
  LEO,
  must,
  NEW_BROWSER,
  PASSWORD,
  waitsForAccount,
  type World,
} from "../../../test/support/world.ts";
import { type AgentId, agentId, DAY, later, millis } from "../../domain/ids.ts";
import { agentSessionBook } from "../../adapters/postgres/sessions/agent-session-book.ts";
import { peopleQueries } from "../../adapters/postgres/queries/people-queries.ts";
import { systemSecrets } from "../../adapters/system/secrets.ts";
import { ok } from "../../domain/result.ts";
import type { Agent } from "../../domain/people/agent.ts";
import type { Secrets } from "../../ports/system.ts";
import { setPasswordOf } from "../passwords/set-password-of.ts";
import { addTeamMember } from "./add-team-member.ts";
import { changeMe } from "./change-me.ts";
import { changeTeamMember } from "./change-team-member.ts";
import { signIn } from "../sessions/sign-in.ts";
import { signOut } from "../sessions/sign-out.ts";

const DESK = "https://desk.acme.example";

let world: World;
beforeEach(async () => {
  world = await freshWorld();
});
afterEach(() => world.dispose());

async function agent(id: AgentId): Promise<Agent> {
  const found = await world.store.transaction((tx) => tx.people.findAgent({ id }));
  if (found === null) throw new Error(`there is no agent ${id}`);
  return found;
}
const whoIs = (token: string) =>
  peopleQueries(world.database.pool).findAgent(world.secrets.hashToken(token), world.clock.now());

describe("signing in", () => {
  test("opens a session that knows who it is, for fourteen days if it is used", async () => {
    const {
      token,
      expiresAt,
      agentId: id,
    } = must(await signIn(world, { email: ` ${LEO.toUpperCase()} `, password: PASSWORD, browser: NEW_BROWSER }));
    expect(id).toBe(world.leo.id);
    expect(expiresAt).toBe(later(world.clock.now(), millis(14 * DAY)));
    expect(await whoIs(token)).toEqual({ id: world.leo.id, name: "Léo", role: "agent", chatAccess: true });
    world.clock.set(later(expiresAt, millis(-1)));
    await agentSessionBook(world.database.pool).noteUse(world.secrets.hashToken(token), world.clock.now());
    expect(await whoIs(token)).not.toBeNull();
    world.clock.set(expiresAt);
    expect(await whoIs(token)).toBeNull();
  });

  test("keeps the token's hash, never the token", async () => {
    const { token } = must(await signIn(world, { email: LEO, password: PASSWORD, browser: NEW_BROWSER }));
    const rows = await world.database.pool.query("select encode(token_hash, 'base64') as kept from agent_session");
    expect(JSON.stringify(rows.rows)).not.toContain(token);
  });

  test.each([
    ["a wrong password", LEO, "wrong horse"],
    ["an unknown person", "nobody@acme.example", PASSWORD],
  ])("is refused for %s, with the same words", async (_who, email, password) => {
    const refused = await signIn(world, { email, password, browser: NEW_BROWSER });
    expect(refused).toEqual({
      ok: false,
      error: { code: "sign-in-failed", message: "No team member has this address and password." },
    });
  });

  test("verifies a password for unknown people too, with the hash of somebody, so that time tells nothing", async () => {
    const { pool } = world.database;
    // One of two was hashed as we no longer do: as many unknown addresses cost what that costs, each always the same.
    await pool.query("update agent set password_hash = 'old' where id = $1", [world.leo.id]);
    const verified: (string | null)[] = [];
    const secrets = {
      ...world.secrets,
      verifyPassword: (password: string, hash: string | null) => {
        verified.push(hash);
        return world.secrets.verifyPassword(password, hash);
      },
    };
    const emails = Array.from({ length: 20 }, (_, index) => `nobody${index}@acme.example`);
    for (const email of [...emails, ...emails.map((each) => ` ${each.toUpperCase()}`)]) {
      const refused = await signIn({ ...world, secrets }, { email, password: PASSWORD, browser: NEW_BROWSER });
      expect(refused).toMatchObject({ error: { code: "sign-in-failed" } });
    }
    expect(verified.slice(20)).toEqual(verified.slice(0, 20));
    expect(new Set(verified)).toEqual(new Set(["old", `quick$${PASSWORD}`]));
  });

  test("works with passwords as they are really hashed", async () => {
    const real = { ...world, secrets: systemSecrets };
    const nora = { name: "Nora", email: "nora@acme.example", role: "agent", chatAccess: true } as const;
    must(await addTeamMember(real, nora, DESK));
    must(await setPasswordOf(real, { email: nora.email, password: PASSWORD }));
    expect(
      (await agent(must(await signIn(real, { email: nora.email, password: PASSWORD, browser: NEW_BROWSER })).agentId))
        .name,
    ).toBe("Nora");
    expect(await signIn(real, { email: nora.email, password: `${PASSWORD} `, browser: NEW_BROWSER })).toMatchObject({
      ok: false,
    });
  });

  test("hashes a password anew that was hashed as we no longer do, while it is known", async () => {
    const { pool } = world.database;
    await pool.query("update agent set password_hash = 'old' where id = $1", [world.leo.id]);
    const secrets: Secrets = {
      ...world.secrets,
      verifyPassword: (password, hash) =>
        hash === "old"
          ? Promise.resolve(ok(password === PASSWORD ? "right-but-old" : "wrong"))
          : world.secrets.verifyPassword(password, hash),
    };
    expect(
      await signIn({ ...world, secrets }, { email: LEO, password: "another one", browser: NEW_BROWSER }),
    ).toMatchObject({ ok: false });
    expect((await agent(world.leo.id)).passwordHash).toBe("old");
    must(await signIn({ ...world, secrets }, { email: LEO, password: PASSWORD, browser: NEW_BROWSER }));
    must(await signIn(world, { email: LEO, password: PASSWORD, browser: NEW_BROWSER }));
  });

  test("is refused once somebody has been deactivated, and ends what they had open", async () => {
    const { token } = must(await signIn(world, { email: LEO, password: PASSWORD, browser: NEW_BROWSER }));
    must(await changeTeamMember(world, world.leo.id, { name: "Léo", role: "agent", chatAccess: true, active: false }));
    expect(await signIn(world, { email: LEO, password: PASSWORD, browser: NEW_BROWSER })).toMatchObject({
      error: { code: "sign-in-failed" },
    });
    expect(await whoIs(token)).toBeNull();
  });

  test("ends with signing out, of that session only", async () => {
    const [here, there] = [
      must(await signIn(world, { email: LEO, password: PASSWORD, browser: NEW_BROWSER })),
      must(await signIn(world, { email: LEO, password: PASSWORD, browser: NEW_BROWSER })),
    ];
    await signOut(world, world.secrets.hashToken(here.token));
    await signOut(world, world.secrets.hashToken(here.token));
    expect(await whoIs(here.token)).toBeNull();
    expect(await whoIs(there.token)).not.toBeNull();
  });
});

describe("a team member", () => {
  test("goes online with Chat access, and not without", async () => {
    await sitDown(world, world.leo.id);
    must(await changeMe(world, world.leo, { presence: "online" }));
    expect(await agent(world.leo.id)).toMatchObject({ presence: "online", name: "Léo" });
    const nora = await addAgent(world, { name: "Nora", email: "nora@acme.example", chatAccess: false });
    expect(await changeMe(world, nora, { presence: "online", name: "N." })).toMatchObject({
      error: { code: "no-chat-access" },
    });
    expect(await agent(nora.id)).toMatchObject({ presence: "offline", name: "Nora" });
  });

  test("sets name and language; a tag that is none is refused", async () => {
    must(await changeMe(world, world.leo, { name: "Léo M.", locale: "fr_fr" }));
    expect(await agent(world.leo.id)).toMatchObject({ name: "Léo M.", locale: "fr-FR", presence: "offline" });
    expect(await changeMe(world, world.leo, { locale: "no tag" })).toMatchObject({ error: { code: "locale-unknown" } });
  });

  test("has an address that nobody else has", async () => {
    const twin = { name: "Ada II", email: ADA.toUpperCase(), role: "agent", chatAccess: true } as const;
    expect(await addTeamMember(world, twin, DESK)).toMatchObject({ error: { code: "email-taken" } });
    expect(await addTeamMember(world, { ...twin, email: "adé@acme.example" }, DESK)).toMatchObject({
      error: { code: "address-non-ascii" },
    });
  });

  test("who is added waits for one who is being added: two at once cannot share an address", async () => {
    const nora = { name: "Nora", email: "nora@acme.example", role: "agent", chatAccess: true } as const;
    expect(await waitsForAccount(world, () => addTeamMember(world, nora, DESK))).toBe(true);
  });

  test("who is a light agent never has Chat access", async () => {
    const lina = await addAgent(world, { name: "Lina", email: "lina@acme.example", role: "light-agent" });
    expect(await agent(lina.id)).toMatchObject({ role: "light-agent", chatAccess: false });
    await sitDown(world, world.leo.id);
    must(await changeMe(world, world.leo, { presence: "online" }));
    must(
      await changeTeamMember(world, world.leo.id, { name: "Léo", role: "light-agent", chatAccess: true, active: true }),
    );
    expect(await agent(world.leo.id)).toMatchObject({ role: "light-agent", chatAccess: false, presence: "offline" });
  });

  test.each([
    ["loses Chat access", { chatAccess: false, active: true }],
    ["is deactivated", { chatAccess: true, active: false }],
  ])("who %s is offline from now on", async (_what, change) => {
    await sitDown(world, world.leo.id);
    must(await changeMe(world, world.leo, { presence: "online" }));
    must(await changeTeamMember(world, world.leo.id, { name: "Léo", role: "agent", ...change }));
    expect(await agent(world.leo.id)).toMatchObject({ presence: "offline", ...change });
    expect(await jobsOf(world, "check-prerequisites")).toHaveLength(1);
  });

  test("whose name changes stays online", async () => {
    await sitDown(world, world.leo.id);
    must(await changeMe(world, world.leo, { presence: "online" }));
    must(await changeTeamMember(world, world.leo.id, { name: "Léon", role: "agent", chatAccess: true, active: true }));
    expect(await agent(world.leo.id)).toMatchObject({ name: "Léon", presence: "online" });
  });

  test("who is unknown cannot be changed", async () => {
    const nobody = agentId(world.newId());
    const change = { name: "Nobody", role: "agent", chatAccess: true, active: true } as const;
    expect(await changeTeamMember(world, nobody, change)).toMatchObject({ error: { code: "not-found" } });
  });
});

describe("the last active admin", () => {
  const ADMIN = { name: "Ada", role: "admin", chatAccess: true, active: true } as const;

  test.each([
    ["deactivated", { active: false }],
    ["made an agent", { role: "agent" }],
  ] as const)("cannot be %s", async (_what, change) => {
    expect(await changeTeamMember(world, world.ada.id, { ...ADMIN, ...change })).toMatchObject({
      error: { code: "last-admin" },
    });
    expect(await agent(world.ada.id)).toMatchObject({ role: "admin", active: true });
  });

  test("may be renamed, and step down once there is another", async () => {
    must(await changeTeamMember(world, world.ada.id, { ...ADMIN, name: "Ada L." }));
    must(await changeTeamMember(world, world.leo.id, { ...ADMIN, name: "Léo" }));
    must(await changeTeamMember(world, world.ada.id, { ...ADMIN, role: "agent" }));
    expect(await changeTeamMember(world, world.leo.id, { ...ADMIN, name: "Léo", role: "agent" })).toMatchObject({
      error: { code: "last-admin" },
    });
  });

  test("is counted among the active: one who has left may be made an agent", async () => {
    const gone = await addAgent(world, { name: "Gus", email: "gus@acme.example", role: "admin" });
    must(await changeTeamMember(world, gone.id, { ...ADMIN, name: "Gus", active: false }));
    const change = { ...ADMIN, name: "Gus", role: "agent", active: false } as const;
    expect(await changeTeamMember(world, gone.id, change)).toMatchObject({ ok: true });
  });

  test("is safe from two changes at once, which come one after the other", async () => {
    expect(await waitsForAccount(world, () => changeTeamMember(world, world.leo.id, ADMIN))).toBe(true);
  });

  test("is left where two admins demote each other at once", async () => {
    must(await changeTeamMember(world, world.leo.id, { ...ADMIN, name: "Léo" }));
    const both = await Promise.all([
      changeTeamMember(world, world.ada.id, { ...ADMIN, role: "agent" }),
      changeTeamMember(world, world.leo.id, { ...ADMIN, role: "agent" }),
    ]);
    expect(both.filter((one) => one.ok)).toHaveLength(1);
  });
});
