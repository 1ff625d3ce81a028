import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BackOffice, backOffice, UNPROVED } from "../../../test/support/back-office.ts";
import { addAgent, begin, marie, must, reply, SUPPORT, takeJobs, write } from "../../../test/support/world.ts";
import { agentQueries } from "../../adapters/postgres/queries/conversation/agent-queries.ts";
import { widgetQueries } from "../../adapters/postgres/queries/conversation/widget-queries.ts";
import { blockId, type ConversationId, inboundMailId, MINUTE, revision } from "../../domain/ids.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import { giveAddress } from "../conversation/give-address.ts";
import { blockPerson } from "./block-person.ts";
import { blockSender, blockSenderOfMail } from "./block-sender.ts";
import { liftBlock } from "./lift-block.ts";

let given: BackOffice;
let who: WidgetPrincipal;
let id: ConversationId;

beforeAll(async () => {
  given = await backOffice();
});
afterAll(() => given.dispose());
beforeEach(async () => {
  who = await marie(given);
  id = await begin(given, who);
  await given.database.pool.query("delete from blocked_sender");
});

const address = (): string => `marie-${id}@example.com`;
const suspend = async (because: "suspended" | "spam" = "suspended") =>
  must(await blockPerson(given, given.leo, { conversationId: id, because }));

const query = async <T extends object>(sql: string, ...values: unknown[]): Promise<readonly T[]> =>
  (await given.database.pool.query<T>(sql, values)).rows;

async function lift(): Promise<void> {
  const [block] = await query<{ id: string }>("select id from blocked_sender");
  if (block === undefined) throw new Error("nobody is blocked");
  must(await liftBlock(given, given.leo, blockId(block.id)));
}

async function forAgents(of: ConversationId = id): Promise<readonly string[]> {
  const changes = await agentQueries(given.database.pool).changes(given.leo, of, revision(0), given.clock.now());
  return changes?.messages.filter(({ author }) => author.kind === "end-user").map(({ text }) => text) ?? [];
}
const forMarie = async (of: ConversationId = id): Promise<readonly string[]> => {
  const changes = await widgetQueries(given.database.pool).changes(who, of, revision(0));
  return changes?.messages.filter(({ author }) => author.kind === "end-user").map(({ text }) => text) ?? [];
};
const listed = async (view: "queue" | "all" | "solved", search: string | null = null) => {
  const { conversations } = await agentQueries(given.database.pool).list(given.leo, { view, search, after: null });
  return conversations.map((line) => line.id);
};

/** Marie answers by e-mail a reply that was mailed to her. */
async function isMailed(): Promise<string> {
  must(await giveAddress(given, who, { conversationId: id, address: address(), confirmed: true }));
  await reply(given, id, { status: "pending" });
  await given.passes(10 * MINUTE);
  const to = given.left.findLast((mail) => mail.to === address())?.header("reply-to") ?? "";
  return /<([^>]+)>/.exec(to)?.[1] ?? to;
}

describe("a suspended person, in the widget", () => {
  test("goes on as if nothing were, and agents see nothing of it", async () => {
    await suspend();
    await takeJobs(given, "run-trigger");
    const before = await query("select status, last_message_at, queued_at from conversation where id = $1", id);
    await write(given, who, id, { text: "Y a-t-il quelqu’un ?" });
    expect(await forMarie()).toEqual(["Bonjour, où est ma commande ?", "Y a-t-il quelqu’un ?"]);
    expect(await forAgents()).toEqual(["Bonjour, où est ma commande ?"]);
    expect(await query("select status, last_message_at, queued_at from conversation where id = $1", id)).toEqual(
      before,
    );
    expect(await takeJobs(given, "run-trigger")).toEqual([]);
    expect(await listed("all", "quelqu’un")).not.toContain(id);
    const [line] = await agentQueries(given.database.pool).summaries([id]);
    const seen = await agentQueries(given.database.pool).changes(given.leo, id, revision(0), given.clock.now());
    // What agents have read ends before it, or it would be shown to the person as read.
    expect(seen?.conversation.lastSeq).toBe(2);
    expect(line).toMatchObject({ unread: 1, lastMessage: { text: "Bonjour, où est ma commande ?" } });
  });

  test("begins a conversation that is in no list", async () => {
    await suspend();
    const { counts } = await agentQueries(given.database.pool).list(given.leo, {
      view: "all",
      search: null,
      after: null,
    });
    const other = await begin(given, who, "Et celle-ci ?");
    expect(await forMarie(other)).toEqual(["Et celle-ci ?"]);
    expect([await listed("queue"), await listed("all")].flat()).not.toContain(other);
    const queries = agentQueries(given.database.pool);
    expect((await queries.list(given.leo, { view: "all", search: null, after: null })).counts).toEqual(counts);
    expect(await queries.summaries([other])).toEqual([]);
  });

  test("is heard again once the block is lifted, with all that was written meanwhile", async () => {
    await suspend();
    await write(given, who, id, { text: "Allô ?" });
    const other = await begin(given, who, "Et celle-ci ?");
    await lift();
    expect(await forAgents()).toEqual(["Bonjour, où est ma commande ?", "Allô ?"]);
    expect(await listed("queue")).toContain(other);
    await write(given, who, id, { text: "Merci" });
    expect((await forAgents()).at(-1)).toBe("Merci");
  });

  test("takes no address along that was merely typed: it may be a stranger's", async () => {
    must(await giveAddress(given, who, { conversationId: id, address: address(), confirmed: true }));
    await suspend();
    expect(await query("select sender from blocked_sender")).toEqual([{ sender: null }]);
  });
});

test("spam is solved besides, and agents read who said so", async () => {
  await suspend("spam");
  expect(await listed("solved")).toContain(id);
  const notes = await query<{ body: string }>(
    "select body from message where conversation_id = $1 and visibility = 'note'",
    id,
  );
  expect(notes).toEqual([{ body: expect.stringContaining("Léo marked this conversation as spam") }]);
});

test("a light agent blocks nobody and lifts nothing", async () => {
  const ida = await addAgent(given, { name: "Ida", email: `ida-${id}@acme.example`, role: "light-agent" });
  const blocking = { conversationId: id, because: "spam" as const };
  expect(await blockPerson(given, ida, blocking)).toMatchObject({ error: { code: "not-allowed" } });
  expect(await blockSender(given, ida, "example.com")).toMatchObject({ error: { code: "not-allowed" } });
  await suspend();
  const [block] = await query<{ id: string }>("select id from blocked_sender");
  expect(await liftBlock(given, ida, blockId(block?.id ?? ""))).toMatchObject({ error: { code: "not-allowed" } });
});

describe("a suspended person, by e-mail", () => {
  test("is kept out where they answer, proved or not, and nothing moves", async () => {
    const to = await isMailed();
    await suspend();
    const before = await query("select status, seq, read_up_to from conversation where id = $1", id);
    expect(await given.arrives({ from: address(), to })).toBe("ignored: blocked-sender");
    expect(await given.arrives({ from: address(), to, proof: UNPROVED })).toBe("ignored: blocked-sender");
    expect(await query("select status, seq, read_up_to from conversation where id = $1", id)).toEqual(before);
  });

  test("keeps nobody else out of the conversation", async () => {
    const to = await isMailed();
    await suspend();
    expect(await given.arrives({ from: "pierre@example.org", to })).toBe("posted: another-sender");
  });

  test("has a proved address, which goes with them: their fresh mail is in triage", async () => {
    const to = await isMailed();
    expect(await given.arrives({ from: address(), to })).toBe("posted");
    await suspend();
    expect(await given.arrives({ from: address(), to: SUPPORT })).toBe("triage: blocked-sender");
  });

  test("what was kept out comes to triage once the block is lifted", async () => {
    const to = await isMailed();
    await suspend();
    await given.arrives({ from: address(), to });
    await lift();
    const mails = await query("select state, because from inbound_mail where from_address = $1", address());
    expect(mails).toEqual([{ state: "triage", because: "blocked-sender" }]);
    expect(await given.arrives({ from: address(), to })).toBe("posted");
  });
});

describe("a blocked address or domain", () => {
  test.each([
    ["an address", (domain: string) => `pub@mail.${domain}`],
    ["a domain", (domain: string) => domain],
  ])("%s keeps its mail out of conversations old and new", async (_what, blocked) => {
    const to = await isMailed();
    const domain = `spam-${id}.example`;
    must(await blockSender(given, given.leo, blocked(domain)));
    expect(await given.arrives({ from: `pub@mail.${domain}`, to: SUPPORT })).toBe("triage: blocked-sender");
    expect(await given.arrives({ from: `Pub@mail.${domain}`, to })).toBe("ignored: blocked-sender");
    expect(await given.arrives({ from: `pub@other-${domain}`, to: SUPPORT })).toBe("posted: new-conversation");
    await lift();
    const [kept] = await query("select state from inbound_mail where from_address = $1", `Pub@mail.${domain}`);
    expect(kept).toEqual({ state: "triage" });
  });

  test("taken from a mail in triage, takes the mail out of it", async () => {
    must(await blockSender(given, given.leo, "bad.example"));
    await given.arrives({ from: "ann@bad.example", to: SUPPORT });
    await lift();
    const [mail] = await query<{ id: string }>("select id from inbound_mail where from_address = 'ann@bad.example'");
    const mailId = inboundMailId(mail?.id ?? "");
    must(await blockSenderOfMail(given, given.leo, mailId));
    expect(await query("select sender, because from blocked_sender")).toEqual([
      { sender: "ann@bad.example", because: "by-hand" },
    ]);
    expect(await query("select state from inbound_mail where id = $1", mailId)).toEqual([{ state: "ignored" }]);
    expect(await blockSenderOfMail(given, given.leo, mailId)).toMatchObject({ error: { code: "not-found" } });
  });

  test("what is no address is refused", async () => {
    expect(await blockSender(given, given.leo, "nobody at all")).toMatchObject({ error: { code: "address-shape" } });
  });
});
