/** What the security log tells, and that nothing happens untold (product.md §8.5). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addressOf } from "../../contract/address.ts";
import { securityLogApi } from "../../contract/audit/security-log.ts";
import { agentSessionsApi } from "../../contract/sessions/agent-sessions.ts";
import { passwordsApi } from "../../contract/passwords/passwords.ts";
import type { Route } from "../../contract/route.ts";
import type { RunningServer } from "../../src/compose/server.ts";
import { AUDIT_KINDS } from "../../src/domain/audit/audit.ts";
import type { AgentIdentity } from "../../src/domain/people/roles.ts";
import { AGENT_COOKIE } from "../../src/transport/edge/cookies.ts";
import { saveSchedule } from "../../src/usecases/schedules/save-schedule.ts";
import { addTeamMember } from "../../src/usecases/people/add-team-member.ts";
import { signIn } from "../../src/usecases/sessions/sign-in.ts";
import type { LogFields } from "../../src/transport/edge/log.ts";
import { changePassword } from "../../src/usecases/passwords/change-password.ts";
import { makeResetLink } from "../../src/usecases/passwords/make-reset-link.ts";
import { redeemReset } from "../../src/usecases/passwords/redeem-reset.ts";
import { endDemo } from "../../src/usecases/settings/end-demo.ts";
import { saveSupportAddress } from "../../src/usecases/settings/save-support-address.ts";
import { ACTIONS, type Asked, type Ids, NEXT_PASSWORD, type Row } from "./audit/actions.ts";
import { tokenOf } from "../support/doors/signed-in.ts";
import { runOn } from "../support/servers/running.ts";
import { addAgent, ADA, begin, freshWorld, marie, must, NEW_BROWSER, PASSWORD, type World } from "../support/world.ts";

const TESTED = "tested@acme.example";

let world: World;
let server: RunningServer;
/** What the server logged. */
const lines: { readonly event: string; readonly fields: LogFields }[] = [];
let ids: Ids;
beforeAll(async () => {
  world = await freshWorld();
  const { pool } = world.database;
  const week = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
  server = await runOn(world.database, {
    clock: world.clock,
    mailer: () => ({ send: () => Promise.resolve({ kind: "accepted", code: 250, reply: "250 taken" }) }),
    log: (_level, event, fields = {}) => void lines.push({ event, fields }),
  });
  const one = async (sql: string, values: unknown[] = []): Promise<string> =>
    (await pool.query<{ id: string }>(sql, values)).rows[0]?.id ?? "";
  await pool.query("insert into suppression (address, because, at) values ('marie@example.com', 'not-me', 1)");
  await pool.query("insert into relay_trouble (since, last_at, said) values (1, 1, '')");
  await pool.query("insert into domain_pace (domain, not_before, step, because) values ('slow.example', 1, 1, '')");
  ids = {
    block: await one(
      "insert into blocked_sender (id, sender, because, at) values ($1, '@spam.example', 'by-hand', 1) returning id",
      [world.newId()],
    ),
    job: await one(
      "insert into job (id, kind, key, due_at, dead_at) values ($1, 'deliver-mail', 'x', 1, 2) returning id",
      [world.newId()],
    ),
    brand: world.acme.brandId,
    conversation: await begin(world, await marie(world)),
    identityKey: await one(
      `insert into identity_key (id, brand_id, kid, algorithm, material, wrapped, made_at)
       values ($1, $2, 'the first', 'HS256', 'x', false, 1) returning id`,
      [world.newId(), world.acme.brandId],
    ),
    member: (await addAgent(world, { name: "Noé", email: "noe@acme.example" })).id,
    mover: (await addAgent(world, { name: "Max", email: "max@acme.example" })).id,
    support: await one("select id from support_address"),
    tested: must(await saveSupportAddress(world, { id: null, brandId: world.acme.brandId, address: TESTED })),
    schedule: must(
      await saveSchedule(world, { of: null, name: "Office", timeZone: "Europe/Paris", week, holidays: [] }),
    ),
    trigger: await one("select id from trigger"),
  };
});
afterAll(async () => {
  await server.stop();
  await world.dispose();
});

async function ask(who: AgentIdentity | null, route: Route, { body, ...place }: Asked): Promise<Response> {
  const cookie = who === null ? {} : { cookie: `${AGENT_COOKIE}=${await tokenOf(world, who.id)}` };
  return fetch(`http://localhost:${server.port}${addressOf(route, place)}`, {
    method: route.method,
    headers: {
      "x-ariane-request": "1",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...cookie,
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
}
async function events(): Promise<readonly Row[]> {
  const found = await world.database.pool.query<Row>(
    "select kind, actor_id, actor_name, subject, was, became, network from audit_event order by id",
  );
  return found.rows;
}

/** What was told meanwhile. */
async function told(work: () => Promise<unknown>): Promise<readonly Row[]> {
  const before = await events();
  await work();
  return (await events()).slice(before.length);
}

describe("what an admin does", () => {
  test.each(ACTIONS)(
    "%s: is told with who, what and from where, or is not done",
    async (kind, route, asked, expected) => {
      const { pool } = world.database;
      await pool.query("alter table audit_event add constraint untold check (false) not valid");
      const untold = await ask(world.ada, route, asked(ids));
      await pool.query("alter table audit_event drop constraint untold");
      expect(untold.status).toBe(500);
      // What it changes, it would change now: nothing of it was left by the time before.
      const rows = await told(async () => {
        const answer = await ask(world.ada, route, asked(ids));
        expect(answer.status).toBeLessThan(300);
      });
      const who = { actor_id: world.ada.id, actor_name: "Ada", network: "127.0.0.1" };
      expect(rows).toContainEqual(expect.objectContaining({ kind, ...who, ...expected }));
    },
  );

  test("is told with no secret: passwords, keys and links are nowhere in it", async () => {
    const { rows } = await world.database.pool.query<{ text: string }>(
      "select coalesce(string_agg(audit_event::text, ' '), '') as text from audit_event",
    );
    for (const secret of [NEXT_PASSWORD, PASSWORD, "PRIVATE", "/reset", "quick$", "scrypt"]) {
      expect(rows[0]?.text).not.toContain(secret);
    }
  });

  test("is not told where it changed nothing", async () => {
    const [, route, asked] = ACTIONS[0] ?? [];
    if (route === undefined || asked === undefined) throw new Error("there are no actions");
    expect(await told(() => ask(world.ada, route, asked(ids)))).toEqual([]);
  });

  test("is not told where it was not done in the end", async () => {
    const failing = {
      ...world,
      store: {
        ...world.store,
        transaction: <T>(work: Parameters<typeof world.store.transaction<T>>[0]) =>
          world.store.transaction(async (tx) => {
            await work(tx);
            throw new Error("the commit fails");
          }),
      },
    };
    const member = { name: "Ugo", email: "ugo@acme.example", role: "agent", chatAccess: true } as const;
    expect(await told(() => addTeamMember(failing, member, "https://desk.acme.example").catch(() => null))).toEqual([]);
  });
});

describe("who gets in", () => {
  const browser = NEW_BROWSER;
  const trying = (email: string, password: string) =>
    signIn(
      { ...world, store: world.store.by({ id: null, name: null, network: "198.51.100.7" }) },
      {
        email,
        password,
        browser,
      },
    );

  test("is told at a sign-in, under their name", async () => {
    const rows = await told(async () => must(await trying(ADA, PASSWORD)));
    expect(rows).toMatchObject([
      { kind: "signed-in", actor_id: world.ada.id, actor_name: "Ada", network: "198.51.100.7" },
    ]);
  });

  test("is told where it failed, with the address as typed and no longer than an address", async () => {
    const rows = await told(() => trying(`${"x".repeat(2_000)}@Évil.example`, "guess"));
    expect(rows).toMatchObject([{ kind: "sign-in-failed", actor_id: null, actor_name: null }]);
    expect(rows[0]?.subject).toMatch(/^x{300,319}…$/);
    expect(await told(() => trying(" Ada@ACME.example", "guess"))).toMatchObject([{ subject: " Ada@ACME.example" }]);
  });

  test("is told at signing out, and where somebody's other sessions end", async () => {
    expect(await told(() => ask(world.leo, agentSessionsApi.signOut, { body: {} }))).toMatchObject([
      { kind: "signed-out", actor_name: "Léo" },
    ]);
    await tokenOf(world, world.leo.id);
    expect(await told(() => ask(world.leo, agentSessionsApi.endOthers, { body: {} }))).toMatchObject([
      { kind: "sessions-ended", actor_name: "Léo", subject: "Léo", became: { count: 1 } },
    ]);
  });

  test("is told where a password is asked for anew, a link chooses it, or its owner does", async () => {
    const from = { network: "198.51.100.7", userAgent: null };
    await told(() => ask(null, passwordsApi.forgot, { body: { email: "eve@evil.example" } })).then((rows) =>
      expect(rows).toMatchObject([{ kind: "reset-asked", actor_id: null, subject: "eve@evil.example" }]),
    );
    const { url } = must(await makeResetLink(world, { id: world.leo.id }, "https://desk.acme.example"));
    const token = /[\w-]{20,}$/.exec(url)?.[0] ?? "";
    const kinds = async (work: () => Promise<unknown>) => (await told(work)).map((row) => [row.kind, row.subject]);
    expect(
      await kinds(async () => must(await redeemReset(world, { token, password: NEXT_PASSWORD, from }))),
    ).toContainEqual(["reset-used", "Léo"]);
    const changed = { current: NEXT_PASSWORD, password: PASSWORD, session: null };
    expect(await kinds(async () => must(await changePassword(world, world.leo, changed)))).toEqual([
      ["password-changed", "Léo"],
      ["sessions-ended", "Léo"],
    ]);
  });

  test("is told to the operator where it alerts, with ids and never with what was typed", async () => {
    await ask(null, agentSessionsApi.signIn, { body: { email: "eve@evil.example", password: "guess" } });
    const alerts = lines.filter(({ event }) => event.startsWith("security-"));
    expect(alerts.map(({ event }) => event)).toEqual(
      expect.arrayContaining(["security-role-changed", "security-sign-in-failed", "security-member-added"]),
    );
    const noe = { by: world.ada.id, subject: ids.member };
    expect(alerts).toContainEqual({ event: "security-role-changed", fields: noe });
    expect(JSON.stringify(alerts)).not.toMatch(/@|Noé|127/);
  });
});

test("ends with everybody's sign-in, where a demo ends", async () => {
  await world.store.transaction((tx) => tx.firstRun.markDemo(true));
  const rows = await told(async () => must(await endDemo(world)));
  expect(rows).toContainEqual(expect.objectContaining({ kind: "demo-ended", actor_id: null, network: null }));
  await world.database.pool.query("update agent set active = true where id = any($1)", [[world.ada.id, world.leo.id]]);
});

describe("the log", () => {
  test("is for admins: an agent is refused, which is told, but not without end", async () => {
    const rows = await told(async () => {
      for (let time = 0; time < 30; time += 1) {
        const answer = await ask(world.leo, time % 2 === 0 ? securityLogApi.list : securityLogApi.download, {});
        expect(answer.status).toBe(403);
      }
    });
    expect(rows).toHaveLength(20);
    expect(rows[0]).toMatchObject({ kind: "refused", actor_name: "Léo", subject: securityLogApi.list.path });
  });

  test("is read page by page, newest first, nothing twice and nothing left out", async () => {
    await world.database.pool.query(
      "insert into audit_event (at, kind) select 1000 + n / 7, 'signed-out' from generate_series(1, 120) as n",
    );
    const read: { readonly id: number; readonly at: number }[] = [];
    let before: string | null = null;
    do {
      const query = { kind: "signed-out", to: 2_000, ...(before === null ? {} : { before }) };
      const answer = await ask(world.ada, securityLogApi.list, { query });
      const page: { events: typeof read; next: string | null } = JSON.parse(await answer.text());
      read.push(...page.events);
      before = page.next;
    } while (before !== null);
    expect(read.length).toBe(120);
    expect(new Set(read.map(({ id }) => id)).size).toBe(120);
    expect(read).toEqual(read.toSorted((one, other) => other.at - one.at || other.id - one.id));
  });

  test("shows what somebody did, and what was done to them", async () => {
    const answer = await ask(world.ada, securityLogApi.list, { query: { person: ids.member } });
    const { events: shown }: { events: readonly { readonly subject: string }[] } = JSON.parse(await answer.text());
    expect(shown.length).toBeGreaterThan(1);
    expect(new Set(shown.map(({ subject }) => subject))).toEqual(new Set(["Noé"]));
  });

  test("is downloaded as a table in which nothing that a stranger typed is a formula", async () => {
    await signIn(world, { email: "=cmd|'/C calc'!A0", password: "guess", browser: NEW_BROWSER });
    const answer = await ask(world.ada, securityLogApi.download, { query: { kind: "sign-in-failed" } });
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toContain("attachment");
    expect(await answer.text()).toContain(`"'=cmd|'/C calc'!A0"`);
  });
});

test("every kind of event was told by something above: a new kind needs an example", async () => {
  const kinds = new Set((await events()).map(({ kind }) => kind));
  expect(AUDIT_KINDS.filter((kind) => !kinds.has(kind))).toEqual([]);
});
