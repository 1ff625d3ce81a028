/**
 * The server dies (kill −9) while a mail or a message comes in, and another starts on the same database: what was
 * acknowledged is there once; what was not is sent again by its sender, and is there once as well.
 */
import { afterEach, describe, expect, test } from "vitest";
import type { ConversationId } from "../../src/domain/ids.ts";
import { stopAt, type StopPoint } from "../support/servers/barrier.ts";
import { type ChildServer, startChild } from "../support/servers/children.ts";
import { EXAMPLE_SENDS_FROM_HERE } from "../support/peers/dns.ts";
import { desk, newClientId, visit } from "../support/doors/doors.ts";
import { leasesLapse, liveWorld, type LiveWorld, MAIL_DOMAIN, messagesOf, quiet } from "../support/live-world.ts";
import { startMailPeer } from "../support/peers/mail-peers.ts";
import { answerTo, type Handed, handOver } from "../support/peers/smtp-client.ts";
import { until } from "../support/until.ts";

const MARIE = "marie@example.com";
const ANSWER = "Parfait, merci !";
const MINUTE = 60_000;

const MAIL_COMMITS: StopPoint = { table: "inbound_mail", on: "insert", when: "true", at: "commit" };
const MAIL_BEING_WRITTEN: StopPoint = { table: "raw_mail", on: "insert", when: "true", at: "row" };
const JOB_TAKEN: StopPoint = { table: "job", on: "update", when: "new.kind = 'receive-email'", at: "row" };
const ANSWER_BEING_POSTED: StopPoint = { table: "message", on: "insert", when: "new.channel = 'email'", at: "row" };
const ANSWER_COMMITS: StopPoint = { table: "message", on: "insert", when: "new.channel = 'email'", at: "commit" };

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

interface Given {
  readonly world: LiveWorld;
  readonly child: ChildServer;
  readonly id: ConversationId;
  /** Marie's answer to the mail that carried Léo's reply. */
  readonly answer: Handed;
  readonly start: () => Promise<ChildServer>;
}

async function given(): Promise<Given> {
  const world = await liveWorld();
  closers.push(() => world.dispose());
  const peer = await startMailPeer();
  closers.push(() => peer.close());
  const start = async (): Promise<ChildServer> => {
    const { connection } = world.database;
    const child = await startChild({
      connection,
      smtpUrl: peer.url,
      mailDomain: MAIL_DOMAIN,
      zone: EXAMPLE_SENDS_FROM_HERE,
    });
    closers.push(() => child.kill());
    return child;
  };
  const child = await start();
  const visitor = await visit(child, world.brandId);
  const id = await visitor.begin(child, { text: "Bonjour, où est ma commande ?" });
  await visitor.giveAddress(child, id, MARIE);
  await desk(world.leo).reply(child, id, { text: "Elle est partie hier." });
  const mail = await until("the reply has been mailed", () => peer.mails[0] ?? null);
  await quiet(world);
  return { world, child, id, answer: answerTo(mail, ANSWER), start };
}

/** The answer is there once, after the question and the reply, and there is no gap. */
async function expectAnsweredOnce({ world, id }: Given): Promise<void> {
  await quiet(world);
  const messages = await messagesOf(world, id);
  expect(messages.map(({ body, channel }) => [body, channel])).toEqual([
    ["Bonjour, où est ma commande ?", "messaging"],
    ["Elle est partie hier.", "messaging"],
    [ANSWER, "email"],
  ]);
}

describe("a mail comes in", { timeout: 2 * MINUTE }, () => {
  test("killed after the final dot, before it is stored: no 250, so its sender tries again", async () => {
    const all = await given();
    const barrier = await stopAt(all.world.database.connection, MAIL_BEING_WRITTEN);
    const first = await handOver(all.child.inboundPort, all.answer);
    await barrier.reached();
    await all.child.kill();
    expect(await first.answer()).toBeNull();
    await barrier.sever();

    const next = await all.start();
    expect(await (await handOver(next.inboundPort, all.answer)).answer()).toMatch(/^250/);
    await expectAnsweredOnce(all);
  });

  test("killed when it is stored, before the 250: the sender's second copy is no second message", async () => {
    const all = await given();
    const barrier = await stopAt(all.world.database.connection, MAIL_COMMITS);
    const first = await handOver(all.child.inboundPort, all.answer);
    await barrier.reached();
    // The commit goes through; the process never hears of it.
    all.child.freeze();
    await barrier.lift();
    await until("the mail is stored", () => isStored(all.world));
    await all.child.kill();
    expect(await first.answer()).toBeNull();

    const next = await all.start();
    expect(await (await handOver(next.inboundPort, all.answer)).answer()).toMatch(/^250/);
    await leasesLapse(all.world);
    await expectAnsweredOnce(all);
  });

  test.each([
    ["before the job that reads it runs", JOB_TAKEN],
    ["while its answer is being posted", ANSWER_BEING_POSTED],
  ])("killed after the 250, %s: the answer is there after a restart, once", async (_, stop) => {
    const all = await given();
    const barrier = await stopAt(all.world.database.connection, stop);
    expect(await (await handOver(all.child.inboundPort, all.answer)).answer()).toMatch(/^250/);
    await barrier.reached();
    await all.child.kill();
    await barrier.sever();
    await leasesLapse(all.world);

    await all.start();
    await expectAnsweredOnce(all);
  });

  test("killed when the answer is posted, before the job is taken off: it is not posted again", async () => {
    const all = await given();
    const barrier = await stopAt(all.world.database.connection, ANSWER_COMMITS);
    expect(await (await handOver(all.child.inboundPort, all.answer)).answer()).toMatch(/^250/);
    await barrier.reached();
    all.child.freeze();
    await barrier.lift();
    await until("the answer is posted", async () => (await messagesOf(all.world, all.id)).length === 3);
    await all.child.kill();
    await leasesLapse(all.world);

    await all.start();
    await expectAnsweredOnce(all);
  });
});

describe("a message is posted", { timeout: 2 * MINUTE }, () => {
  const POSTED: StopPoint = { table: "message", on: "insert", when: "new.body like 'Encore%'", at: "row" };

  test.each([
    ["the visitor's first message", "begin"],
    ["the visitor's next message", "write"],
    ["the agent's reply", "reply"],
  ] as const)("%s, cut off before the commit: sent again it is there, once", async (_, verb) => {
    const { world, child, id, start } = await given();
    const visitor = await visit(child, world.brandId);
    const own = await visitor.begin(child, { text: "Bonsoir." });
    const said = { text: "Encore une chose.", clientId: newClientId() };
    const say = {
      begin: (door: ChildServer) => visitor.begin(door, said),
      write: async (door: ChildServer) => (await visitor.write(door, own, said), own),
      reply: async (door: ChildServer) => (await desk(world.leo).reply(door, id, said), id),
    }[verb];

    const barrier = await stopAt(world.database.connection, POSTED);
    const answer = say(child).then(
      () => "acknowledged",
      () => "cut off",
    );
    await barrier.reached();
    await child.kill();
    expect(await answer).toBe("cut off");
    await barrier.sever();

    const next = await start();
    const into = await say(next);
    expect(await say(next), "and once more").toBe(into);
    const messages = await messagesOf(world, into);
    expect(messages.filter(({ body }) => body === said.text)).toHaveLength(1);
  });
});

async function isStored({ database }: LiveWorld): Promise<boolean> {
  const found = await database.pool.query("select 1 from inbound_mail");
  return found.rowCount === 1;
}
