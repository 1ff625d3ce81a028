/** Which answers of the contract are compressed as they are sent. */
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { Type } from "typebox";
import { afterAll, beforeAll, expect, test } from "vitest";
import { route } from "../../../contract/route.ts";
import { exact } from "../../../contract/shared.ts";
import { ok } from "../../domain/result.ts";
import type { Principals } from "../edge/principals.ts";
import { serve } from "./serve.ts";
import { type App, createServer } from "./server.ts";

const askedFor = (): never => {
  throw new Error("these routes ask for nobody");
};
const PRINCIPALS: Principals = {
  ownPage: askedFor,
  agent: askedFor,
  admin: askedFor,
  widget: askedFor,
  cookies: askedFor,
  agentTokenHash: askedFor,
  widgetByToken: askedFor,
};

const answer = exact({ text: Type.String() });
const LONG = "Where is my order? ".repeat(100);
const ROUTES = {
  long: route({ method: "GET", path: "/long", who: "anyone", answer }),
  secret: route({ method: "GET", path: "/secret", who: "anyone", answer, holdsSecret: true }),
  posted: route({ method: "POST", path: "/posted", who: "anyone", answer }),
};
const SHORT = route({ method: "GET", path: "/short", who: "anyone", answer });

let app: App;
beforeAll(async () => {
  app = createServer({ log: () => undefined, trustedProxies: [], publicUrl: () => "http://localhost" });
  await app.register(async (plugin) => {
    const door = { app: plugin, principals: PRINCIPALS };
    for (const one of Object.values(ROUTES)) serve(door, one, async () => ok({ text: LONG }));
    serve(door, SHORT, async () => ok({ text: "Hello" }));
  });
});
afterAll(() => app.close());

const ask = async (method: "GET" | "POST", url: string, taken = "gzip, deflate, br, zstd") =>
  app.inject({ method, url, headers: { "accept-encoding": taken } });

test.each([
  ["gzip, deflate, br, zstd", "br", brotliDecompressSync],
  ["gzip, deflate", "gzip", gunzipSync],
])("a long answer to %s goes as %s", async (taken, encoding, decompress) => {
  const { headers, rawPayload } = await ask("GET", "/long", taken);
  expect(headers).toMatchObject({ "content-encoding": encoding, "cache-control": "no-store" });
  expect(headers["vary"]).toMatch(/accept-encoding/i);
  expect(JSON.parse(decompress(rawPayload).toString())).toEqual({ text: LONG });
});

test.each([
  ["holds a secret", "GET", "/secret"],
  ["was posted for, and may hold a token", "POST", "/posted"],
  ["fits one packet", "GET", "/short"],
] as const)("what %s goes as it is", async (_what, method, url) => {
  const { headers, statusCode } = await ask(method, url);
  expect([statusCode, headers["content-encoding"]]).toEqual([200, undefined]);
});
