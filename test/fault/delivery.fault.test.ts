/**
 * The server dies (kill −9) at each point of a mail's way out, and another starts on the same database. Whatever the
 * point: nothing that was acknowledged is lost, no reply is mailed under two Message-IDs, a repeat is the same to the
 * byte, and what was read before an attempt begins is not mailed by it.
 */
import { afterEach, describe, expect, test } from "vitest";
import type { ConversationId } from "../../src/domain/ids.ts";
import { type Barrier, stopAt, type StopPoint } from "../support/servers/barrier.ts";
import { type ChildServer, startChild } from "../support/servers/children.ts";
import { EXAMPLE_SENDS_FROM_HERE } from "../support/peers/dns.ts";
import { desk, visit, type Visitor } from "../support/doors/doors.ts";
import {
  leasesLapse,
  liveWorld,
  type LiveWorld,
  MAIL_DOMAIN,
  messagesOf,
  quiet,
  readEverything,
} from "../support/live-world.ts";
import { type MailPeer, type PeerStep, type ReceivedMail, startMailPeer } from "../support/peers/mail-peers.ts";
import { until } from "../support/until.ts";

type CrashPoint =
  /** The rule has decided and written everything; the commit is missing. */
  | "before-commit"
  /** The outbox row is committed, its attempt has begun, and the next server has heard of no recipient yet. */
  | "after-commit"
  /** After DATA, before the final dot. */
  | "in-data"
  /** The next server has the whole mail, and has not answered. */
  | "after-dot"
  /** It has answered 250, and we have not marked it. */
  | "after-250"
  /** Marked; the job is not yet taken off. */
  | "after-mark";

interface Point {
  /** When we die, in words. */
  readonly when: string;
  /** Whether the mail lies at the next server when we die. */
  readonly hasArrived: boolean;
  /** Whether it goes out again: nobody can know that it has arrived. */
  readonly isRepeated: boolean;
  readonly where:
    /** One statement or transaction stands still for both. `marked`: both have been marked before. */
    | { readonly kind: "database"; readonly stop: StopPoint; readonly marked?: boolean }
    | { readonly kind: "peer"; readonly step: PeerStep };
}

const POINTS: Readonly<Record<CrashPoint, Point>> = {
  "before-commit": {
    when: "before the commit",
    hasArrived: false,
    isRepeated: false,
    where: {
      kind: "database",
      stop: { table: "job", on: "insert", when: "new.kind = 'deliver-mail'", at: "row" },
    },
  },
  "after-commit": {
    when: "after the commit",
    hasArrived: false,
    isRepeated: false,
    where: { kind: "peer", step: "mail" },
  },
  "in-data": {
    when: "within DATA",
    hasArrived: false,
    isRepeated: false,
    where: { kind: "peer", step: "body" },
  },
  "after-dot": {
    when: "between the final dot and SMTP's 250",
    hasArrived: true,
    isRepeated: true,
    where: { kind: "peer", step: "dot" },
  },
  "after-250": {
    when: "between SMTP's 250 and our mark",
    hasArrived: true,
    isRepeated: true,
    where: {
      kind: "database",
      stop: { table: "delivery", on: "update", when: "new.state = 'accepted'", at: "row" },
    },
  },
  "after-mark": {
    when: "after our mark",
    hasArrived: true,
    isRepeated: false,
    where: {
      kind: "database",
      stop: { table: "job", on: "delete", when: "old.kind = 'deliver-mail'", at: "row" },
      marked: true,
    },
  },
};
const CRASH_POINTS = Object.values(POINTS);

const MARIE = "marie@example.com";
const PAUL = "paul@example.com";
const REPLY = "Elle est partie hier.";
const MINUTE = 60_000;

interface Given {
  readonly world: LiveWorld;
  readonly peer: MailPeer;
  readonly start: () => Promise<ChildServer>;
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function given(): Promise<Given> {
  const world = await liveWorld();
  closers.push(() => world.dispose());
  const peer = await startMailPeer();
  closers.push(() => peer.close());
  const start = async (): Promise<ChildServer> => {
    const child = await startChild({
      connection: world.database.connection,
      smtpUrl: peer.url,
      mailDomain: MAIL_DOMAIN,
      zone: EXAMPLE_SENDS_FROM_HERE,
    });
    closers.push(() => child.kill());
    return child;
  };
  return { world, peer, start };
}

interface Person {
  readonly visitor: Visitor;
  readonly id: ConversationId;
}

/** Two people write, leave their addresses and go; Léo replies to each; the server dies with both at the point. */
async function crash({ world, peer, start }: Given, { where, hasArrived }: Point): Promise<readonly [Person, Person]> {
  const child = await start();
  const people = [await arrive(child, world, MARIE), await arrive(child, world, PAUL)] as const;
  const barrier = where.kind === "database" ? await stopAt(world.database.connection, where.stop) : null;
  if (where.kind === "peer") peer.behave({ kind: "hang", at: where.step });
  const leo = desk(world.leo);
  for (const { id } of people) {
    await leo.reply(child, id, { text: REPLY });
  }
  await reached(barrier, peer);
  if (hasArrived) await until("both lie at the next server", () => peer.mails.length >= 2);
  if (where.kind === "database" && where.marked === true) await until("both are marked", () => areMarked(world));
  await child.kill();
  await barrier?.sever();
  await leasesLapse(world);
  peer.behave({ kind: "accept" });
  return people;
}

async function arrive(child: ChildServer, world: LiveWorld, address: string): Promise<Person> {
  const visitor = await visit(child, world.brandId);
  const id = await visitor.begin(child, { text: "Bonjour, où est ma commande ?" });
  await visitor.giveAddress(child, id, address);
  return { visitor, id };
}

async function reached(barrier: Barrier | null, peer: MailPeer): Promise<void> {
  if (barrier !== null) return barrier.reached();
  await until("the next server has fallen silent to both", () => peer.misbehaved.length >= 2);
}

async function areMarked({ database }: LiveWorld): Promise<boolean> {
  const marked = await database.pool.query("select 1 from delivery where state = 'accepted'");
  return marked.rowCount === 2;
}

const mailsTo = (peer: MailPeer, address: string): readonly ReceivedMail[] =>
  peer.mails.filter(({ to }) => to.includes(address));

const messageIdOf = ({ raw }: ReceivedMail): string =>
  /^Message-ID:\s*(\S+)/im.exec(raw.toString("latin1"))?.[1] ?? "none";

/** The mails that carry the reply. */
const carrying = (mails: readonly ReceivedMail[]): readonly ReceivedMail[] =>
  mails.filter(({ raw }) => bodyOf(raw).includes(REPLY));

/** Quoted-printable undone, as far as the reply needs it. */
const bodyOf = (raw: Buffer): string =>
  raw
    .toString("latin1")
    .replace(/=\r\n/g, "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));

function expectOneMail(mails: readonly ReceivedMail[]): void {
  expect(new Set(carrying(mails).map(messageIdOf)).size, "Message-IDs that carried the reply").toBe(1);
  for (const { raw } of mails)
    expect(raw.equals(mails[0]?.raw ?? Buffer.of()), "a repeat has the same bytes").toBe(true);
}

describe.each(CRASH_POINTS)("kill −9 $when", (point) => {
  test("what was not read arrives, and what was read leaves no more", { timeout: 2 * MINUTE }, async () => {
    const all = await given();
    const [marie, paul] = await crash(all, point);
    const before = [mailsTo(all.peer, MARIE).length, mailsTo(all.peer, PAUL).length];
    expect(before, "mails that lie at the next server when we die").toEqual(point.hasArrived ? [1, 1] : [0, 0]);
    await readEverything(all.world, paul.visitor.token, paul.id);

    const child = await all.start();
    // He writes on at the fresh server.
    expect(await paul.visitor.write(child, paul.id, { text: "Merci !", shownUpTo: 2 })).toBe(3);
    await quiet(all.world);

    const mails = mailsTo(all.peer, MARIE);
    expectOneMail(mails);
    expect(carrying(mails), "copies of the reply").toHaveLength(point.isRepeated ? 2 : 1);
    expect(await fatesOf(all.world, marie.id)).toEqual([null, "mailed"]);
    expect(mailsTo(all.peer, PAUL)).toHaveLength(before[1] ?? 0);
    expect(await fatesOf(all.world, paul.id)).toEqual([null, "read", null]);
  });
});

const fatesOf = async (world: LiveWorld, id: ConversationId): Promise<readonly (string | null)[]> =>
  (await messagesOf(world, id)).map((message) => message.fate);
