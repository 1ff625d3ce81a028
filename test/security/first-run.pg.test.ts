/** Who may make an installation theirs, and that a demo stays one (product.md §11). */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DEMO_SIGN_IN } from "../../src/domain/settings/demo.ts";
import { signIn } from "../../src/usecases/sessions/sign-in.ts";
import { endDemo } from "../../src/usecases/settings/end-demo.ts";
import { offerFirstRun } from "../../src/usecases/settings/offer-first-run.ts";
import { type FirstRun, setUpAccount } from "../../src/usecases/settings/set-up-account.ts";
import { until } from "../support/until.ts";
import { type EmptyWorld, emptyWorld, must, NEW_BROWSER, PASSWORD } from "../support/world.ts";

let world: EmptyWorld;
beforeEach(async () => {
  world = await emptyWorld();
});
afterEach(() => world.dispose());

const RUN: Omit<FirstRun, "code"> = {
  accountName: "Acme",
  timeZone: "Europe/Paris",
  locale: "en",
  brandName: null,
  supportAddress: null,
  admin: { name: "Ada", email: "ada@acme.example", password: PASSWORD },
};
const firstRun = (code: string | null, change: Partial<FirstRun> = {}) =>
  setUpAccount(world, { ...RUN, code, ...change });
const refusal = (code: string) => ({ ok: false, error: { code } });
const offered = async (): Promise<string> => (await offerFirstRun(world)) ?? "none was offered";

describe("the first admin", () => {
  test("is whoever has the code that the server told its operator, and nobody else", async () => {
    const code = await offered();
    for (const guess of ["", "a guess", code.toLowerCase(), `${code} `]) {
      expect(await firstRun(guess)).toMatchObject(refusal("first-admin-code-wrong"));
    }
    must(await firstRun(code));
  });

  test("is made once: no code is good for a second, nor one that another process gave out", async () => {
    const [code, another] = [await offered(), await offered()];
    must(await firstRun(another));
    for (const spent of [code, another]) expect(await firstRun(spent)).toMatchObject(refusal("already-set-up"));
    expect(await offerFirstRun(world)).toBeNull();
    const left = await world.database.pool.query("select 1 from first_admin_code");
    expect(left.rowCount).toBe(0);
  });

  test("is one of two who are at it at once", async () => {
    const code = await offered();
    const eve = { ...RUN.admin, name: "Eve", email: "eve@acme.example" };
    const both = await Promise.all([firstRun(code), firstRun(code, { admin: eve })]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test("a code lies in the database as a hash", async () => {
    const code = await offered();
    const kept = await world.database.pool.query<{ text: string }>(
      "select first_admin_code::text as text from first_admin_code",
    );
    expect(kept.rows[0]?.text).not.toContain(code);
  });
});

describe("a demo that is ended", () => {
  beforeEach(async () => {
    must(await firstRun(null, { isDemo: true, admin: { name: "Léo", ...DEMO_SIGN_IN } }));
  });

  test("lets nobody of it in again, and its sessions are over", async () => {
    must(await endDemo(world));
    const people = await world.database.pool.query("select 1 from agent where active");
    const sessions = await world.database.pool.query("select 1 from agent_session");
    expect([people.rowCount, sessions.rowCount]).toEqual([0, 0]);
  });

  test("has its first admin made with a code, by one of two at once, under the new name", async () => {
    must(await endDemo(world));
    expect(await firstRun("a guess")).toMatchObject(refusal("first-admin-code-wrong"));
    const code = await offered();
    const admins = ["ada", "eve"].map((name) => ({ name, email: `${name}@lamps.example`, password: PASSWORD }));
    const holder = await world.database.pool.connect();
    await holder.query("begin; select 1 from account for update");
    const both = admins.map((admin) => firstRun(code, { accountName: "Lamps", admin }));
    await until("both wait for the account", async () => {
      const waiting = await world.database.pool.query(
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return waiting.rowCount === 2;
    });
    await holder.query("commit");
    holder.release();
    expect((await Promise.all(both)).filter(({ ok }) => ok)).toHaveLength(1);
    await world.store.transaction(async (tx) => {
      expect(await tx.settings.requireAccount()).toMatchObject({ name: "Lamps" });
      expect(await tx.settings.loadBrands()).toMatchObject([{ name: "Lamps" }]);
      expect(await tx.firstRun.isDemo()).toBe(false);
    });
  });

  test("leaves nobody a password that everybody knows", async () => {
    const demo = { email: DEMO_SIGN_IN.email, password: DEMO_SIGN_IN.password, browser: NEW_BROWSER };
    expect(await signIn(world, demo)).toMatchObject({ ok: true });
    must(await endDemo(world));
    // Even where somebody brings the people of the demo back.
    await world.database.pool.query("update agent set active = true");
    expect(await signIn(world, demo)).toMatchObject(refusal("sign-in-failed"));
  });

  test("is ended once", async () => {
    must(await endDemo(world));
    expect(await endDemo(world)).toMatchObject(refusal("not-found"));
  });
});

test("an installation takes the demo's password from nobody", async () => {
  const admin = { ...RUN.admin, password: DEMO_SIGN_IN.password };
  expect(await firstRun(await offered(), { admin })).toMatchObject(refusal("password-common"));
});

test("an installation is no demo that could be ended", async () => {
  must(await firstRun(null));
  expect(await endDemo(world)).toMatchObject(refusal("not-found"));
});
