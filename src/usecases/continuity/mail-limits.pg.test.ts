import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ACCEPTED, type BackOffice, backOffice } from "../../../test/support/back-office.ts";
import { begin, fateOf, marie, must, reply } from "../../../test/support/world.ts";
import { agentQueries } from "../../adapters/postgres/queries/conversation/agent-queries.ts";
import { type ConversationId, DAY, HOUR, MINUTE } from "../../domain/ids.ts";
import { noChange } from "../../domain/change.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import { giveAddress } from "../conversation/give-address.ts";
import { sendNow } from "./send-now.ts";

let given: BackOffice;
beforeEach(async () => {
  given = await backOffice();
});
afterEach(() => given.dispose());

/** A conversation in which an address was given and Léo has replied. */
async function waiting(address: string, who: WidgetPrincipal | null = null): Promise<ConversationId> {
  const visitor = who ?? (await marie(given));
  const id = await begin(given, visitor);
  must(await giveAddress(given, visitor, { conversationId: id, address, confirmed: true }));
  await reply(given, id);
  return id;
}

const TOO_FAST = { kind: "deferred", code: 421, reply: "421 4.7.0 too many mails" } as const;
const sentTo = () => given.left.map((mail) => mail.to);
const logOf = async (id: ConversationId) => {
  const [newest] = await agentQueries(given.database.pool).deliveries(given.leo, id);
  if (newest === undefined) throw new Error("nothing in the log");
  return newest;
};
async function continuityOf(id: ConversationId): Promise<string> {
  const found = await given.database.pool.query<{ continuity: { kind: string; because: string } }>(
    "select continuity from conversation where id = $1",
    [id],
  );
  const { kind, because } = found.rows[0]?.continuity ?? { kind: "none", because: "" };
  return `${kind} ${because}`;
}

describe("a domain that asks us to slow down", () => {
  test("gets no attempt until its pause is over, and the log says so; others go on", async () => {
    const first = await waiting("marie@slow.example");
    given.serverSays(TOO_FAST);
    await given.passes(2 * MINUTE);
    expect((await logOf(first)).attempts).toHaveLength(1);
    given.serverSays(ACCEPTED);
    const second = await waiting("paul@slow.example");
    const other = await waiting("zoe@quick.example");
    for (const id of [second, other]) must(await sendNow(given, given.leo, id));
    await given.settle();
    expect(sentTo()).toEqual(["zoe@quick.example"]);
    expect(await logOf(second)).toMatchObject({ state: "queued", isHeld: true, attempts: [] });
    expect((await logOf(second)).nextAttemptAt).toBeGreaterThan(given.clock.now());
    await given.passes(2 * MINUTE);
    expect(sentTo()).toEqual(["zoe@quick.example", "paul@slow.example"]);
    expect(await logOf(second)).toMatchObject({ state: "accepted", isHeld: false, nextAttemptAt: null });
  });

  test("is mailed as before once it takes one", async () => {
    await waiting("marie@slow.example");
    given.serverSays(TOO_FAST);
    await given.passes(2 * MINUTE);
    given.serverSays(ACCEPTED);
    await given.passes(10 * MINUTE);
    expect(sentTo()).toEqual(["marie@slow.example"]);
    const found = await given.database.pool.query("select 1 from domain_pace");
    expect(found.rowCount).toBe(0);
  });

  test("and never takes it: after 48 hours the agent is told by a note", async () => {
    const id = await waiting("marie@slow.example");
    given.serverSays(TOO_FAST);
    await given.passes(2 * MINUTE);
    expect((await logOf(id)).nextAttemptAt).toBeGreaterThan(given.clock.now());
    await given.passes(49 * HOUR);
    expect(await logOf(id)).toMatchObject({ state: "refused" });
    const notes = await given.database.pool.query<{ body: string; author_kind: string }>(
      "select body, author_kind from message where conversation_id = $1 and visibility = 'note'",
      [id],
    );
    expect(notes.rows).toEqual([{ author_kind: "system", body: expect.stringContaining("marie@slow.example") }]);
  });
});

describe("caps", () => {
  test("ten mails a conversation an hour; the eleventh waits, and *send now* is refused", async () => {
    const id = await waiting("marie@example.com");
    await given.passes(2 * MINUTE);
    for (let i = 0; i < 9; i += 1) {
      await reply(given, id, { text: `Part ${i}` });
      must(await sendNow(given, given.leo, id));
      await given.settle();
    }
    expect(given.left).toHaveLength(10);
    const at = await reply(given, id, { text: "The eleventh" });
    await given.passes(20 * MINUTE);
    expect(given.left).toHaveLength(10);
    expect(await continuityOf(id)).toBe("wait conversation-cap");
    expect(await sendNow(given, given.leo, id)).toMatchObject({
      error: { code: "mail-capped", details: { because: "conversation-cap" } },
    });
    await given.passes(HOUR);
    expect(await fateOf(given, id, at)).toBe("mailed");
  });

  test("five first mails a day to unproved addresses of one browser session", async () => {
    const who = await marie(given);
    for (let i = 0; i < 6; i += 1) await waiting(`stranger-${i}@example.com`, who);
    await given.passes(HOUR);
    expect(given.left).toHaveLength(5);
    await waiting("friend@example.com");
    await given.passes(HOUR);
    expect(sentTo()).toContain("friend@example.com");
    await given.passes(DAY);
    expect(given.left).toHaveLength(7);
  });

  test("five first mails a day to one unproved address, whoever gives it; a proved one may get more", async () => {
    const ids: ConversationId[] = [];
    for (let i = 0; i < 6; i += 1) ids.push(await waiting("victim@example.com"));
    await given.passes(HOUR);
    expect(given.left).toHaveLength(5);
    const held: ConversationId[] = [];
    for (const id of ids) if ((await continuityOf(id)).includes("recipient-cap")) held.push(id);
    expect(held).toHaveLength(1);
    const [last] = held;
    await given.store.transaction(async (tx) => {
      const locked = last === undefined ? null : await tx.conversations.lock(last);
      if (locked === null || locked.head.address === null) throw new Error("no address");
      const address = { ...locked.head.address, state: "proved" as const };
      await tx.conversations.apply(locked, {
        ...noChange(locked.head.id),
        head: { address },
        wakes: [{ kind: "check-continuity", dueAt: given.clock.now() }],
      });
    });
    await given.settle();
    expect(given.left).toHaveLength(6);
  });
});
