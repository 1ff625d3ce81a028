/** Changing a password, and getting back in without one: who may, once, and what ends by it. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createMailComposer } from "../../src/adapters/mail/compose-mail.ts";
import { newStoredKey, openTokenKeys } from "../../src/adapters/system/token-keys.ts";
import { HOUR, instant } from "../../src/domain/ids.ts";
import type { EnvelopedMail, SendOutcome } from "../../src/ports/continuity/mailer.ts";
import { mailReset } from "../../src/usecases/passwords/mail-reset.ts";
import { type Doors, openDoors } from "../support/doors/admin-doors.ts";
import { ADA, freshWorld, jobsOf, LEO, PASSWORD, takeJobs, type World } from "../support/world.ts";

const NEXT = "trois lampes au plafond";
const MINUTES = 60_000;

let world: World;
let doors: Doors;
let sent: EnvelopedMail[];
let outcome: SendOutcome;
const mailer = {
  send: (mail: EnvelopedMail) => {
    sent.push(mail);
    return Promise.resolve(outcome);
  },
};
beforeEach(async () => {
  world = await freshWorld();
  doors = openDoors(world, {}, mailer);
  sent = [];
  outcome = { kind: "accepted", code: 250, reply: "250 taken" };
});
afterEach(async () => {
  await doors.close();
  await world.dispose();
});

const post = (path: string, body: object, as?: string) =>
  doors.ask("POST", path, { body, ...(as === undefined ? {} : { as }) });
const isIn = async (as: string): Promise<boolean> =>
  (await doors.ask("GET", "/api/agent/me", { as })).statusCode === 200;
const signIn = (password: string) => post("/api/agent/sign-in", { email: LEO, password });
const forgot = (email: string) => post("/api/agent/forgot-password", { email });
const redeem = (token: string, password = NEXT) => post("/api/agent/new-password", { token, password });

const change = (as: string, body: object) => doors.ask("PUT", "/api/agent/me/password", { as, body });

/** What the worker does with it. */
async function work() {
  const deps = {
    ...world,
    composer: createMailComposer(),
    mailer,
    keys: openTokenKeys([newStoredKey(1, null)], null),
    mailDomain: "reply.acme.example",
    publicUrl: () => "https://desk.acme.example",
  };
  const answers: unknown[] = [];
  for (const { payload } of await takeJobs(world, "mail-password-reset")) {
    answers.push(await mailReset(deps, { email: String(payload["email"]), at: instant(Number(payload["at"])) }));
  }
  return answers;
}

const bodyOf = (mail: EnvelopedMail | undefined) =>
  Buffer.from(mail?.raw ?? [])
    .toString()
    .replaceAll("=\r\n", "")
    .replaceAll("=3D", "=");
const tokenIn = (text: string) => /\/workspace\/new-password#([\w-]{43})/.exec(text)?.[1] ?? "";

async function mailedToken(): Promise<string> {
  await forgot(LEO);
  await work();
  return tokenIn(bodyOf(sent.at(-1)));
}

async function handedToken(): Promise<string> {
  const made = await doors.ask("POST", `/api/admin/people/team-members/${world.leo.id}/reset-link`, {
    as: await doors.signIn(ADA),
    body: {},
  });
  return tokenIn(made.body);
}

describe("one's own password", () => {
  test("is changed by whoever knows the current one; the other sessions end, this one goes on", async () => {
    const [here, there] = [await doors.signIn(LEO), await doors.signIn(LEO)];
    const ada = await doors.signIn(ADA);
    expect((await change(here, { current: PASSWORD, password: NEXT })).statusCode).toBe(204);
    expect([await isIn(here), await isIn(there), await isIn(ada)]).toEqual([true, false, true]);
    expect([(await signIn(PASSWORD)).statusCode, (await signIn(NEXT)).statusCode]).toEqual([401, 204]);
  });

  test.each([
    ["without the current one", { current: "guess", password: NEXT }, "password-wrong"],
    ["to a short one", { current: PASSWORD, password: "elevenchars" }, "password-too-short"],
    ["to the own address", { current: PASSWORD, password: LEO }, "password-own"],
  ])("is not changed %s", async (_how, body, code) => {
    const [here, there] = [await doors.signIn(LEO), await doors.signIn(LEO)];
    expect((await change(here, body)).json()).toMatchObject({ code });
    expect([await isIn(there), (await signIn(PASSWORD)).statusCode]).toEqual([true, 204]);
  });

  test("is guessed ten times in a quarter of an hour, no oftener", async () => {
    const here = await doors.signIn(LEO);
    const guess = async () => (await change(here, { current: "guess", password: NEXT })).statusCode;
    for (let tries = 0; tries < 10; tries += 1) expect(await guess()).toBe(422);
    expect(await guess()).toBe(429);
  });

  test("takes back the links that were made before", async () => {
    const token = await handedToken();
    await change(await doors.signIn(LEO), { current: PASSWORD, password: NEXT });
    expect((await redeem(token, "another lamp above")).json()).toMatchObject({ code: "link-invalid" });
  });
});

describe("a forgotten password", () => {
  test("says and does the same at once, whether the address is anybody's or not", async () => {
    const statements: string[][] = [];
    for (const email of [LEO, "nobody@acme.example"]) {
      const answer = await forgot(email);
      const { date: _date, ...headers } = answer.headers;
      statements.push([String(answer.statusCode), answer.body, JSON.stringify(headers)]);
    }
    expect(statements[1]).toEqual(statements[0]);
    // Whose it is, the job finds out.
    expect(await jobsOf(world, "mail-password-reset")).toHaveLength(2);
    await work();
    expect(sent.map(({ envelope }) => envelope.to)).toEqual([LEO]);
  });

  test("is mailed a link, in text and HTML, whose token we keep hashed", async () => {
    const token = await mailedToken();
    const mail = bodyOf(sent[0]);
    expect(mail).toContain("Auto-Submitted: auto-generated");
    expect(mail.split(`https://desk.acme.example/workspace/new-password#${token}`)).toHaveLength(3);
    const { rows } = await world.database.pool.query("select password_reset::text as kept from password_reset");
    expect(JSON.stringify(rows)).not.toContain(token);
    expect((await post("/api/agent/password-reset", { token })).json()).toEqual({
      name: "Léo",
      email: LEO,
      isFirst: false,
    });
  });

  test("is chosen anew by the link, once; every session ends and one opens", async () => {
    const there = await doors.signIn(LEO);
    const token = await mailedToken();
    expect((await redeem(token, "short")).json()).toMatchObject({ code: "password-too-short" });
    const answer = await redeem(token);
    expect([answer.statusCode, await isIn(there), await isIn(answer.cookies[0]?.value ?? "")]).toEqual([
      204,
      false,
      true,
    ]);
    expect((await redeem(token)).json()).toMatchObject({ code: "link-invalid" });
    expect([(await signIn(PASSWORD)).statusCode, (await signIn(NEXT)).statusCode]).toEqual([401, 204]);
  });

  test("is chosen by one of two who use the link at once", async () => {
    const token = await mailedToken();
    const both = await Promise.all([redeem(token), redeem(token, "another lamp above")]);
    expect(both.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([204, 404]);
  });

  test("is not chosen by a link that is an hour old, nor by one of somebody who left", async () => {
    const old = await mailedToken();
    world.clock.advance(HOUR);
    expect((await redeem(old)).statusCode).toBe(404);
    const token = await mailedToken();
    await world.database.pool.query("update agent set active = false where id = $1", [world.leo.id]);
    expect((await redeem(token)).statusCode).toBe(404);
    expect((await post("/api/agent/password-reset", { token })).statusCode).toBe(404);
    sent = [];
    await forgot(LEO);
    await work();
    expect(sent).toEqual([]);
  });

  test("is tried again while the next server takes nothing, for an hour; a link nobody got opens nothing", async () => {
    outcome = { kind: "deferred", code: null, reply: "no connection" };
    await forgot(LEO);
    expect(await work()).toEqual([world.clock.now() + 2 * MINUTES]);
    expect((await redeem(tokenIn(bodyOf(sent[0])))).statusCode).toBe(404);
    await forgot(LEO);
    world.clock.advance(HOUR);
    expect([await work(), sent.length]).toEqual([[null], 1]);
  });

  test("is asked for three times an hour for an address, ten times from one place", async () => {
    for (let asked = 0; asked < 3; asked += 1) expect((await forgot("nobody@acme.example")).statusCode).toBe(204);
    expect((await forgot("Nobody@acme.example ")).statusCode).toBe(429);
    for (let asked = 0; asked < 6; asked += 1) expect((await forgot(`a${asked}@acme.example`)).statusCode).toBe(204);
    expect((await forgot(LEO)).statusCode).toBe(429);
  });

  test("is not asked for where no mail can leave, and the page knows", async () => {
    const silent = openDoors(world);
    const answer = await silent.ask("POST", "/api/agent/forgot-password", { body: { email: LEO } });
    expect(answer.json()).toMatchObject({ code: "no-relay" });
    expect((await silent.ask("GET", "/api/agent/setup")).json()).toMatchObject({ mailsResets: false });
    expect((await doors.ask("GET", "/api/agent/setup")).json()).toMatchObject({ mailsResets: true });
    await silent.close();
  });
});

/** Ada adds Noé. */
const addNoe = async () =>
  doors.ask("POST", "/api/admin/people/team-members", {
    as: await doors.signIn(ADA),
    body: { name: "Noé", email: "noe@acme.example", role: "agent", chatAccess: true },
  });
const asNoe = (password: string) => post("/api/agent/sign-in", { email: "noe@acme.example", password });

describe("a new team member", () => {
  test("chooses their first password by the link that the admin passes on; until then none lets them in", async () => {
    const added = await addNoe();
    const token = tokenIn(added.body);
    expect([added.statusCode, token.length]).toEqual([201, 43]);
    const { rows } = await world.database.pool.query<{ kept: string }>(
      "select password_hash as kept from agent where email = 'noe@acme.example'",
    );
    for (const guess of [rows[0]?.kept ?? "", PASSWORD, token]) expect((await asNoe(guess)).statusCode).toBe(401);
    expect((await post("/api/agent/password-reset", { token })).json()).toEqual({
      name: "Noé",
      email: "noe@acme.example",
      isFirst: true,
    });
    expect((await redeem(token, "noe@acme.example")).json()).toMatchObject({ code: "password-own" });
    const chosen = await redeem(token);
    expect([chosen.statusCode, await isIn(chosen.cookies[0]?.value ?? "")]).toEqual([204, true]);
    expect([(await redeem(token)).statusCode, (await asNoe(NEXT)).statusCode]).toEqual([404, 204]);
  });

  test("is given another link where the first is a day old", async () => {
    const late = tokenIn((await addNoe()).body);
    world.clock.advance(24 * HOUR);
    expect((await redeem(late)).statusCode).toBe(404);
    await forgot("noe@acme.example");
    await work();
    expect((await redeem(tokenIn(bodyOf(sent.at(-1))))).statusCode).toBe(204);
  });
});

describe("a link that an admin hands over", () => {
  test("changes nothing until it is used; it works once, for a day", async () => {
    const there = await doors.signIn(LEO);
    const token = await handedToken();
    expect([token.length, await isIn(there)]).toEqual([43, true]);
    world.clock.advance(24 * HOUR - 1);
    expect((await redeem(token)).statusCode).toBe(204);
    expect(await isIn(there)).toBe(false);
    expect((await redeem(token)).statusCode).toBe(404);
    const late = await handedToken();
    world.clock.advance(24 * HOUR);
    expect((await redeem(late)).statusCode).toBe(404);
  });

  test("is made by admins alone, and for nobody who is inactive", async () => {
    const path = `/api/admin/people/team-members/${world.leo.id}/reset-link`;
    expect((await post(path, {}, await doors.signIn(LEO))).statusCode).toBe(403);
    expect((await post(path, {})).statusCode).toBe(401);
    const ada = await doors.signIn(ADA);
    await world.database.pool.query("update agent set active = false where id = $1", [world.leo.id]);
    expect((await post(path, {}, ada)).statusCode).toBe(404);
  });
});
