import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compressFolder } from "../../../web/compress.ts";
import { type App, createServer } from "./server.ts";
import { webRoutes } from "./web-routes.ts";

let app: App;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ariane-web-"));
  for (const file of [
    "widget/ariane.js",
    "widget/zendesk.js",
    "workspace/index.html",
    "workspace/assets/main-abcdefgh.js",
    "pages/x.css",
  ]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), "x");
  }
  await compressFolder(folder);
  app = createServer({ log: () => undefined, trustedProxies: [], publicUrl: () => "http://localhost" });
  await app.register(webRoutes({ folder, assetsFolder: join(folder, "pages"), home: "/workspace/" }));
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const get = async (url: string) => app.inject({ method: "GET", url });

test("the widget may be loaded by any page, also under COEP", async () => {
  const answer = await get("/widget/ariane.js");
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": "public, max-age=300",
  });
});

test.each(["/workspace/", "/workspace/conversations/1", "/workspace/assets/main-abcdefgh.js"])(
  "%s is nobody else's: no other page reads, embeds or frames it",
  async (url) => {
    const answer = await get(url);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
    expect(answer.headers).not.toHaveProperty("cross-origin-resource-policy");
    expect(answer.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  },
);

test.each([
  ["br, gzip", "br"],
  ["gzip", "gzip"],
  ["identity", undefined],
])("to a browser that takes %s files go as %s, kept as long as they would be else", async (taken, encoding) => {
  for (const [url, type, kept] of [
    ["/widget/ariane.js", "application/javascript; charset=utf-8", "public, max-age=300"],
    ["/widget/zendesk.js", "application/javascript; charset=utf-8", "public, max-age=300"],
    [
      "/workspace/assets/main-abcdefgh.js",
      "application/javascript; charset=utf-8",
      "public, max-age=31536000, immutable",
    ],
    ["/workspace/conversations/1", "text/html; charset=utf-8", "no-cache"],
  ] as const) {
    const { headers } = await app.inject({ method: "GET", url, headers: { "accept-encoding": taken } });
    expect(headers["content-encoding"]).toBe(encoding);
    expect(headers).toMatchObject({ vary: "accept-encoding", "content-type": type, "cache-control": kept });
  }
});
