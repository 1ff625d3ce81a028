/** A logo on its way from an admin to everybody: up, kept, fetched, in mails, and gone again. */
import { createHash } from "node:crypto";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { messagingApi } from "../../../../contract/settings/messaging.ts";
import { type BackOffice, backOffice } from "../../../../test/support/back-office.ts";
import { type Answer, type Doors, inContract, openDoors } from "../../../../test/support/doors/admin-doors.ts";
import { picture } from "../../../../test/support/png.ts";
import { ADA, begin, marie, must, reply } from "../../../../test/support/world.ts";
import { MAX_LOGO_BYTES } from "../../../domain/settings/logo.ts";
import { HOUR, MINUTE } from "../../../domain/ids.ts";
import { giveAddress } from "../../../usecases/conversation/give-address.ts";

const PNG = picture(320, 80);
const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const WEBP = Buffer.from("RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x1f\0\0\x0f\0\0", "latin1");

let given: BackOffice;
let doors: Doors;
let as: string;
let path: string;

beforeAll(async () => {
  given = await backOffice();
  doors = openDoors(given);
  as = await doors.signIn(ADA);
  path = `/api/admin/messaging/${given.acme.brandId}/logo`;
});
afterAll(async () => {
  await doors.close();
  await given.dispose();
});
beforeEach(async () => {
  await doors.ask("DELETE", path, { as });
});

const put = (body: Buffer, headers = {}) =>
  doors.ask("PUT", path, { as, body, headers: { "content-type": "image/svg+xml", ...headers } });
const fetched = (hash: string): Promise<Answer> => doors.ask("GET", `/widget/logo/${hash}`);
const brand = async (): Promise<unknown> => {
  const shown = inContract(messagingApi.list.answer, await doors.ask("GET", "/api/admin/messaging", { as }));
  return Object(shown).brands[0];
};

test("is there at once, for everybody, by its content, and may be kept for good", async () => {
  expect((await put(PNG)).statusCode).toBe(204);
  expect(await brand()).toMatchObject({ logo: { hash: hashOf(PNG), type: "image/png", width: 320, height: 80 } });
  const { statusCode, headers } = await fetched(hashOf(PNG));
  expect(statusCode).toBe(200);
  expect(headers).toMatchObject({
    "content-type": "image/png",
    "content-length": String(PNG.length),
    "cache-control": "public, max-age=31536000, immutable",
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
  });
  expect(headers).not.toHaveProperty("set-cookie");
});

test("another takes its place, under another address, and is told in the security log", async () => {
  await put(PNG);
  await put(WEBP);
  expect((await fetched(hashOf(PNG))).statusCode).toBe(404);
  expect((await fetched(hashOf(WEBP))).headers).toMatchObject({ "content-type": "image/webp" });
  const { rows } = await given.database.pool.query(
    "select was, became from audit_event order by at desc, id desc limit 1",
  );
  expect(rows).toEqual([{ was: { logo: hashOf(PNG) }, became: { logo: hashOf(WEBP) } }]);
});

test("is kept when the rest of the brand is saved", async () => {
  await put(PNG);
  const { logo: _logo, snippet: _snippet, mendBy: _mendBy, sightings: _seen, ...settings } = Object(await brand());
  const body = { ...settings, colour: "#0b6e4f", look: { ...settings.look, dark: "system" } };
  expect((await doors.ask("PUT", path.replace("/logo", ""), { as, body })).statusCode).toBe(204);
  expect(await brand()).toMatchObject({ colour: "#0b6e4f", look: { dark: "system" }, logo: { hash: hashOf(PNG) } });
});

test.each([
  ["a drawing", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), "logo-drawing", 422],
  ["a page", Buffer.from("<!doctype html>"), "logo-type", 422],
  ["too much", Buffer.concat([PNG, Buffer.alloc(MAX_LOGO_BYTES)]), "logo-size", 422],
  ["nothing", Buffer.alloc(0), "file-empty", 422],
])("%s is refused, and what was there stays", async (_what, body, code, status) => {
  await put(PNG);
  const answer = await put(body);
  expect([answer.statusCode, answer.json()]).toMatchObject([status, { code }]);
  expect((await fetched(hashOf(PNG))).statusCode).toBe(200);
});

/** The mail of a reply that Marie did not see. */
async function mailed(address: string) {
  const who = await marie(given);
  const id = await begin(given, who);
  must(await giveAddress(given, who, { conversationId: id, address, confirmed: true }));
  await reply(given, id);
  await given.passes(HOUR + 10 * MINUTE);
  const left = given.left.at(-1);
  if (left === undefined) throw new Error("no mail has left");
  return PostalMime.parse(left.raw);
}

test("goes along in the mail itself, in its size, without words, and nothing is fetched", async () => {
  await put(PNG);
  const { html = "", attachments } = await mailed("logo1@example.com");
  expect(attachments).toMatchObject([{ filename: "logo.png", mimeType: "image/png", disposition: "inline" }]);
  const [image = ""] = /<img[^>]*>/.exec(html) ?? [];
  expect(image).toContain(
    `src="${attachments[0]?.contentId?.replace(/^<(.*)>$/, "cid:$1")}" alt="" width="160" height="40"`,
  );
  expect(html).not.toMatch(/src="https?:/);
});

test("of a kind that not every mail program draws the mail does without", async () => {
  await put(WEBP);
  const { html = "", attachments } = await mailed("logo2@example.com");
  expect([html.includes("<img"), attachments]).toEqual([false, []]);
});
