/**
 * The connection to PostgreSQL breaks at every statement of every main use-case, one after the other: once before the server
 * hears it, once after it has carried it out and before we hear so (of a commit that is the worst). Whoever asked is refused
 * with 503, asks again by the same client id, and finds it done once.
 */
import { afterEach, describe, expect, test } from "vitest";
import type { ConversationId } from "../../src/domain/ids.ts";
import { type Desk, desk, newClientId, visit, type Visitor } from "../support/doors/doors.ts";
import { type CuttingLine, cuttingLine } from "../support/faults/cutting-line.ts";
import { liveWorld, type LiveWorld, messagesOf } from "../support/live-world.ts";
import { runOn } from "../support/servers/running.ts";

const MINUTE = 60_000;
/** One is refused, and perhaps one beside it that shared a connection. */
const TRIES_AT_MOST = 5;
const SUBJECTS = { question: "Bonjour", more: "Encore une chose", reply: "Elle est partie hier." };

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

interface Given {
  readonly world: LiveWorld;
  readonly line: CuttingLine;
  readonly door: { readonly url: string };
  readonly visitor: Visitor;
  readonly leo: Desk;
}

async function given(): Promise<Given> {
  const world = await liveWorld();
  closers.push(() => world.dispose());
  const line = await cuttingLine(world.database.connection);
  closers.push(() => line.close());
  const server = await runOn({ connection: line.connection }, { log: () => undefined });
  closers.push(() => server.stop());
  return { world, line, door: server, visitor: await visit(server, world.brandId), leo: desk(world.leo) };
}

/** Does it again and again until it is done; answers how it was refused meanwhile. */
async function untilDone(act: () => Promise<unknown>): Promise<readonly string[]> {
  const refusals: string[] = [];
  for (;;) {
    try {
      await act();
      return refusals;
    } catch (error) {
      refusals.push(String(error));
      if (refusals.length > TRIES_AT_MOST) throw error;
    }
  }
}

const isUnavailable = (refusal: string): boolean => /"code":"unavailable".*: 503$/.test(refusal);

type Verb = (
  all: Given,
  id: ConversationId,
) => {
  act(): Promise<unknown>;
  /** Done, and done once. */
  check(): Promise<void>;
};

const wordsOf = async ({ world }: Given, id: ConversationId): Promise<readonly string[]> =>
  (await messagesOf(world, id)).map(({ body }) => body);

const VERBS: Readonly<Record<string, Verb>> = {
  "a conversation begins": (all) => {
    const said = { text: SUBJECTS.question, clientId: newClientId() };
    const begun = new Set<ConversationId>();
    return {
      act: async () => begun.add(await all.visitor.begin(all.door, said)),
      async check() {
        expect(begun.size).toBe(1);
        const found = await all.world.database.pool.query("select 1 from message where client_id = $1", [
          said.clientId,
        ]);
        expect(found.rowCount).toBe(1);
      },
    };
  },
  "a visitor writes": (all, id) => {
    const said = { text: SUBJECTS.more, clientId: newClientId(), shownUpTo: 1 };
    return {
      act: () => all.visitor.write(all.door, id, said),
      check: async () => expect(await wordsOf(all, id)).toEqual([SUBJECTS.question, SUBJECTS.more]),
    };
  },
  "an agent replies": (all, id) => {
    const said = { text: SUBJECTS.reply, clientId: newClientId() };
    return {
      act: () => all.leo.reply(all.door, id, said),
      check: async () => expect(await wordsOf(all, id)).toEqual([SUBJECTS.question, SUBJECTS.reply]),
    };
  },
  "an agent sends a file": (all, id) => {
    const clientId = newClientId();
    return {
      async act() {
        const file = await all.leo.upload(all.door, {
          name: "a.txt",
          type: "text/plain",
          bytes: Buffer.alloc(300_000, "a"),
        });
        return all.leo.reply(all.door, id, { text: SUBJECTS.reply, clientId, attachments: [file] });
      },
      check: async () => expect(await wordsOf(all, id)).toEqual([SUBJECTS.question, SUBJECTS.reply]),
    };
  },
  "an address is given": (all, id) => ({
    act: () => all.visitor.giveAddress(all.door, id, "marie@example.com"),
    async check() {
      const found = await all.world.database.pool.query(
        "select 1 from conversation where id = $1 and address = 'marie@example.com'",
        [id],
      );
      expect(found.rowCount).toBe(1);
    },
  }),
};

describe.each(["unheard", "unanswered"] as const)("a statement %s", { timeout: 2 * MINUTE }, (how) => {
  test.each(Object.entries(VERBS))("%s", async (_, verb) => {
    const all = await given();
    let cuts = 0;
    for (let number = 1, isThere = true; isThere; number += 1) {
      // What strangers may do in a minute is another test's.
      await all.world.database.pool.query("delete from rate_window");
      const id = await all.visitor.begin(all.door, { text: SUBJECTS.question });
      const { act, check } = verb(all, id);
      all.line.cutAt(number, how);
      const refusals = await untilDone(act);
      isThere = all.line.mend();
      expect(refusals.filter((refusal) => !isUnavailable(refusal))).toEqual([]);
      await check();
      cuts += refusals.length;
    }
    // The reads of who asks, and all of a transaction.
    expect(cuts).toBeGreaterThan(2);
  });
});
