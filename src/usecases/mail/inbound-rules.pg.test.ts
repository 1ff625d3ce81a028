/** What becomes of a mail by who wrote it and how it came: product.md §4, mail-rules.md rules 19–23. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  AMBIGUOUS,
  ACCEPTED,
  type BackOffice,
  backOffice,
  PROVED,
  UNPROVED,
} from "../../../test/support/back-office.ts";
import { addAgent, begin, fateOf, LEO, marie, must, reply, SUPPORT } from "../../../test/support/world.ts";
import { agentQueries } from "../../adapters/postgres/queries/conversation/agent-queries.ts";
import { type ConversationId, DAY, HOUR, MINUTE, millis, revision, type Seq } from "../../domain/ids.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import { giveAddress } from "../conversation/give-address.ts";
import { handleConversation } from "../conversation/handle-conversation.ts";
import { changeTeamMember } from "../people/change-team-member.ts";

let given: BackOffice;
let who: WidgetPrincipal;
let id: ConversationId;

beforeAll(async () => {
  given = await backOffice();
});
afterAll(() => given.dispose());
beforeEach(async () => {
  given.serverSays(ACCEPTED);
  who = await marie(given);
  id = await begin(given, who);
  await gives(address());
});

const address = (): string => `marie-${id}@example.com`;
const gives = async (email: string) =>
  must(await giveAddress(given, who, { conversationId: id, address: email, confirmed: true }));
const mailed = async (text = "Elle est partie hier."): Promise<Seq> => {
  const at = await reply(given, id, { text });
  await given.passes(10 * MINUTE);
  return at;
};
const replyTo = (): string => {
  const to = given.left.findLast((mail) => mail.to === address())?.header("reply-to") ?? "";
  return /<([^>]+)>/.exec(to)?.[1] ?? to;
};
const answers = (mail: Partial<Parameters<BackOffice["arrives"]>[0]> = {}) =>
  given.arrives({ from: address(), to: replyTo(), text: "Merci !", ...mail });
const messages = async () =>
  (await agentQueries(given.database.pool).changes(given.leo, id, revision(0), given.clock.now()))?.messages ?? [];
const status = async (): Promise<string | undefined> => {
  const found = await given.database.pool.query<{ status: string }>("select status from conversation where id = $1", [
    id,
  ]);
  return found.rows[0]?.status;
};

describe("an answer to a mail of which nobody knows whether it arrived", () => {
  test("proves that it did: it counts as mailed, and no further attempt is made", async () => {
    given.serverSays(AMBIGUOUS);
    const at = await reply(given, id);
    await given.passes(2 * MINUTE);
    given.serverSays(ACCEPTED);
    expect(await answers()).toBe("posted");
    const attempts = given.left.length;
    await given.passes(DAY);
    expect(given.left.length).toBe(attempts);
    expect(await fateOf(given, id, at)).toBe("answered");
    const kept = await given.database.pool.query("select state, because from delivery where conversation_id = $1", [
      id,
    ]);
    expect(kept.rows).toEqual([{ state: "accepted", because: "answered" }]);
    expect((await messages()).find((message) => message.seq === at)?.fate?.mailedAt).not.toBeNull();
  });
});

const bounced = async (because = "bounced"): Promise<void> => {
  await given.database.pool.query("insert into suppression (address, because, at) values ($1, $2, $3)", [
    address(),
    because,
    given.clock.now(),
  ]);
};

/** Proved by a door that has read From in its way: it says nothing about whoever is shown. */
const readTwoWays = (from: string) => {
  const lines = [
    `From: ${from}`,
    `To: <${replyTo()}>`,
    `Message-ID: <${crypto.randomUUID()}@example.com>`,
    "",
    "Merci !",
  ];
  return answers({ raw: lines.join("\r\n"), proof: PROVED });
};

describe("a From that can be read in two ways", () => {
  test("is another sender's, in the participant's name, and lifts nothing", async () => {
    await mailed();
    await bounced();
    expect(await readTwoWays(`Marie <${address()}>,`)).toBe("posted: another-sender");
    expect((await messages()).at(-1)).toMatchObject({ anotherSender: address() });
    const left = await given.database.pool.query("select 1 from suppression where address = $1", [address()]);
    expect(left.rowCount).toBe(1);
  });

  test("tells no agent anything, in an agent's name", async () => {
    await mailed();
    given.clock.advance(millis(DAY + MINUTE));
    const before = given.left.length;
    expect(await readTwoWays(`Leo <${LEO}>,`)).toBe("triage: agent-address");
    expect(given.left).toHaveLength(before);
  });

  test("is another sender's where it names several people, of whom agents see everyone, or nobody", async () => {
    await mailed();
    expect(await readTwoWays(`${address()}, ${LEO}`)).toBe("posted: another-sender");
    expect((await messages()).at(-1)).toMatchObject({ anotherSender: `${address()}, ${LEO}` });
    expect(await readTwoWays("Marie")).toBe("posted: another-sender");
    expect((await messages()).at(-1)).toMatchObject({ anotherSender: "" });
  });

  test("goes to triage where it names several people or nobody, and no conversation of ours", async () => {
    for (const from of [`${address()}, ${LEO}`, "Marie"]) {
      const raw = [`From: ${from}`, `To: <${SUPPORT}>`, `Message-ID: <${crypto.randomUUID()}@example.com>`, "", "Hi"];
      expect(await given.arrives({ from: address(), to: SUPPORT, raw: raw.join("\r\n") })).toBe("triage: no-sender");
    }
  });
});

describe("an address that bounced", () => {
  test("is not mailed again because somebody types it: whoever does is asked for another", async () => {
    await bounced();
    const at = await mailed();
    const typed = { conversationId: id, address: address(), confirmed: true };
    expect(await giveAddress(given, who, typed)).toMatchObject({ error: { code: "address-bounced" } });
    await given.passes(10 * MINUTE);
    expect(await fateOf(given, id, at)).toBe("waiting");
  });

  test.each(["complained", "not-me"])("says nothing of a person who wants no mail at all (%s)", async (because) => {
    await bounced(because);
    const at = await mailed();
    await gives(address());
    await given.passes(10 * MINUTE);
    expect(await fateOf(given, id, at)).toBe("waiting");
  });

  test("is mailed again once proved mail comes from it, and not for a forged one", async () => {
    await mailed();
    await bounced();
    await answers({ proof: UNPROVED });
    expect(await fateOf(given, id, await mailed())).toBe("waiting");
    await answers();
    expect(await fateOf(given, id, await mailed())).toBe("mailed");
  });

  test("is not mailed again for a fresh mail that nothing proves", async () => {
    await bounced();
    await given.arrives({ from: address(), to: SUPPORT, text: "Bonjour", proof: UNPROVED });
    const left = await given.database.pool.query("select because from suppression where address = $1", [address()]);
    expect(left.rows).toEqual([{ because: "bounced" }]);
  });

  test.each(["complained", "not-me"])("stays unmailed where it %s", async (because) => {
    await bounced(because);
    await gives(address());
    expect(await fateOf(given, id, await mailed())).toBe("waiting");
  });
});

describe("another sender", () => {
  test("in a solved conversation opens it: nobody would see it there", async () => {
    await mailed();
    must(await handleConversation(given, given.leo, id, { verb: "status", status: "solved" }));
    expect(await answers({ from: "pierre@example.org" })).toBe("posted: another-sender");
    expect(await status()).toBe("open");
  });

  test("in one that is pending leaves it so: it is no turn of the end user", async () => {
    await mailed();
    must(await handleConversation(given, given.leo, id, { verb: "status", status: "pending" }));
    await answers({ from: "pierre@example.org" });
    expect(await status()).toBe("pending");
  });
});

test("an answer to a closed conversation starts a follow-up, without what our mail said", async () => {
  await mailed("Elle est partie hier par la poste.");
  await given.database.pool.query("update conversation set status = 'closed' where id = $1", [id]);
  // As a program quotes that marks nothing; our delimiter is gone.
  const quote = given.left
    .findLast((mail) => mail.to === address())
    ?.text.split("\n\n")
    .slice(1)
    .join("\n\n");
  expect(await answers({ text: `Elle est arrivée.\n\n${quote ?? ""}` })).toBe("posted: follow-up");
  const found = await given.database.pool.query<{ body: string }>(
    "select body from message join conversation on conversation.id = conversation_id where follow_up_of = $1",
    [id],
  );
  expect(found.rows).toEqual([{ body: "Elle est arrivée." }]);
});

test("the eleventh mail in an hour goes to triage, and agents read it once in the conversation", async () => {
  await mailed();
  for (let n = 0; n < 10; n += 1) await answers({ text: `Bonjour ${n}` });
  expect(await answers({ text: "un" })).toBe("triage: too-many-mails");
  expect(await answers({ text: "deux" })).toBe("triage: too-many-mails");
  const notes = (await messages()).filter(({ visibility }) => visibility === "note");
  expect(notes.map(({ text, author }) => [author.kind, text.includes("10")])).toEqual([["system", true]]);
  given.clock.advance(HOUR);
  expect(await answers({ text: "trois" })).toBe("posted");
});

test("a stranger's flood leaves the participant their own words, and theirs leave a stranger's", async () => {
  await mailed();
  const eve = { from: "eve@example.org", text: "Spam" };
  for (let n = 0; n < 10; n += 1) expect(await answers(eve)).toBe("posted: another-sender");
  expect(await answers(eve)).toBe("triage: too-many-mails");
  for (let n = 0; n < 10; n += 1) expect(await answers({ text: `Bonjour ${n}` })).toBe("posted");
  expect(await answers({ text: "un" })).toBe("triage: too-many-mails");
  given.clock.advance(HOUR);
  expect(await answers(eve)).toBe("posted: another-sender");
});

const told = () => given.left.filter((mail) => mail.to === LEO);

describe("a team member who answers by mail", () => {
  test("never becomes an agent's message, and is told once a day where replies are written", async () => {
    await mailed();
    const before = told().length;
    expect(await answers({ from: LEO, text: "Je réponds" })).toBe("triage: agent-address");
    await answers({ from: LEO, text: "Encore" });
    const [notice, ...others] = told().slice(before);
    expect(others).toEqual([]);
    expect(notice?.header("auto-submitted")).toBe("auto-replied");
    expect(notice?.header("subject")).toBe("Your e-mail was not posted");
    expect(notice?.text).toMatch(
      /written in the workspace[^]*https:\/\/desk\.acme\.example\/workspace\/triage\/[0-9a-f-]{36}/,
    );
    expect((await messages()).some(({ text }) => text.includes("Je réponds"))).toBe(false);
    given.clock.advance(millis(DAY + MINUTE));
    await answers({ from: LEO, text: "Demain" });
    expect(told().slice(before)).toHaveLength(2);
  });

  test("under whose name a stranger writes is told nothing", async () => {
    await mailed();
    given.clock.advance(millis(DAY + MINUTE));
    const before = told().length;
    expect(await answers({ from: LEO, proof: UNPROVED })).toBe("triage: agent-address");
    expect(told().length).toBe(before);
  });
});

test("whoever has left the team writes by mail as anybody does", async () => {
  await mailed();
  const email = "zoe@acme.example";
  const zoe = await addAgent(given, { name: "Zoé", email });
  expect(await answers({ from: email })).toBe("triage: agent-address");
  must(await changeTeamMember(given, zoe.id, { name: "Zoé", role: "agent", chatAccess: true, active: false }));
  expect(await answers({ from: email, text: "De chez moi" })).toBe("posted: another-sender");
});

/** A fresh mail to the support address. */
const writes = (headers: readonly string[], from = `new-${id}@example.net`) =>
  given.arrives({ from, to: SUPPORT, text: "Bonjour", headers });

describe("a fresh mail", () => {
  test.each([
    "X-Spam-Flag: YES",
    "X-Spam-Status: Yes, score=9.1 required=5.0",
    "X-Spam: Yes",
    "X-Rspamd-Action: add header",
    "X-MS-Exchange-Organization-SCL: 6",
    "X-Forefront-Antispam-Report: CIP:1.2.3.4;CTRY:FR;SFV:SPM;H:x",
  ])("that the server in front marked goes to triage: %s", async (mark) => {
    expect(await writes([mark])).toBe("triage: upstream-spam");
  });

  test.each([
    "X-Spam-Flag: NO",
    "X-Spam-Status: No, score=1 (Yes is not said)",
    "X-MS-Exchange-Organization-SCL: 1",
    "X-Rspamd-Action: greylist",
  ])("that it let through begins a conversation: %s", async (mark) => {
    expect(await writes([mark], `ok-${mark.length}-${id}@example.net`)).toBe("posted: new-conversation");
  });

  test("an answer that was marked is an answer all the same", async () => {
    await mailed();
    expect(await answers({ headers: ["X-Spam-Flag: YES"] })).toBe("posted");
  });

  test("under one of our own addresses goes to triage: we would write to ourselves", async () => {
    expect(await writes([], SUPPORT)).toBe("triage: own-address");
    expect(await writes([], `Postmaster@${SUPPORT.split("@")[1] ?? ""}`)).toBe("triage: own-address");
  });
});

describe("a support address that is a group", () => {
  const [local, domain] = SUPPORT.split("@");
  const GROUP = ["Precedence: list", `List-ID: <${local}.${domain}>`, `List-Post: <mailto:${SUPPORT}>`];
  test("brings a person's mail into a conversation", async () => {
    expect(await writes(GROUP)).toBe("posted: new-conversation");
  });

  test("that sends it under its own name: by whom it was written, unproved", async () => {
    const writer = `rewritten-${id}@example.net`;
    expect(await writes([...GROUP, `X-Original-From: Marie <${writer}>`], SUPPORT)).toBe("posted: new-conversation");
    const found = await given.database.pool.query("select address_state from conversation where address = $1", [
      writer,
    ]);
    expect(found.rows).toEqual([{ address_state: "unproved" }]);
  });

  test("passes on no machine's mail, and another list's stays a list's", async () => {
    for (const sign of ["Auto-Submitted: auto-replied", "X-Autoreply: yes"]) {
      expect(await writes([...GROUP, sign])).toBe("triage: automatic-and-unplaced");
    }
    const other = ["Precedence: list", "List-ID: <news.example.org>", "List-Post: <mailto:news@example.org>"];
    expect(await writes(other)).toBe("triage: automatic-and-unplaced");
  });
});
