/** What waits while the relay has trouble, or while the process died that was talking to it: real servers, real time. */
import { afterEach, describe, expect, test } from "vitest";
import { desk, visit } from "../support/doors/doors.ts";
import { liveWorld, type LiveWorld, MAIL_DOMAIN } from "../support/live-world.ts";
import { EXAMPLE_SENDS_FROM_HERE } from "../support/peers/dns.ts";
import { type MailPeer, type PeerBehaviour, type ReceivedMail, startMailPeer } from "../support/peers/mail-peers.ts";
import { startChild } from "../support/servers/children.ts";
import { run } from "../support/servers/running.ts";
import { until } from "../support/until.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function given(): Promise<{ readonly world: LiveWorld; readonly peer: MailPeer }> {
  const world = await liveWorld();
  closers.push(() => world.dispose());
  const peer = await startMailPeer({ extensions: ["AUTH PLAIN", "8BITMIME"] });
  closers.push(() => peer.close());
  return { world, peer };
}

/** Somebody has written, left an address and gone; Léo replies. */
async function reply(door: { readonly url: string }, { brandId, leo }: LiveWorld, name: string): Promise<void> {
  const visitor = await visit(door, brandId);
  const id = await visitor.begin(door, { text: "Bonjour, où est ma commande ?" });
  await visitor.giveAddress(door, id, `${name}@example.com`);
  await desk(leo).reply(door, id, { text: `Elle est partie hier, ${name}.` });
}

const namesAt = (mails: readonly ReceivedMail[]): readonly string[] =>
  mails.map(({ to }) => to.join().split("@")[0] ?? "");
const messageIdOf = ({ raw }: ReceivedMail): string =>
  /^Message-ID:\s*(\S+)/im.exec(raw.toString("latin1"))?.[1] ?? "none";

const failed = async ({ database }: LiveWorld): Promise<number> =>
  (await database.pool.query("select 1 from delivery where relay_failed")).rowCount ?? 0;

const NAMES = ["anne", "bea", "carl"];

describe.each([
  ["lets nobody in", { kind: "answer", at: "greeting", line: "421 4.3.2 closing" }],
  ["refuses our login", { kind: "answer", at: "auth", line: "535 5.7.8 no" }],
  ["has an error of its own", { kind: "answer", at: "mail", line: "451 4.3.0 local error" }],
  ["has a full disk after the final dot", { kind: "answer", at: "dot", line: "452 4.3.1 disk full" }],
  ["cuts the line", { kind: "cut", at: "connect" }],
] satisfies readonly (readonly [string, PeerBehaviour])[])("a relay that %s", (_how, behaviour) => {
  test("gets the oldest mail within ten seconds after it is well, then the others", { timeout: MINUTE }, async () => {
    const { world, peer } = await given();
    peer.behave(behaviour);
    const server = await run(world, { smtpUrl: peer.url.replace("//", "//leo:secret@") });
    closers.push(() => server.stop());
    for (const [index, name] of NAMES.entries()) {
      await reply(server, world, name);
      await until("it has failed", async () => (await failed(world)) === index + 1);
    }
    const before = peer.mails.length;
    const told = await world.database.pool.query<{ said: string }>("select said from relay_trouble");
    expect(told.rows).toHaveLength(1);
    peer.behave({ kind: "accept" });
    const wellAt = performance.now();
    await until("the oldest has arrived", () => peer.mails.length > before);
    expect(performance.now() - wellAt).toBeLessThan(10 * SECOND);
    await until("all have", () => peer.mails.length >= before + NAMES.length);
    expect(namesAt(peer.mails.slice(before))[0]).toBe("anne");
    expect(namesAt(peer.mails.slice(before)).toSorted()).toEqual(NAMES);
    expect(new Set(peer.mails.map(messageIdOf)).size, "one id a mail, however often it is tried").toBe(NAMES.length);
    await until("the trouble is over", async () => {
      const left = await world.database.pool.query("select 1 from relay_trouble");
      return left.rowCount === 0 && (await failed(world)) === 0;
    });
  });
});

test(
  "kill −9 in the middle of a talk: another process takes it up within half a minute",
  { timeout: 2 * MINUTE },
  async () => {
    const { world, peer } = await given();
    const { connection } = world.database;
    const options = { connection, smtpUrl: peer.url, mailDomain: MAIL_DOMAIN, zone: EXAMPLE_SENDS_FROM_HERE };
    const first = await startChild(options);
    closers.push(() => first.kill());
    peer.behave({ kind: "hang", at: "dot" });
    await reply(first, world, "anne");
    await until("the relay has it, and says nothing", () => peer.mails.length === 1);
    peer.behave({ kind: "accept" });
    const second = await startChild(options);
    closers.push(() => second.kill());
    await first.kill();
    await until("it is known to be dead", async () => {
      const { rowCount } = await world.database.pool.query("select 1 from process where until <= $1", [Date.now()]);
      return rowCount === 1;
    });
    const knownAt = performance.now();
    await until("it is sent again", () => peer.mails.length === 2);
    expect(performance.now() - knownAt).toBeLessThan(30 * SECOND);
    expect(new Set(peer.mails.map(messageIdOf)).size).toBe(1);
    expect(peer.mails[0]?.raw.equals(peer.mails[1]?.raw ?? Buffer.of())).toBe(true);
  },
);
