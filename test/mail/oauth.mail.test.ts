/** Replies leave through a relay that takes no password: what happens to them when the provider of tokens has trouble. */
import { afterEach, expect, test } from "vitest";
import { examineSignIns } from "../../src/doctor/sign-ins.ts";
import { createLog } from "../../src/compose/log/log.ts";
import { desk, visit } from "../support/doors/doors.ts";
import { type MailHouse, mailboxAt, openMailHouse } from "../support/mail/mail-house.ts";
import { type OAuthRelay, startOAuthRelay } from "../support/peers/oauth-relay.ts";
import { startImapPeer } from "../support/peers/imap-peer.ts";
import { startTokenEndpoint, type TokenEndpoint } from "../support/peers/token-endpoint.ts";
import { until } from "../support/until.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

interface Scene {
  readonly house: MailHouse;
  readonly relay: OAuthRelay;
  readonly endpoint: TokenEndpoint;
  /** All that was logged. */
  readonly log: () => string;
}

async function aScene(): Promise<Scene> {
  const endpoint = await startTokenEndpoint();
  closers.push(() => endpoint.close());
  const relay = await startOAuthRelay({ valid: () => endpoint.valid() });
  closers.push(() => relay.close());
  const lines: string[] = [];
  const house = await openMailHouse({
    smtpUrl: `smtp://help%40acme.example@127.0.0.1:${relay.port}`,
    smtpOAuth: endpoint.grant,
    secret: "a secret of at least thirty-two letters",
    log: createLog("debug", (line) => lines.push(line)),
  });
  closers.push(() => house.close());
  return { house, relay, endpoint, log: () => lines.join("") };
}

/** A visitor asks, leaves an address and is gone; Léo replies. */
async function replied({ house: { server, world } }: Scene): Promise<void> {
  const visitor = await visit(server, world.brandId, "en");
  const id = await visitor.begin(server, { text: "Do you have the oak lamp?" });
  await visitor.giveAddress(server, id, "marie@example.com");
  await desk(world.leo).reply(server, id, { text: "Yes, two of them." });
}

interface DeliveryRow {
  readonly state: string;
  readonly reply: string | null;
}

const deliveryIs = ({ house }: Scene, state: string): Promise<DeliveryRow> =>
  until(`the delivery is ${state}`, async () => {
    const found = await house.world.database.pool.query<DeliveryRow>(
      "select state, reply from delivery join delivery_attempt on delivery_id = delivery.id order by ended_at desc limit 1",
    );
    return found.rows.find((row) => row.state === state) ?? null;
  });

/** The next attempt is due now, in another process: the one that heard a refusal asks for no token for a while. */
const triedAgain = ({ house }: Scene): Promise<void> =>
  house.restart(async () => {
    const { pool } = house.world.database;
    const moved = await pool.query("update job set due_at = 0 where kind = 'deliver-mail' and lease_until is null");
    expect(moved.rowCount).toBe(1);
  });

const doctor = async ({ house: { world }, endpoint }: Scene) => {
  const findings = await examineSignIns(world.database.pool, { smtpOAuth: endpoint.grant, imap: null });
  return findings.map(({ state, text }) => `${state}: ${text}`);
};

async function health({ house: { server, world } }: Scene): Promise<unknown> {
  const answer = await fetch(`${server.url}/api/admin/health`, { headers: { cookie: `ariane_agent=${world.leo}` } });
  const body: unknown = await answer.json();
  return body;
}

test("while the token endpoint is down mail waits, and it leaves when the endpoint is back", async () => {
  const scene = await aScene();
  expect(await doctor(scene)).toEqual(["note: the relay (SMTP): no access token was asked for yet"]);
  scene.endpoint.behave({ isDown: true });
  await replied(scene);
  expect((await deliveryIs(scene, "deferred")).reply).toContain("The token endpoint cannot be asked");
  scene.endpoint.behave({ isDown: false });
  await triedAgain(scene);
  await deliveryIs(scene, "accepted");
  expect(scene.relay.takenFrom).toEqual(["help@acme.example"]);
  expect(await doctor(scene)).toEqual(["good: the relay (SMTP): the provider gives access tokens"]);
});

test("a refresh token that was replaced is the one that the next start uses", async () => {
  const scene = await aScene();
  await replied(scene);
  await deliveryIs(scene, "accepted");
  await scene.house.restart();
  await replied(scene);
  await until("the second mail has left", () => scene.relay.mails.length === 2);
  expect(scene.endpoint.refreshTokens()).toEqual(["refresh-0", "refresh-1"]);
});

test("a grant that is over is seen in the delivery log, on the health page, in the log and by the doctor", async () => {
  const scene = await aScene();
  const body = '{"error":"invalid_grant","error_description":"refresh-0 was revoked"}';
  scene.endpoint.behave({ refuses: { status: 400, body } });
  await replied(scene);
  const { reply } = await deliveryIs(scene, "deferred");
  expect(reply).toContain("Grant access anew, set ARIANE_SMTP_OAUTH_REFRESH_TOKEN and restart");
  expect(await health(scene)).toMatchObject({
    signIns: [{ door: "smtp", trouble: { kind: "grant-over", said: "400 invalid_grant … was revoked" } }],
  });
  expect(await doctor(scene)).toEqual([expect.stringMatching(/^bad: .*Grant access anew, set ARIANE_SMTP_OAUTH/)]);
  expect(scene.log()).toContain('"event":"access-token-denied","door":"smtp","because":"grant-over"');
});

test("no token and no secret is ever logged, nor kept in a delivery", async () => {
  const scene = await aScene();
  await replied(scene);
  await deliveryIs(scene, "accepted");
  scene.endpoint.revoke();
  await scene.house.restart();
  scene.endpoint.behave({
    refuses: { status: 401, body: '{"error":"invalid_client","error_description":"hush-hush"}' },
  });
  await replied(scene);
  await deliveryIs(scene, "deferred");
  expect(scene.log()).toContain("access-token-given");
  expect(scene.log()).toContain("access-token-denied");
  const { rows } = await scene.house.world.database.pool.query("select reply from delivery_attempt");
  expect(scene.log() + JSON.stringify(rows)).not.toMatch(/access-\d|refresh-\d|hush-hush/);
});

test("one grant serves the relay and the mailbox", async () => {
  const endpoint = await startTokenEndpoint();
  closers.push(() => endpoint.close());
  const relay = await startOAuthRelay({ valid: () => endpoint.valid() });
  closers.push(() => relay.close());
  const peer = await startImapPeer({ accessToken: () => endpoint.valid() });
  closers.push(() => peer.close());
  const house = await openMailHouse({
    smtpUrl: `smtp://help%40acme.example@127.0.0.1:${relay.port}`,
    smtpOAuth: endpoint.grant,
    imap: mailboxAt(peer.port, { kind: "oauth", grant: endpoint.grant }),
  });
  closers.push(() => house.close());
  await until("the mailbox is read", () => peer.heard.some((said) => said.startsWith("EXAMINE")));
  const scene = { house, relay, endpoint, log: () => "" };
  await replied(scene);
  await deliveryIs(scene, "accepted");
  expect(endpoint.given()).toBe(1);
  expect(await health(scene)).toMatchObject({ signIns: [{ door: "smtp" }, { door: "imap" }] });
});
