/** Whoever is told "later" is told when: every 429 and 503 of every route, by the table of routes. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { REFUSED_BY_DOOR, type Route } from "../../contract/route.ts";
import { ROUTES } from "../../contract/routes.ts";
import { REFUSAL_CODES, type RefusalCode } from "../../src/domain/refusal.ts";
import { refused, sendRefusal, statusOf } from "../../src/transport/edge/refusals.ts";
import { type App, createServer } from "../../src/transport/http/server.ts";

const isLater = (code: RefusalCode): boolean => [429, 503].includes(statusOf(code));

const all: readonly Route[] = ROUTES;
const cases = all.flatMap((route) =>
  [...new Set([...REFUSED_BY_DOOR[route.who], ...route.refusals])]
    .filter(isLater)
    .map((code) => [route.method, route.path, code] as const),
);

let app: App;
let answered: RefusalCode = "rate-limited";
beforeAll(() => {
  app = createServer({ log: () => undefined, trustedProxies: [], publicUrl: () => "http://localhost:8080" });
  for (const { method, path } of all) {
    app.route({
      method,
      url: path,
      handler: (_request, reply) => sendRefusal(reply, { code: answered, message: "later" }),
    });
  }
  app.get("/bare", (_request, reply) => reply.code(503).send("later"));
  app.get("/thrown", () => {
    throw refused("rate-limited", "later", { retryAfterSeconds: 7 });
  });
});
afterAll(() => app.close());

test("there are routes that say so", () => {
  expect(cases.length).toBeGreaterThan(50);
  expect(REFUSAL_CODES.filter(isLater)).toContain("rate-limited");
});

describe("says when to come back", () => {
  test.each(cases)("%s %s, %s", async (method, path, code) => {
    answered = code;
    const answer = await app.inject({ method, url: path });
    expect([answer.statusCode, answer.headers["retry-after"]]).toEqual([statusOf(code), "60"]);
  });

  test("what is no refusal of ours, too", async () => {
    expect((await app.inject("/bare")).headers["retry-after"]).toBe("60");
  });

  test("and exactly, where it is known", async () => {
    expect((await app.inject("/thrown")).headers["retry-after"]).toBe("7");
  });
});
