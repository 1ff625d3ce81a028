/** Two servers on one database: whatever one of them is told, the people at the other hear; and each mail leaves once. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ConversationId } from "../../src/domain/ids.ts";
import { desk, visit, type Visitor } from "../support/doors/doors.ts";
import { liveWorld, type LiveWorld, messagesOf, quiet } from "../support/live-world.ts";
import { type MailPeer, startMailPeer } from "../support/peers/mail-peers.ts";
import { answerTo, handOver } from "../support/peers/smtp-client.ts";
import { run, type Running } from "../support/servers/running.ts";
import { until } from "../support/until.ts";

const MINUTE = 60_000;

let world: LiveWorld;
let peer: MailPeer;
let a: Running;
let b: Running;
const closers: (() => Promise<void>)[] = [];

beforeEach(async () => {
  world = await liveWorld();
  closers.push(() => world.dispose());
  peer = await startMailPeer();
  closers.push(() => peer.close());
  a = await start();
  b = await start();
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function start(options: { readonly processJobs?: boolean } = {}): Promise<Running> {
  const server = await run(world, { smtpUrl: peer.url, ...options });
  closers.push(() => server.stop());
  return server;
}

interface Begun {
  readonly visitor: Visitor;
  readonly id: ConversationId;
}

/** At the first server. */
async function begin(address: string | null = null): Promise<Begun> {
  const visitor = await visit(a, world.brandId);
  const id = await visitor.begin(a, { text: "Bonjour, où est ma commande ?" });
  if (address !== null) await visitor.giveAddress(a, id, address);
  return { visitor, id };
}

/** As a process leaves it behind that dies right after the commit. */
async function replyWithoutRing(id: ConversationId, body: string): Promise<void> {
  await world.database.pool.query(
    `with head as (update conversation set seq = seq + 1, revision = revision + 1 where id = $1 returning *)
     insert into message (conversation_id, seq, id, revision, author_kind, author_name, channel, visibility, body,
       posted_at, fate, fate_at)
     select id, seq, gen_random_uuid(), revision, 'agent', 'Léo', 'messaging', 'public', $2, last_message_at, 'waiting',
       last_message_at from head`,
    [id, body],
  );
}

const says = (text: string) => (message: { readonly text: string }) => message.text === text;

describe("what happens at one is heard at the other", { timeout: MINUTE }, () => {
  test("a reply and a message, by the widget's and the agent's sockets", async () => {
    const { visitor, id } = await begin();
    const panel = await visitor.connect(b);
    const workspace = await desk(world.leo).watch(a, id);

    await desk(world.leo).reply(a, id, { text: "Elle est partie hier." });
    const heard = await panel.hears("the reply", (frame) => {
      return frame.type === "changes" && frame.messages.some(says("Elle est partie hier."));
    });
    expect(heard).toMatchObject({ conversationId: id });

    await visitor.write(b, id, { text: "Merci !" });
    await workspace.hears("the message", (frame) => {
      return frame.type === "changes" && frame.messages.some(says("Merci !"));
    });
    panel.hangUp();
    workspace.hangUp();
  });

  test("a read mark, by the agent's socket", async () => {
    const { visitor, id } = await begin();
    const panel = await visitor.connect(b);
    const workspace = await desk(world.leo).watch(a, id);
    const seq = await desk(world.leo).reply(a, id, { text: "Elle est partie hier." });

    await panel.say({ type: "seen", conversationId: id, upTo: seq });
    const seen = await workspace.hears("that it is read", (frame) => {
      return frame.type === "changes" && frame.messages.some((message) => message.fate?.name === "read");
    });
    expect(seen).toMatchObject({ conversationId: id });
    panel.hangUp();
    workspace.hangUp();
  });

  test("an answer by e-mail that comes in at one", async () => {
    const { visitor, id } = await begin("marie@example.com");
    await desk(world.leo).reply(a, id, { text: "Elle est partie hier." });
    await until("the reply has been mailed", () => peer.mails.length === 1);
    await quiet(world);
    const panel = await visitor.connect(b);
    const answer = await handOver(a.inboundPort, answerTo(peer.mails[0], "Parfait !"));
    expect(await answer.answer()).toMatch(/^250/);
    await panel.hears("the answer", (frame) => frame.type === "changes" && frame.messages.some(says("Parfait !")));
    panel.hangUp();
  });

  test("also where the one died between the commit and the ring", async () => {
    const { visitor, id } = await begin();
    const panel = await visitor.connect(b);
    // Nothing else is to ring that would bring the reply along.
    await visitor.write(b, id, { text: "Bonjour ?" });
    await panel.hears("the message", (frame) => frame.type === "changes" && frame.messages.some(says("Bonjour ?")));
    await quiet(world);
    await replyWithoutRing(id, "Elle est partie hier.");
    await world.database.pool.query("insert into process (id, started_at, until) values (gen_random_uuid(), 0, $1)", [
      Date.now() + 10,
    ]);
    const heard = await panel.hears("the reply", (frame) => {
      return frame.type === "changes" && frame.messages.some(says("Elle est partie hier."));
    });
    expect(heard).toMatchObject({ conversationId: id });
    panel.hangUp();
  });

  test("also after the line over which they tell each other was cut", async () => {
    const { visitor, id } = await begin();
    const panel = await visitor.connect(b);
    const cut = await world.database.pool.query(
      "select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database() and application_name = 'ariane doorbell'",
    );
    expect(cut.rowCount, "lines that were cut").toBe(2);

    await desk(world.leo).reply(a, id, { text: "Elle est partie hier." });
    await panel.hears("the reply", (frame) => {
      return frame.type === "changes" && frame.messages.some(says("Elle est partie hier."));
    });
    panel.hangUp();
  });
});

describe("mail, with workers at both", { timeout: MINUTE }, () => {
  test("somebody who is present at one that does no work is not mailed by the others", async () => {
    const idle = await start({ processJobs: false });
    const there = await begin("marie@example.com");
    const gone = await begin("paul@example.com");
    const panel = await there.visitor.connect(idle);
    await desk(world.leo).reply(a, there.id, { text: "Elle est partie hier." });
    await desk(world.leo).reply(a, gone.id, { text: "Elle est partie hier." });

    await until("he is mailed", () => peer.mails.length > 0);
    await until("the rule has said that she is not", async () => {
      const asked = await world.database.pool.query<{ kind: string; because: string }>(
        "select continuity->>'kind' as kind, continuity->>'because' as because from conversation where id = $1",
        [there.id],
      );
      return asked.rows[0]?.kind === "wait" && asked.rows[0].because === "inactive";
    });
    expect(peer.mails.map((mail) => mail.to)).toEqual([["paul@example.com"]]);

    panel.hangUp();
    await until("she is mailed when she has left", () => peer.mails.length === 2);
    expect(peer.mails[1]?.to).toEqual(["marie@example.com"]);
  });

  test("two workers on one due row: fifty that are due at once leave once each", async () => {
    const begun = await Promise.all(Array.from({ length: 50 }, (_, index) => begin(`visitor${index}@example.com`)));
    await Promise.all(
      begun.map(({ id }, index) => desk(world.leo).reply(index % 2 === 0 ? a : b, id, { text: "Oui." })),
    );
    await until("every mail has left", () => peer.mails.length >= 50);
    await quiet(world);

    const recipients = peer.mails.flatMap((mail) => mail.to).toSorted();
    expect(recipients).toEqual(begun.map((_, index) => `visitor${index}@example.com`).toSorted());
    for (const { id } of begun) {
      expect((await messagesOf(world, id)).map((message) => message.fate)).toEqual([null, "mailed"]);
    }
  });
});
