/** What mail providers and people post to the pages behind a mail's links. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type BackOffice, backOffice } from "../../../../test/support/back-office.ts";
import { begin, marie, must, reply } from "../../../../test/support/world.ts";
import { HOUR, MINUTE } from "../../../domain/ids.ts";
import { giveAddress } from "../../../usecases/conversation/give-address.ts";
import { type App, createServer } from "../server.ts";
import { mailPages } from "./mail-pages.ts";

const LOOK = { name: "Acme <Lamps>", colour: "#ffd400", allowedOrigins: ["https://lamps.example"] };
const LOGO = { hash: "ab".repeat(32), type: "image/png", width: 640, height: 96 };
let logo: typeof LOGO | null = null;
const asked: unknown[] = [];
let given: BackOffice;
let app: App;

beforeAll(async () => {
  given = await backOffice();
  app = createServer({ log: () => undefined, trustedProxies: [], publicUrl: () => "http://localhost" });
  const loadBrand = async (link: unknown) => {
    asked.push(link);
    const [brand] = await given.store.transaction((tx) => tx.settings.loadBrands());
    return brand === undefined ? null : { ...brand, ...LOOK, logo };
  };
  const words = { say: (_locale: string, key: string): string => key };
  const pages = { words, usecases: given, loadAccount: async () => null, loadBrand };
  await app.register(mailPages(pages));
});
afterAll(async () => {
  await app.close();
  await given.dispose();
});

let people = 0;
let stopPath: string;
let mailed: () => Promise<number>;

beforeEach(async () => {
  const who = await marie(given);
  const id = await begin(given, who);
  // Each their own: an address is not mailed without end.
  const address = `stop${(people += 1)}@example.com`;
  must(await giveAddress(given, who, { conversationId: id, address, confirmed: true }));
  mailed = async () => {
    const before = given.left.length;
    await reply(given, id);
    await given.passes(HOUR + 10 * MINUTE);
    return given.left.length - before;
  };
  await mailed();
  // The header's address, as a provider posts to it.
  stopPath = new URL(/<(https?:[^>]+)>/.exec(given.left.at(-1)?.header("list-unsubscribe") ?? "")?.[1] ?? "").pathname;
});

const BOUNDARY = "x1";
const FORM_DATA = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${BOUNDARY}--\r\n`;

test.each([
  ["application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"],
  [`multipart/form-data; boundary=${BOUNDARY}`, FORM_DATA],
  ["multipart/form-data", FORM_DATA],
  ["text/plain", "List-Unsubscribe=One-Click"],
  ["application/json", "List-Unsubscribe=One-Click"],
  ["nonsense", "x"],
  [undefined, "List-Unsubscribe=One-Click"],
  [undefined, undefined],
])("one click stops with a body of type %s (RFC 8058 §3.2)", async (type, payload) => {
  const answer = await app.inject({
    method: "POST",
    url: stopPath,
    headers: type === undefined ? {} : { "content-type": type },
    ...(payload === undefined ? {} : { payload }),
  });
  expect([answer.statusCode, answer.body.includes("page.stop-done.title")]).toEqual([200, true]);
  expect(await mailed()).toBe(0);
});

test("a scanner that only looks stops nothing", async () => {
  const answer = await app.inject({ method: "GET", url: stopPath });
  expect([answer.statusCode, answer.body.includes('<form method="post">')]).toEqual([200, true]);
  expect(await mailed()).toBe(1);
});

test("the page wears the look of the brand that wrote the mail, and its policy lets no other style in", async () => {
  const { body, headers } = await app.inject({ method: "GET", url: stopPath });
  const [, style = ""] = /<style>([^<]*)<\/style>/.exec(body) ?? [];
  expect(style).toContain("--accent:#ffd400;--on-accent:#16181d;");
  const hash = createHash("sha256").update(style).digest("base64");
  expect(headers["content-security-policy"]).toContain(`style-src 'self' 'sha256-${hash}';`);
  expect(body).toContain(`<p class="brand">Acme &lt;Lamps&gt;</p>`);
  expect(body).toContain(`<a class="back" href="https://lamps.example">page.back</a>`);
  expect(body).not.toContain("<img");
  const [purpose, token] = stopPath.split("/").slice(-2);
  expect(asked.at(-1)).toMatchObject({ purpose, token });
});

test("…and its logo, in its size, which its policy lets in from us alone", async () => {
  logo = LOGO;
  const { body, headers } = await app.inject({ method: "GET", url: stopPath });
  expect(body).toContain(`<img class="logo" src="/widget/logo/${LOGO.hash}" alt="" width="160" height="24">Acme`);
  expect(headers["content-security-policy"]).toContain("img-src 'self'");
  logo = null;
});
