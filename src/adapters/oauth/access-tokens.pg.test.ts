/** Grants on a real token endpoint and a real database. A "process" is one set of access tokens on the same book. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testClock } from "../../../test/support/clock.ts";
import { freshDatabase, type TestDatabase } from "../../../test/support/servers/database.ts";
import { startTokenEndpoint, type TokenEndpoint } from "../../../test/support/peers/token-endpoint.ts";
import { millis, MINUTE } from "../../domain/ids.ts";
import type { GrantTrouble } from "../../domain/mail-settings/grant-trouble.ts";
import { grantBook } from "../postgres/mail/grant-book.ts";
import { vaultWith } from "../system/sealing.ts";
import { createAccessTokens } from "./access-tokens.ts";

const SECRET = "a secret of at least thirty-two letters";
let database: TestDatabase;
let endpoint: TokenEndpoint;
let clock = testClock();
const troubles: (GrantTrouble | null)[] = [];

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.dispose());
beforeEach(async () => {
  await database.pool.query("delete from oauth_grant");
  clock = testClock();
  troubles.length = 0;
  endpoint = await startTokenEndpoint();
});
afterEach(() => endpoint.close());

const aProcess = (secret: string | null = SECRET) =>
  createAccessTokens({
    grant: endpoint.grant,
    grantId: "the grant",
    book: grantBook({ pool: database.pool, vault: vaultWith(secret), clock }),
    now: () => clock.now(),
    tried: (trouble) => troubles.push(trouble),
  });

async function page() {
  const found = await database.pool.query<Record<string, unknown>>(
    "select refresh_token, wrapped, trouble, said, troubled_since from oauth_grant",
  );
  return found.rows[0];
}

const ok = (value: string) => ({ ok: true, value });

describe("an access token", () => {
  test("is kept until a minute before its end, and then renewed", async () => {
    const tokens = aProcess();
    expect(await tokens.current()).toEqual(ok("access-1"));
    clock.advance(millis(58 * MINUTE));
    expect(await tokens.current()).toEqual(ok("access-1"));
    clock.advance(millis(MINUTE + 1));
    expect(await tokens.current()).toEqual(ok("access-2"));
  });

  test("that lives shorter than that is used for half its life", async () => {
    endpoint.behave({ lifeS: 60 });
    const tokens = aProcess();
    await tokens.current();
    clock.advance(millis(29_000));
    expect(await tokens.current()).toEqual(ok("access-1"));
    clock.advance(millis(2_000));
    expect(await tokens.current()).toEqual(ok("access-2"));
  });

  test("is asked for once, however many want it", async () => {
    const tokens = aProcess();
    const given = await Promise.all(Array.from({ length: 20 }, () => tokens.current()));
    expect(given).toEqual(Array.from({ length: 20 }, () => ok("access-1")));
    expect(endpoint.asked()).toBe(1);
  });

  test("that was refused is replaced, but not again and again", async () => {
    const tokens = aProcess();
    await tokens.current();
    tokens.forget("access-1");
    tokens.forget("access-1");
    expect(await tokens.current()).toEqual(ok("access-2"));
    tokens.forget("access-2");
    expect(await tokens.current()).toEqual(ok("access-2"));
    clock.advance(millis(MINUTE));
    tokens.forget("access-2");
    expect(await tokens.current()).toEqual(ok("access-3"));
  });

  test("that was replaced meanwhile is forgotten already", async () => {
    const tokens = aProcess();
    await tokens.current();
    tokens.forget("access-0");
    expect(await tokens.current()).toEqual(ok("access-1"));
  });
});

describe("a refresh token that the provider replaces", () => {
  test("survives a restart, wrapped", async () => {
    await aProcess().current();
    expect(await page()).toMatchObject({ wrapped: true });
    const kept = (await page())?.["refresh_token"];
    expect(Buffer.isBuffer(kept) && !kept.includes("refresh-1")).toBe(true);
    expect(await aProcess().current()).toEqual(ok("access-2"));
    expect(endpoint.refreshTokens()).toEqual(["refresh-0", "refresh-1"]);
  });

  test("is used by the other processes too, each in its turn", async () => {
    const gate = Promise.withResolvers<undefined>();
    endpoint.behave({ after: gate.promise });
    const given = [aProcess(), aProcess(), aProcess()].map((each) => each.current());
    gate.resolve(undefined);
    expect((await Promise.all(given)).toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toEqual([
      ok("access-1"),
      ok("access-2"),
      ok("access-3"),
    ]);
  });

  test("is not lost where it could not be kept at once", async () => {
    const tokens = aProcess();
    await database.pool.query("alter table oauth_grant add constraint full_disk check (refresh_token is null)");
    expect(await tokens.current()).toMatchObject({ ok: false, error: { kind: "unreachable" } });
    await database.pool.query("alter table oauth_grant drop constraint full_disk");
    clock.advance(millis(MINUTE));
    expect(await tokens.current()).toEqual(ok("access-2"));
    expect(await aProcess().current()).toEqual(ok("access-3"));
  });

  test("is not there where the provider gives none: the configured one stays", async () => {
    endpoint.behave({ rotates: false });
    await aProcess().current();
    expect(await page()).toMatchObject({ refresh_token: null });
    expect(await aProcess().current()).toEqual(ok("access-2"));
  });

  test("cannot be opened with another ARIANE_SECRET, and that is said", async () => {
    await aProcess().current();
    const answer = await aProcess("another secret of at least 32 letters").current();
    expect(answer).toMatchObject({ ok: false, error: { said: expect.stringContaining("ARIANE_SECRET") } });
    expect(endpoint.asked()).toBe(1);
  });
});

describe("trouble", () => {
  test.each([
    [400, '{"error":"invalid_grant","error_description":"AADSTS700082: expired"}', "grant-over"],
    [401, '{"error":"invalid_client"}', "client-refused"],
    [400, '{"error":"unauthorized_client"}', "client-refused"],
    [400, '{"error":"invalid_scope"}', "request-refused"],
    [404, "<html>", "request-refused"],
    [200, '{"token":"?"}', "request-refused"],
    [429, "", "unreachable"],
    [503, "busy", "unreachable"],
  ])("%i %s is %s", async (status, body, kind) => {
    endpoint.behave({ refuses: { status, body } });
    expect(await aProcess().current()).toMatchObject({ ok: false, error: { kind } });
    expect(await page()).toMatchObject({ trouble: kind, troubled_since: clock.now() });
    expect(troubles).toMatchObject([{ kind }]);
  });

  test("is not asked about for half a minute, and is over at the next success", async () => {
    endpoint.behave({ isDown: true });
    const tokens = aProcess();
    expect(await tokens.current()).toMatchObject({ ok: false, error: { kind: "unreachable" } });
    endpoint.behave({ isDown: false });
    expect(await tokens.current()).toMatchObject({ ok: false });
    expect(endpoint.asked()).toBe(1);
    clock.advance(millis(MINUTE));
    expect(await tokens.current()).toEqual(ok("access-1"));
    expect(await page()).toMatchObject({ trouble: null, said: null, troubled_since: null });
    expect(troubles.at(-1)).toBeNull();
  });

  test("remembers since when", async () => {
    endpoint.behave({ isDown: true });
    const since = clock.now();
    const tokens = aProcess();
    await tokens.current();
    clock.advance(millis(MINUTE));
    await tokens.current();
    expect(endpoint.asked()).toBe(2);
    expect(await page()).toMatchObject({ troubled_since: since });
  });

  test("is told without the secrets, even where the provider repeats them", async () => {
    const echo = '{"error":"invalid_grant","error_description":"refresh-0 of hush-hush\\r\\nis over"}';
    endpoint.behave({ refuses: { status: 400, body: echo } });
    expect(await aProcess().current()).toEqual({
      ok: false,
      error: { kind: "grant-over", said: "400 invalid_grant … of … is over" },
    });
    expect((await page())?.["said"]).toBe("400 invalid_grant … of … is over");
  });

  test("of an endpoint that leads elsewhere: the secrets do not follow", async () => {
    const elsewhere = await startTokenEndpoint();
    endpoint.behave({ refuses: { status: 307, body: "", location: elsewhere.grant.tokenUrl } });
    expect(await aProcess().current()).toMatchObject({ ok: false, error: { kind: "unreachable" } });
    expect(elsewhere.asked()).toBe(0);
    await elsewhere.close();
  });
});
