/** Guessing passwords: what counts, for whom, and whom it may not lock out (SECURITY.md). */
import { afterEach, beforeEach, expect, test } from "vitest";
import { millis, MINUTE } from "../../src/domain/ids.ts";
import { type Answer, type Doors, openDoors } from "../support/doors/admin-doors.ts";
import { ADA, freshWorld, LEO, PASSWORD, type World } from "../support/world.ts";

const BROWSER = "__Host-ariane_browser";
const HOME = "198.51.100.7";
const ELSEWHERE = "203.0.113.9";

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

interface Try {
  readonly email?: string;
  readonly password?: string;
  readonly from?: string;
  /** The cookie of a browser that has signed in before. */
  readonly browser?: string;
}

const attempt = ({ email = LEO, password = "guess", from = HOME, browser }: Try = {}): Promise<Answer> =>
  doors.ask("POST", "/api/agent/sign-in", {
    body: { email, password },
    from,
    ...(browser === undefined ? {} : { headers: { cookie: `${BROWSER}=${browser}` } }),
  });

const status = async (given: Try = {}): Promise<number> => (await attempt(given)).statusCode;

async function fail(times: number, given: Try = {}): Promise<void> {
  for (let index = 0; index < times; index += 1) expect(await status(given)).toBe(401);
}

/** The cookie by which the browser is known in which this person has just signed in. */
async function signedIn(given: Try = {}): Promise<string> {
  const answer = await attempt({ password: PASSWORD, ...given });
  expect(answer.statusCode).toBe(204);
  return answer.cookies.find((cookie) => cookie.name === BROWSER)?.value ?? "";
}

test("ten failures for an address from a network; the next is told when to come back, though the password is right", async () => {
  await fail(10);
  world.clock.advance(MINUTE);
  const refused = await attempt({ password: PASSWORD });
  expect([refused.statusCode, refused.headers["retry-after"]]).toEqual([429, String(14 * 60)]);
  world.clock.advance(millis(14 * MINUTE));
  expect(await status({ password: PASSWORD })).toBe(204);
});

test("elsewhere, and for somebody else, nothing is locked", async () => {
  await fail(10);
  expect(await status({ password: PASSWORD, from: ELSEWHERE })).toBe(204);
  expect(await status({ email: ADA, password: PASSWORD })).toBe(204);
});

test("sign-ins that succeed count for nothing", async () => {
  for (let index = 0; index < 60; index += 1) expect(await status({ password: PASSWORD })).toBe(204);
  await fail(10);
});

test("guesses that are refused count for nothing either: they lock out nobody else of that network", async () => {
  await fail(10);
  for (let index = 0; index < 60; index += 1) expect(await status()).toBe(429);
  expect(await status({ email: ADA, password: PASSWORD })).toBe(204);
});

test("many guesses at once are no more than one after the other", async () => {
  const all = await Promise.all(Array.from({ length: 25 }, () => status()));
  expect(all.filter((code) => code === 401)).toHaveLength(10);
});

test("the addresses of an IPv6 /64 are one network", async () => {
  for (let index = 0; index < 10; index += 1) await fail(1, { from: `2001:db8:1:2::${index}` });
  expect(await status({ from: "2001:db8:1:2:ffff::1" })).toBe(429);
  expect(await status({ from: "2001:db8:1:3::1" })).toBe(401);
});

test("a stranger's failures lock out no browser that has signed in before, be it in the same network", async () => {
  const browser = await signedIn();
  await fail(10);
  for (let index = 0; index < 20; index += 1) await fail(1, { from: `203.0.113.${index}` });
  for (let index = 0; index < 40; index += 1) await fail(1, { email: `a${index}@acme.example` });
  expect(await status({ password: PASSWORD, from: ELSEWHERE })).toBe(429);
  expect(await status({ email: ADA, password: PASSWORD })).toBe(429);
  expect(await status({ password: PASSWORD, browser })).toBe(204);
});

test("that browser has ten failures of its own, and they lock out nobody else", async () => {
  const browser = await signedIn();
  await fail(10, { browser });
  expect(await status({ password: PASSWORD, browser })).toBe(429);
  expect(await status({ password: PASSWORD })).toBe(204);
});

test("it is known for whoever signed in there, several of them, and for nobody else", async () => {
  const one = await signedIn();
  const both = await signedIn({ email: ADA, browser: one });
  await fail(10);
  await fail(10, { email: ADA });
  expect(await status({ password: PASSWORD, browser: both })).toBe(204);
  expect(await status({ email: ADA, password: PASSWORD, browser: both })).toBe(204);
  expect(await status({ email: ADA, password: PASSWORD, browser: one })).toBe(429);
});

test.each([
  ["made up", (cookie: string) => `${cookie.slice(0, 44)}${"0".repeat(64)}`],
  ["of another browser", (cookie: string) => `${"A".repeat(43)}${cookie.slice(43)}`],
  ["no cookie of ours", () => "x"],
])("one that is %s is a stranger's", async (_what, forge) => {
  const forged = forge(await signedIn());
  await fail(10);
  expect(await status({ password: PASSWORD, browser: forged })).toBe(429);
});
