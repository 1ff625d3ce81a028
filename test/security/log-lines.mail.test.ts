/** What the log says (SECURITY.md V16): lines that a program reads, with instants and ids, and nothing of anybody. */
import { afterEach, expect, test } from "vitest";
import { AGENT_COOKIE } from "../../src/transport/edge/cookies.ts";
import { desk, visit } from "../support/doors/doors.ts";
import { liveWorld, MAIL_DOMAIN, quiet, SUPPORT } from "../support/live-world.ts";
import { startMailPeer } from "../support/peers/mail-peers.ts";
import { freePort } from "../support/peers/proxies.ts";
import { handOver } from "../support/peers/smtp-client.ts";
import { startProgram } from "../support/servers/program.ts";
import { until } from "../support/until.ts";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** Each of its own kind, so that whatever is told of anybody is found. */
const WORDS = "zirconium";
const PASSWORD = "vermilion-battery-staple";
const MARIE = "marie.quartz@example.com";
const EVE = "eve.obsidian@evil.example";
const ADA = "ada.basalt@nowhere.example";

test("log lines have instants and ids, and no words, addresses or tokens", { timeout: 60_000 }, async () => {
  const world = await liveWorld();
  closers.push(() => world.dispose());
  const relay = await startMailPeer();
  closers.push(() => relay.close());
  const smtpPort = await freePort();
  const program = await startProgram(world.database.connection, {
    ARIANE_LOG_LEVEL: "debug",
    ARIANE_INBOUND_SMTP_PORT: String(smtpPort),
    ARIANE_MAIL_DOMAIN: MAIL_DOMAIN,
    SMTP_URL: relay.url,
  });
  closers.push(() => program.dispose());
  const ask = async (path: string, headers: Readonly<Record<string, string>>, body: string): Promise<number> => {
    const sent = { "content-type": "application/json", "x-ariane-request": "1", ...headers };
    return (await fetch(program.url + path, { method: "POST", headers: sent, body })).status;
  };

  expect(await ask("/api/agent/sign-in", {}, JSON.stringify({ email: ADA, password: PASSWORD }))).toBe(401);
  const visitor = await visit(program, world.brandId);
  const id = await visitor.begin(program, { text: `${WORDS} one` });
  await world.database.pool.query(
    "update conversation set address = $2, address_state = 'unproved', address_given_at = $3 where id = $1",
    [id, MARIE, Date.now()],
  );
  // Refused, by the words of a server that repeats the address.
  relay.behave({ kind: "answer", at: "rcpt", line: `550 5.1.1 <${MARIE}> is nobody` });
  await desk(world.leo).reply(program, id, { text: `${WORDS} two` });
  await until("the relay was asked", () => relay.misbehaved.length > 0);
  expect(await ask(`/api/agent/conversations/${id}/messages`, { cookie: `${AGENT_COOKIE}=${world.leo}` }, "{")).toBe(
    400,
  );
  const handed = await handOver(smtpPort, {
    from: EVE,
    to: SUPPORT,
    raw: `From: <${EVE}>\r\nTo: <${SUPPORT}>\r\nSubject: ${WORDS} three\r\nMessage-ID: <${EVE}>\r\n\r\n${WORDS} four\r\n`,
  });
  expect(await handed.answer()).toMatch(/^250/);
  await quiet(world);
  program.signal("SIGTERM");
  expect(await program.exited).toBe(0);

  const lines = program.log().trim().split("\n");
  const told = lines.map((line): Record<string, unknown> => JSON.parse(line));
  for (const { at, level, event } of told) {
    expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(["debug", "info", "warn", "error"]).toContain(level);
    expect(event).toMatch(/^[a-z]+(?:-[a-z]+)+$/);
  }
  expect(told.map(({ event }) => event)).toEqual(
    expect.arrayContaining(["security-sign-in-failed", "smtp-mail-stored"]),
  );
  for (const kept of [WORDS, PASSWORD, MARIE, EVE, ADA, SUPPORT, visitor.token, world.leo]) {
    expect(lines.filter((line) => line.toLowerCase().includes(kept.toLowerCase()))).toEqual([]);
  }
});
