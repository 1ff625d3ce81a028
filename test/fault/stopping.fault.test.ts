/**
 * A process is told to stop (SIGTERM) while another lives on, on the same database: its people are handed over, what is
 * under way ends, what does not end is given back at once, and it is gone in half a minute whatever a relay does.
 */
import { request } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { FILE_NAME_HEADER } from "../../contract/shared.ts";
import { loadPresence } from "../../src/adapters/postgres/continuity/continuity-facts.ts";
import type { ConversationId } from "../../src/domain/ids.ts";
import { instant } from "../../src/domain/ids.ts";
import { desk, type Door, visit, type Visitor } from "../support/doors/doors.ts";
import { liveWorld, type LiveWorld, MAIL_DOMAIN, messagesOf } from "../support/live-world.ts";
import { type MailPeer, type ReceivedMail, startMailPeer } from "../support/peers/mail-peers.ts";
import { type Program, startProgram } from "../support/servers/program.ts";
import { until } from "../support/until.ts";

const MARIE = "marie@example.com";
const PAUL = "paul@example.com";
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const GRACE_S = 2;

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

interface Given {
  readonly world: LiveWorld;
  readonly peer: MailPeer;
  readonly start: () => Promise<Program>;
}

async function given(grace = GRACE_S): Promise<Given> {
  const world = await liveWorld();
  closers.push(() => world.dispose());
  const peer = await startMailPeer();
  closers.push(() => peer.close());
  const start = async (): Promise<Program> => {
    const program = await startProgram(world.database.connection, {
      SMTP_URL: peer.url,
      ARIANE_MAIL_DOMAIN: MAIL_DOMAIN,
      ARIANE_STOP_GRACE: String(grace),
    });
    closers.push(() => program.dispose());
    return program;
  };
  return { world, peer, start };
}

async function arrive(door: Door, { brandId, database }: LiveWorld, address: string) {
  const visitor = await visit(door, brandId);
  const id = await visitor.begin(door, { text: "Bonjour, où est ma commande ?" });
  // Not at the door: it would ask DNS, which is somebody else's here.
  await database.pool.query(
    "update conversation set address = $2, address_state = 'unproved', address_given_at = $3 where id = $1",
    [id, address, Date.now()],
  );
  return { visitor, id };
}

/** A page as the widget is one: where it is sent away, it is back at the other server within a second. */
async function openPage(visitor: Visitor, from: Door, to: Door): Promise<{ readonly away: () => number | null }> {
  const line = await visitor.connect(from);
  const state: { away: number | null } = { away: null };
  void (async () => {
    await line.hears("that the server stops", (frame) => frame.type === "refused" && frame.code === "server-stopping");
    const left = performance.now();
    await visitor.connect(to);
    state.away = performance.now() - left;
  })().catch(() => undefined);
  return { away: () => state.away };
}

const mailsTo = (peer: MailPeer, address: string): readonly ReceivedMail[] =>
  peer.mails.filter(({ to }) => to.includes(address));

const messageIdOf = ({ raw }: ReceivedMail): string =>
  /^Message-ID:\s*(\S+)/im.exec(raw.toString("latin1"))?.[1] ?? "none";

/** Whether somebody counted as gone at any moment since. */
function watchPresence({ database }: LiveWorld, id: ConversationId): { stop(): Promise<boolean> } {
  const over = new AbortController();
  let wasGone = false;
  const watching = (async () => {
    while (!over.signal.aborted) {
      const { kind } = await loadPresence(database.pool, id, instant(Date.now()));
      wasGone ||= kind === "gone";
    }
  })();
  const stop = async (): Promise<boolean> => {
    over.abort();
    await watching;
    return wasGone;
  };
  closers.push(async () => void (await stop()));
  return { stop };
}

describe.each(["ehlo", "dot"] as const)("while the relay hangs at %s", (at) => {
  test(
    "people are handed over, nobody on a page is mailed, and the mail is given back",
    { timeout: 2 * MINUTE },
    async () => {
      const { world, peer, start } = await given();
      const first = await start();
      const leo = desk(world.leo);
      const marie = await arrive(first, world, MARIE);
      const paul = await arrive(first, world, PAUL);
      peer.behave({ kind: "hang", at });
      await leo.reply(first, paul.id, { text: "Elle est partie hier." });
      await until("the relay hangs", () => peer.misbehaved.length > 0);
      const second = await start();
      const page = await openPage(marie.visitor, first, second);
      await leo.reply(first, marie.id, { text: "Un instant." });
      const presence = watchPresence(world, marie.id);

      peer.behave({ kind: "accept" });
      const toldAt = performance.now();
      first.signal("SIGTERM");
      await until("she is back", () => page.away() !== null);
      expect(page.away()).toBeLessThan(SECOND);
      expect(await first.exited).toBe(0);
      expect(performance.now() - toldAt).toBeLessThan(30 * SECOND);
      const copies = at === "dot" ? 2 : 1;
      await until("the other server has sent it", () => mailsTo(peer, PAUL).length === copies);
      expect(performance.now() - toldAt, "given back at once").toBeLessThan(20 * SECOND);
      expect(new Set(mailsTo(peer, PAUL).map(messageIdOf)).size).toBe(1);
      expect(await presence.stop(), "she counted as gone").toBe(false);
      expect(mailsTo(peer, MARIE)).toEqual([]);
      await until("it is marked", async () => (await messagesOf(world, paul.id)).at(-1)?.fate === "mailed");
    },
  );
});

test("for the grace it says that it stops and serves on; then it takes no sockets", { timeout: MINUTE }, async () => {
  const { world, start } = await given();
  const program = await start();
  const { visitor, id } = await arrive(program, world, MARIE);
  program.signal("SIGTERM");
  await until("it says so", async () => (await fetch(`${program.url}/readyz`)).status === 503);
  expect(await (await fetch(`${program.url}/readyz`)).json()).toEqual({ ok: false, because: "stopping" });
  expect(await visitor.write(program, id, { text: "Vous êtes là ?" })).toBe(2);
  await visitor.connect(program);
  expect(await program.exited).toBe(0);
});

test("a file that is on its way arrives whole", { timeout: MINUTE }, async () => {
  const { world, start } = await given(0);
  const program = await start();
  const { visitor } = await arrive(program, world, MARIE);
  const bytes = Buffer.alloc(1_000_000, "a");
  const answered = Promise.withResolvers<number>();
  const upload = request(`${program.url}/api/widget/attachments`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${visitor.token}`,
      "content-type": "text/plain",
      "content-length": String(bytes.byteLength),
      [FILE_NAME_HEADER]: "long.txt",
    },
  });
  upload.on("response", ({ statusCode = 0 }) => answered.resolve(statusCode)).on("error", answered.reject);
  upload.write(bytes.subarray(0, 400_000));
  await until("its first slice is there", async () => {
    const { rowCount } = await world.database.pool.query("select 1 from attachment_bytes");
    return rowCount !== null && rowCount > 0;
  });
  program.signal("SIGTERM");
  await until("nobody new is taken", () =>
    fetch(`${program.url}/healthz`).then(
      () => false,
      () => true,
    ),
  );
  upload.end(bytes.subarray(400_000));
  expect(await answered.promise).toBeLessThan(300);
  expect(await program.exited).toBe(0);
  expect(program.log()).not.toContain('"error"');
});

test("told a second time it ends at once", { timeout: MINUTE }, async () => {
  const { start } = await given(60);
  const program = await start();
  program.signal("SIGTERM");
  await until("it says so", async () => (await fetch(`${program.url}/readyz`)).status === 503);
  const again = performance.now();
  await until("it has ended", () => {
    program.signal("SIGTERM");
    return Promise.race([
      program.exited.then(() => true),
      new Promise<false>((resolve) => setImmediate(resolve, false)),
    ]);
  });
  expect(performance.now() - again).toBeLessThan(2 * SECOND);
  expect(await program.exited).toBe(1);
});
