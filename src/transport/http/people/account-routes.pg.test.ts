import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { accountApi, Me } from "../../../../contract/people/account.ts";
import { type Doors, inContract, openDoors } from "../../../../test/support/doors/admin-doors.ts";
import { sitDown } from "../../../../test/support/doors/signed-in.ts";
import { ADA, freshWorld, LEO, PASSWORD, type World } from "../../../../test/support/world.ts";

let world: World;
let doors: Doors;
beforeEach(async () => {
  world = await freshWorld();
  doors = openDoors(world);
});
afterEach(async () => {
  await doors.close();
  await world.dispose();
});

const guess = (email: string, from = "127.0.0.1") =>
  doors.ask("POST", "/api/agent/sign-in", { body: { email, password: "guess" }, from });

describe("the agents' door to themselves", () => {
  test("says whether there is an admin, to anybody", async () => {
    expect(inContract(accountApi.setUp.answer, await doors.ask("GET", "/api/agent/setup"))).toEqual({
      hasAdmin: true,
      accountName: "Acme",
      demoSignIn: null,
      mailsResets: false,
    });
  });

  test("makes no second first admin", async () => {
    const body = {
      code: "a code of some day",
      accountName: "M",
      name: "M",
      email: "m@x.example",
      password: PASSWORD,
      locale: "en",
      timeZone: "UTC",
    };
    const answer = await doors.ask("POST", "/api/agent/first-admin", { body });
    expect([answer.statusCode, answer.json()]).toMatchObject([409, { code: "already-set-up" }]);
  });

  test("signs in with a cookie that scripts cannot read and other sites do not send", async () => {
    const answer = await doors.ask("POST", "/api/agent/sign-in", { body: { email: ADA, password: PASSWORD } });
    expect(answer.statusCode).toBe(204);
    expect(answer.cookies).toMatchObject([
      { name: "__Host-ariane_agent", httpOnly: true, secure: true, sameSite: "Lax", path: "/", maxAge: 14 * 86_400 },
      { name: "__Host-ariane_browser", httpOnly: true, secure: true, sameSite: "Lax", path: "/", maxAge: 400 * 86_400 },
    ]);
    const me = await doors.ask("GET", "/api/agent/me", { as: answer.cookies[0]?.value ?? "" });
    expect(inContract(Me, me)).toMatchObject({
      name: "Ada",
      role: "admin",
      account: { name: "Acme", demo: false },
    });
  });

  test("signs out, and the cookie opens nothing any more", async () => {
    const as = await doors.signIn(LEO);
    expect((await doors.ask("POST", "/api/agent/sign-out", { as })).statusCode).toBe(204);
    expect((await doors.ask("GET", "/api/agent/me", { as })).statusCode).toBe(401);
  });

  test.each([
    ["without our header", { "x-ariane-request": "" }],
    ["from another site", { origin: "https://evil.example" }],
  ])("takes no sign-in %s", async (_how, headers) => {
    const answer = await doors.ask("POST", "/api/agent/sign-in", { body: { email: ADA, password: PASSWORD }, headers });
    expect([answer.statusCode, answer.json()]).toMatchObject([403, { code: "origin-not-allowed" }]);
  });

  test("lets one address be tried thirty times in a quarter of an hour, from wherever", async () => {
    for (let index = 0; index < 30; index += 1) {
      expect((await guess(LEO, `198.51.100.${index}`)).statusCode).toBe(401);
    }
    expect((await guess(LEO, "198.51.100.30")).json()).toMatchObject({ code: "rate-limited" });
    const right = await doors.ask("POST", "/api/agent/sign-in", {
      body: { email: LEO.toUpperCase(), password: PASSWORD },
    });
    expect(right.statusCode).toBe(429);
    world.clock.advance(15 * 60_000);
    expect(await doors.signIn(LEO)).not.toBe("");
  });

  test("lets one IP address try fifty times, whomever", async () => {
    for (let index = 0; index < 50; index += 1) expect((await guess(`a${index}@acme.example`)).statusCode).toBe(401);
    expect((await guess("a50@acme.example")).statusCode).toBe(429);
  });

  test("shows whom a conversation can be handed to", async () => {
    await sitDown(world, world.leo.id);
    const as = await doors.signIn(LEO);
    expect((await doors.ask("PUT", "/api/agent/me", { as, body: { presence: "online" } })).statusCode).toBe(204);
    expect(inContract(accountApi.team.answer, await doors.ask("GET", "/api/agent/team", { as }))).toMatchObject({
      agents: [
        { name: "Ada", presence: "offline" },
        { name: "Léo", presence: "online", chatAccess: true },
      ],
    });
  });

  test("is closed to whoever is signed out", async () => {
    for (const url of ["/api/agent/me", "/api/agent/team"]) expect((await doors.ask("GET", url)).statusCode).toBe(401);
    expect((await doors.ask("PUT", "/api/agent/me", { body: { presence: "online" } })).statusCode).toBe(401);
  });
});
