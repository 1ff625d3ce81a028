/** What a mail carries is judged when it leaves: stopped between the outbox and the send, the world moves on. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseMime } from "../../src/adapters/mail/mime-in.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { MAX_CARRIED_BYTES } from "../../src/domain/continuity/outgoing.ts";
import type { ConversationId } from "../../src/domain/ids.ts";
import { type Barrier, stopAt } from "../support/servers/barrier.ts";
import { desk, visit, type Visitor } from "../support/doors/doors.ts";
import { liveWorld, type LiveWorld, messagesOf, QUICK_DELAYS, quiet, readEverything } from "../support/live-world.ts";
import { type MailPeer, startMailPeer } from "../support/peers/mail-peers.ts";
import { run, type Running } from "../support/servers/running.ts";
import { headerOf } from "../support/peers/smtp-client.ts";
import { until } from "../support/until.ts";

const MINUTE = 60_000;

let world: LiveWorld;
let peer: MailPeer;
/** Takes what people say, and does no work. */
let door: Running;
let visitor: Visitor;
let id: ConversationId;
const closers: (() => Promise<void>)[] = [];

beforeEach(async () => {
  world = await liveWorld();
  closers.push(() => world.dispose());
  peer = await startMailPeer();
  closers.push(() => peer.close());
  door = await start(false);
  visitor = await visit(door, world.brandId);
  id = await visitor.begin(door, { text: "Bonjour, où est ma commande ?" });
  await visitor.giveAddress(door, id, "marie@example.com");
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function start(processJobs = true): Promise<Running> {
  const server = await run(world, { smtpUrl: peer.url, processJobs });
  closers.push(() => server.stop());
  return server;
}

/** Resolves when it has settled, so that the next mail takes it along. */
async function reply(text: string): Promise<number> {
  const seq = await desk(world.leo).reply(door, id, { text });
  const settlesAt = systemClock.now() + QUICK_DELAYS.settleFor;
  await until("it has settled", () => systemClock.now() > settlesAt);
  return seq;
}

/** The rule has said *send* and the outbox row is there; whoever wants to send it stands still. */
async function aboutToLeave(): Promise<Barrier> {
  const when = "new.kind = 'deliver-mail' and new.lease_token is not null";
  const barrier = await stopAt(world.database.connection, { table: "job", on: "update", when, at: "row" });
  closers.push(() => barrier.lift());
  await start();
  await barrier.reached();
  return barrier;
}

const fates = async (): Promise<readonly (string | null)[]> =>
  (await messagesOf(world, id)).map((message) => message.fate);

const bodies = (): Promise<readonly string[]> =>
  Promise.all(peer.mails.map(async ({ raw }) => (await parseMime(raw)).text ?? ""));

describe("between the decision and the send", { timeout: MINUTE }, () => {
  test("read 10 ms before the send: it is not mailed", async () => {
    await reply("Elle est partie hier.");
    const barrier = await aboutToLeave();
    await readEverything(world, visitor.token, id);
    await barrier.lift();
    await quiet(world);
    expect(peer.mails).toHaveLength(0);
    expect(await fates()).toEqual([null, "read"]);
  });

  test("edit and delete before the send: what is edited is mailed as it is now, once", async () => {
    const seq = await reply("Elle est partie lundi.");
    const barrier = await aboutToLeave();
    await desk(world.leo).edit(door, id, seq, "Elle est partie mardi.");
    await barrier.lift();
    await quiet(world);
    const [body, ...others] = await bodies();
    expect(others).toEqual([]);
    expect(body).toContain("Elle est partie mardi.");
    expect(body).not.toContain("lundi");
    expect(await fates()).toEqual([null, "mailed"]);
  });

  test("edit and delete before the send: what is deleted is not mailed, and the rest is", async () => {
    const seq = await reply("Elle est perdue.");
    await reply("Pardon, elle est partie hier.");
    const barrier = await aboutToLeave();
    await desk(world.leo).remove(door, id, seq);
    await barrier.lift();
    await quiet(world);
    const [body, ...others] = await bodies();
    expect(others).toEqual([]);
    expect(body).toContain("Pardon, elle est partie hier.");
    expect(body).not.toContain("perdue");
  });

  test("edit and delete before the send: what is deleted leaves no mail where it was all", async () => {
    const seq = await reply("Elle est perdue.");
    const barrier = await aboutToLeave();
    await desk(world.leo).remove(door, id, seq);
    await barrier.lift();
    await quiet(world);
    expect(peer.mails).toHaveLength(0);
  });
});

describe("how much a mail carries", { timeout: MINUTE }, () => {
  test("more than 10 unread: twelve replies go in one mail, oldest first", async () => {
    const texts = Array.from({ length: 12 }, (_, index) => `Point ${String.fromCodePoint(65 + index)}.`);
    for (const text of texts) await reply(text);
    await start();
    await until("the mail has left", () => peer.mails.length > 0);
    await quiet(world);
    const [body = "", ...others] = await bodies();
    expect(others).toEqual([]);
    expect([...body.matchAll(/Point [A-L]\./g)].map(([text]) => text)).toEqual(texts);
    expect(await fates()).toEqual([null, ...texts.map(() => "mailed")]);
  });

  test("second burst after the first mail: it goes in a mail of its own, in the same thread, without the first", async () => {
    await start();
    await reply("Elle est partie hier.");
    await until("the first mail has left", () => peer.mails.length === 1);
    await reply("Le suivi : AB123.");
    await until("the second mail has left", () => peer.mails.length === 2);
    await quiet(world);
    const [, second] = await bodies();
    expect(second).toContain("Le suivi : AB123.");
    expect(second).not.toContain("Elle est partie hier.");
    const [a, b] = peer.mails;
    if (a === undefined || b === undefined) throw new Error("two mails were there a moment ago");
    expect(headerOf(b, "In-Reply-To")).toBe(headerOf(a, "Message-ID"));
    expect(headerOf(b, "References")).toContain(headerOf(a, "Message-ID"));
    expect(headerOf(b, "Subject")).toBe(headerOf(a, "Subject"));
    expect(await fates()).toEqual([null, "mailed", "mailed"]);
  });

  test.each([
    ["a family of three, which is eight code units", "👨‍👩‍👧"],
    ["a letter with its accent apart", "e\u0301"],
    ["one character of four octets", "𝔐"],
  ])(
    "a cut exactly inside a character: a reply too big alone is cut before %s that straddles the limit, and counts as mailed",
    async (_, sign) => {
      const fits = "a".repeat(MAX_CARRIED_BYTES - 1);
      await reply(`${fits}${sign}b`);
      await reply("Et bonne soirée.");
      await start();
      await until("the mail has left, and the one with the rest", () => peer.mails.length === 2);
      await quiet(world);
      const [first = "", second] = await bodies();
      const words = first.replaceAll(/\s/g, "");
      expect(words).toContain(fits);
      expect(words).not.toContain(`${fits}a`);
      for (const part of sign) expect(words).not.toContain(`${fits}${part}`);
      expect(words).not.toContain("\uFFFD");
      expect(second).toContain("Et bonne soirée.");
      expect(second).not.toContain("aaaa");
      expect(await fates()).toEqual([null, "mailed", "mailed"]);
    },
  );
});
