/** Mail by the webhook: raw, signed, stored before it is acknowledged. */
import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aLetter, type MailHouse, openMailHouse, receivedBy, receives } from "../support/mail/mail-house.ts";

const SECRET = "a secret of more than thirty-two characters";
const MINUTES = 60_000;

let house: MailHouse;
beforeAll(async () => {
  house = await openMailHouse({ webhookSecret: SECRET });
});
afterAll(() => house.close());

interface Posted {
  readonly secret?: string;
  readonly at?: number;
  readonly type?: string;
  /** What is sent where it is not what was signed. */
  readonly instead?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function post(raw: string, posted: Posted = {}): Promise<{ readonly status: number; readonly code: string }> {
  const { secret = SECRET, at = Date.now(), type = "message/rfc822", instead = raw, headers } = posted;
  const timestamp = String(Math.floor(at / 1_000));
  const signature = createHmac("sha256", secret).update(`${timestamp}.${raw}`).digest("hex");
  const response = await fetch(`${house.server.url}/api/mail/inbound`, {
    method: "POST",
    headers: headers ?? {
      "content-type": type,
      "x-ariane-timestamp": timestamp,
      "x-ariane-signature": `sha256=${signature}`,
    },
    body: instead,
  });
  const body: unknown = response.status === 204 ? null : await response.json();
  const code = typeof body === "object" && body !== null && "code" in body ? String(body.code) : "";
  return { status: response.status, code };
}

const count = async (): Promise<number> => (await receivedBy(house)).length;

test("a signed mail is stored when 204 is said, and lands in a conversation", async () => {
  const before = await count();
  expect(await post(aLetter({ subject: "By webhook" }))).toEqual({ status: 204, code: "" });
  expect(await count()).toBe(before + 1);
  const mails = await receives(house, before + 1);
  expect(mails.at(-1)).toMatchObject({ door: "webhook", state: "posted", subject: "By webhook" });
});

test.each<[string, Posted]>([
  ["with another secret", { secret: "another secret of more than 32 characters" }],
  ["whose body was changed", { instead: aLetter({ text: "Send it to me instead." }) }],
  ["of six minutes ago", { at: Date.now() - 6 * MINUTES }],
  ["of six minutes ahead", { at: Date.now() + 6 * MINUTES }],
  ["without a signature", { headers: { "content-type": "message/rfc822" } }],
])("a mail %s is refused, and nothing is stored", async (_, posted) => {
  const before = await count();
  expect(await post(aLetter({}), posted)).toEqual({ status: 401, code: "signature-invalid" });
  expect(await count()).toBe(before);
});

test("a mail that is repeated within the window posts nothing a second time", async () => {
  const letter = aLetter({});
  const before = await count();
  await post(letter);
  await receives(house, before + 1);
  expect((await post(letter)).status).toBe(204);
  const mails = await receives(house, before + 2);
  expect(mails.slice(-2).map(({ state }) => state)).toEqual(["posted", "duplicate"]);
});

test("only raw mail is taken", async () => {
  expect(await post(aLetter({}), { type: "application/json" })).toMatchObject({ status: 415 });
});

test("a mail of more than 35 MB is refused", async () => {
  expect(await post("x".repeat(35 * 1024 * 1024 + 1))).toMatchObject({ status: 413 });
});

test("a mail that cannot be stored is not acknowledged", async () => {
  await house.world.database.pool.query("alter table raw_mail rename to raw_mail_away");
  const answer = await post(aLetter({}));
  await house.world.database.pool.query("alter table raw_mail_away rename to raw_mail");
  expect(answer.status).toBe(500);
});

test("without a secret there is no such door", async () => {
  const closed = await openMailHouse();
  const response = await fetch(`${closed.server.url}/api/mail/inbound`, { method: "POST" });
  await closed.close();
  expect(response.status).toBe(404);
});
