/** Hashing passwords is dear: what a crowd that signs in may take from everybody else (SECURITY.md). */
import { afterEach, beforeEach, expect, test } from "vitest";
import { createHashQueue } from "../../src/adapters/system/passwords/hash-queue.ts";
import { createPasswords } from "../../src/adapters/system/passwords/password-hashes.ts";
import { setPasswordOf } from "../../src/usecases/passwords/set-password-of.ts";
import { addTeamMember } from "../../src/usecases/people/add-team-member.ts";
import { openDoors } from "../support/doors/admin-doors.ts";
import { type LiveWorld, liveWorld } from "../support/live-world.ts";
import { run, type Running } from "../support/servers/running.ts";
import { until } from "../support/until.ts";
import { freshWorld, must } from "../support/world.ts";

const PASSWORD = "trois lampes au plafond";

test("a crowd is refused with the time after which to try again, once too many wait", async () => {
  const world = await freshWorld();
  const hashing: (() => void)[] = [];
  const passwords = createPasswords(
    createHashQueue(),
    () => new Promise((resolve) => hashing.push(() => resolve(new Uint8Array(32)))),
  );
  const doors = openDoors({ ...world, secrets: { ...world.secrets, ...passwords } });
  try {
    const statuses: number[] = [];
    const guess = async (index: number) => {
      const body = { email: `a${index}@acme.example`, password: PASSWORD };
      const answer = await doors.ask("POST", "/api/agent/sign-in", { body, from: `198.51.100.${index}` });
      statuses.push(answer.statusCode);
      return answer;
    };
    const crowd = Array.from({ length: 110 }, (_, index) => guess(index));
    await until("the last eight have been refused", () => statuses.length >= 8);
    expect(statuses).toEqual(Array.from({ length: 8 }, () => 503));
    expect(hashing).toHaveLength(2);
    const late = await guess(110);
    expect([late.statusCode, late.headers["retry-after"], late.json()]).toMatchObject([503, "5", { code: "too-busy" }]);
    // Whoever waits gets an answer.
    await until("everybody has one", () => {
      hashing.shift()?.();
      return statuses.length === 111;
    });
    await Promise.all(crowd);
    expect(statuses.filter((status) => status === 401)).toHaveLength(102);
  } finally {
    await doors.close();
    await world.dispose();
  }
});

let world: LiveWorld;
let server: Running;
beforeEach(async () => {
  world = await liveWorld();
  server = await run(world, { smtpUrl: "smtp://127.0.0.1:1", processJobs: false });
});
afterEach(async () => {
  await server.stop();
  await world.dispose();
});

test("fifty people who sign in at once keep nobody waiting for a style sheet or the sign of life", async () => {
  const team = ["ana", "bob", "cam", "dan", "eve"].map((name) => `${name}@acme.example`);
  for (const email of team) {
    const member = { name: "Somebody", email, role: "agent", chatAccess: true } as const;
    must(await addTeamMember(server.house, member, server.url));
    must(await setPasswordOf(server.house, { email, password: PASSWORD }));
  }
  const statuses: number[] = [];
  const signIn = async (email: string): Promise<void> => {
    const answer = await fetch(`${server.url}/api/agent/sign-in`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-ariane-request": "1" },
      body: JSON.stringify({ email, password: PASSWORD }),
    });
    statuses.push(answer.status);
  };
  const crowd = Array.from({ length: 10 }, () => team.map(signIn)).flat();
  await until("the first is in, and the others are being looked at", () => statuses.length > 0);
  const [sheet, life] = await Promise.all(["/assets/page.css", "/healthz"].map((path) => fetch(server.url + path)));
  expect([sheet?.status, life?.status]).toEqual([200, 200]);
  await sheet?.text();
  // Counted, not timed: in one pool with the files, nearly all of them came first.
  expect(statuses.length).toBeLessThan(25);
  await Promise.all(crowd);
  expect(statuses).toEqual(Array.from({ length: 50 }, () => 204));
});
