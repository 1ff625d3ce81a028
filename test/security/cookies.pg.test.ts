/** The cookie of a team member, what stays of it in a browser, and what a browser may keep (SECURITY.md). */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { agentCookies } from "../../src/transport/edge/cookies.ts";
import { createServer } from "../../src/transport/http/server.ts";
import { type Doors, openDoors } from "../support/doors/admin-doors.ts";
import { freshWorld, LEO, PASSWORD, type World } from "../support/world.ts";

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

describe("under an https public URL", () => {
  test("the cookie is __Host-, Secure, for the whole host, and not for scripts or other sites", async () => {
    const answer = await doors.ask("POST", "/api/agent/sign-in", { body: { email: LEO, password: PASSWORD } });
    for (const cookie of [answer.headers["set-cookie"]].flat().map(String)) {
      expect(cookie).toMatch(/^__Host-[a-z_]+=[\w.-]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    }
  });

  test("every answer asks for https from now on", async () => {
    for (const path of ["/api/agent/setup", "/api/agent/me", "/nowhere"]) {
      expect((await doors.ask("GET", path)).headers["strict-transport-security"]).toBe("max-age=31536000");
    }
  });

  test("a cookie without the prefix opens nothing: another host of the domain may have set it", async () => {
    const token = await doors.signIn(LEO);
    const headers = { cookie: `ariane_agent=${token}` };
    expect((await doors.ask("GET", "/api/agent/me", { headers })).statusCode).toBe(401);
  });
});

test("on this machine, without TLS, it is a plain one, and nobody is told to use https", async () => {
  expect(agentCookies("http://localhost:8080")).toMatchObject({ session: "ariane_agent", options: { secure: false } });
  const app = createServer({ log: () => undefined, trustedProxies: [], publicUrl: () => "http://localhost:8080" });
  expect((await app.inject("/nowhere")).headers["strict-transport-security"]).toBeUndefined();
  await app.close();
});

test("signing out takes the cookie back, and what the browser has kept of us", async () => {
  const as = await doors.signIn(LEO);
  const answer = await doors.ask("POST", "/api/agent/sign-out", { as });
  expect(answer.headers["clear-site-data"]).toBe('"cache"');
  expect([answer.headers["set-cookie"]].flat().map(String)).toEqual([
    expect.stringMatching(/^__Host-ariane_agent=; .*Path=\/; .*Secure/),
  ]);
});

test("signing in makes a new token always, and ends the session that the browser had", async () => {
  const before = await doors.signIn(LEO);
  const answer = await doors.ask("POST", "/api/agent/sign-in", {
    as: before,
    body: { email: LEO, password: PASSWORD },
  });
  const [after] = answer.cookies;
  expect(after?.value).not.toBe(before);
  expect((await doors.ask("GET", "/api/agent/me", { as: before })).statusCode).toBe(401);
  expect((await doors.ask("GET", "/api/agent/me", { as: after?.value ?? "" })).statusCode).toBe(200);
});

test("a token that a stranger has planted is never taken over", async () => {
  const planted = "A".repeat(43);
  const asked = { as: planted, body: { email: LEO, password: PASSWORD } };
  const answer = await doors.ask("POST", "/api/agent/sign-in", asked);
  expect(answer.cookies[0]?.value).not.toBe(planted);
  expect((await doors.ask("GET", "/api/agent/me", { as: planted })).statusCode).toBe(401);
});
