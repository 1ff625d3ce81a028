/** A relay that does not let us in is said where an admin and an agent look, until mail leaves again (product.md §2.13, §7). */
import { once } from "node:events";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { AgentConversation } from "../../contract/conversation/agent-shapes.ts";
import type { ContinuityDelays } from "../../src/domain/continuity/continuity.ts";
import { DEFAULT_DELAYS } from "../../src/domain/settings/settings.ts";
import { AGENT_COOKIE } from "../../src/transport/edge/cookies.ts";
import { desk, visit } from "../support/doors/doors.ts";
import { liveWorld, type LiveWorld, QUICK_DELAYS } from "../support/live-world.ts";
import { type MailPeer, type PeerBehaviour, startMailPeer } from "../support/peers/mail-peers.ts";
import { run, type Running } from "../support/servers/running.ts";
import { until } from "../support/until.ts";

let world: LiveWorld;
let peer: MailPeer;
let server: Running;
/** Takes nobody's password. */
const locked = new SMTPServer({
  allowInsecureAuth: true,
  hideSTARTTLS: true,
  onAuth: (_auth, _session, callback) => callback(new Error("5.7.8 not you")),
});
beforeAll(async () => {
  await once(locked.listen(0, "127.0.0.1"), "listening");
});
afterAll(() => locked.close());

function portOf({ server: listening }: SMTPServer): number {
  const place = listening.address();
  return typeof place === "object" && place !== null ? place.port : 0;
}

beforeEach(async () => {
  [world, peer] = await Promise.all([liveWorld(), startMailPeer()]);
  return async () => {
    await server.stop();
    await peer.close();
    await world.dispose();
  };
});

async function shown<T>(path: string): Promise<T> {
  const answer = await fetch(`${server.url}/api${path}`, { headers: { cookie: `${AGENT_COOKIE}=${world.leo}` } });
  return JSON.parse(await answer.text());
}
const delays = (chosen: ContinuityDelays): Promise<unknown> =>
  world.store.transaction((tx) => tx.settings.updateAccount({ delays: chosen }));

const troubles = async (): Promise<readonly (string | undefined)[]> => {
  // As long as an admin can set them, or the page would be told what it cannot show.
  await delays(DEFAULT_DELAYS);
  const health = await shown<{ relay: { said: string } | null }>("/admin/health");
  const settings = await shown<{ relay: { said: string } | null }>("/admin/tickets/settings");
  await delays(QUICK_DELAYS);
  return [health.relay?.said, settings.relay?.said];
};

/** A reply to Marie, who has gone, whose mail was tried once. */
async function replyInVain(smtpUrl: string): Promise<() => Promise<AgentConversation["retry"]>> {
  server = await run(world, { smtpUrl });
  const marie = await visit(server, world.brandId);
  const id = await marie.begin(server, { text: "Is anybody there?" });
  await marie.giveAddress(server, id, "marie@example.com");
  await desk(world.leo).reply(server, id, { text: "I am." });
  const retry = async (): Promise<AgentConversation["retry"]> =>
    (await shown<{ conversation: AgentConversation }>(`/agent/conversations/${id}`)).conversation.retry;
  await until("it was tried", async () => (await retry()) !== null);
  return retry;
}

const answers = (at: "greeting" | "rcpt", line: string): PeerBehaviour => ({ kind: "answer", at, line });

test.each<readonly [what: string, url: (peer: MailPeer) => string, behaviour: PeerBehaviour, said: RegExp]>([
  ["takes no connection", () => "smtp://127.0.0.1:1", { kind: "accept" }, /refused|ECONNREFUSED/iu],
  ["knows us not", ({ url }) => url, answers("greeting", "554 5.7.1 not from there"), /554 5\.7\.1 not from there/u],
  ["speaks no TLS", ({ port }) => `smtps://127.0.0.1:${port}`, { kind: "accept" }, /./u],
  ["takes no sign-in", () => `smtp://us:wrong@127.0.0.1:${portOf(locked)}`, { kind: "accept" }, /^535/u],
])("a relay that %s is said in Health and at the switch, and the reply says when it is tried again", async (...of) => {
  const [, url, behaviour, said] = of;
  peer.behave(behaviour);
  const retry = await replyInVain(url(peer));
  const [inHealth, atSwitch] = await troubles();
  expect(inHealth).toMatch(said);
  expect(atSwitch).toBe(inHealth);
  const { triedAt, nextAt } = (await retry()) ?? { triedAt: 0, nextAt: 0 };
  expect(nextAt).toBeGreaterThan(triedAt);
  expect(peer.mails).toEqual([]);
});

test("what the recipient's server does not take yet is no trouble of the relay", async () => {
  peer.behave(answers("rcpt", "451 4.7.1 greylisted, come back"));
  await replyInVain(peer.url);
  expect(await troubles()).toEqual([undefined, undefined]);
});

test("when mail leaves again the trouble is over", async () => {
  peer.behave(answers("greeting", "554 5.7.1 not from there"));
  const retry = await replyInVain(peer.url);
  expect(await troubles()).not.toContain(undefined);
  peer.behave({ kind: "accept" });
  await world.database.pool.query("update job set due_at = 0 where kind = 'deliver-mail'");
  await until("it has left", () => peer.mails.length === 1);
  await until("nobody waits for it", async () => (await retry()) === null);
  expect(await troubles()).toEqual([undefined, undefined]);
});
