import { afterAll, beforeAll, expect, test } from "vitest";
import { type App, createServer } from "./server.ts";

let app: App;
const faults: string[] = [];

beforeAll(async () => {
  app = createServer({
    log: (_level, event) => faults.push(event),
    trustedProxies: [],
    publicUrl: () => "http://localhost",
  });
  app.post("/echo", (request) => ({ given: request.body }));
  app.get("/healthz", () => ({ ok: true }));
  await app.ready();
});
afterAll(() => app.close());

const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const post = (payload: string) =>
  app.inject({ method: "POST", url: "/echo", headers: { "content-type": "application/json" }, payload });

test.each([33, 40_000])("what is nested %i deep is refused in words, and nothing breaks", async (depth) => {
  const answer = await post(nested(depth));
  expect([answer.statusCode, answer.json()]).toEqual([
    400,
    { code: "request-invalid", message: "Nothing is nested deeper than 32." },
  ]);
  expect(faults).toEqual([]);
});

test("what is nested 32 deep is taken", async () => {
  expect((await post(nested(32))).statusCode).toBe(200);
});

test("no data is framed or run, not even a refusal", async () => {
  for (const answer of [await post("{}"), await post("{"), await app.inject({ method: "GET", url: "/nowhere" })]) {
    expect(answer.headers["content-security-policy"]).toBe(
      "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    );
  }
});

test("data says what it is, and in which letters", async () => {
  for (const answer of [await post("{}"), await post("{"), await app.inject({ method: "GET", url: "/nowhere" })]) {
    expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
  }
});

test.each(["evil.example", "evil.example:80", "10.0.0.7"])(
  "a page whose name (%s) was made to lead here is refused, and told the cure",
  async (host) => {
    const answer = await app.inject({ method: "POST", url: "/echo", headers: { host }, payload: {} });
    expect([answer.statusCode, answer.json()]).toMatchObject([421, { code: "host-unknown" }]);
    expect(answer.body).toContain("ARIANE_PUBLIC_URL");
  },
);

test("whoever looks whether we live may use any name", async () => {
  const answer = await app.inject({ method: "GET", url: "/healthz", headers: { host: "10.0.0.7:3000" } });
  expect(answer.statusCode).toBe(200);
});
