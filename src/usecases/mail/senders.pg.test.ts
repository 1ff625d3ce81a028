/** Whose words a mail brings, and whom they are answered: people who look like machines, forms, groups (product.md §4.5, §4.10). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BackOffice, backOffice, UNPROVED } from "../../../test/support/back-office.ts";
import { begin, LEO, marie, must, reply, SUPPORT } from "../../../test/support/world.ts";
import { agentQueries } from "../../adapters/postgres/queries/conversation/agent-queries.ts";
import { conversationId, inboundMailId, MINUTE, revision } from "../../domain/ids.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import { giveAddress } from "../conversation/give-address.ts";
import { settleTriage } from "./settle-triage.ts";

let given: BackOffice;
beforeAll(async () => {
  given = await backOffice();
});
afterAll(() => given.dispose());

let count = 0;
/** Of every test its own people. */
const person = (name: string): string => `${name}-${count}@example.net`;
beforeEach(() => {
  count += 1;
  // What is in triage is found as the newest.
  given.clock.advance(MINUTE);
});

const arrives = (...lines: readonly string[]) =>
  given.arrives({
    from: "envelope@example.net",
    to: SUPPORT,
    raw: [...lines, `Message-ID: <${crypto.randomUUID()}@example.net>`, "", "My lamp is broken."].join("\r\n"),
  });

interface Begun {
  readonly id: string;
  readonly address: string;
  readonly address_state: string;
  readonly name: string | null;
}

const begunWith = async (address: string): Promise<Begun | undefined> => {
  const found = await given.database.pool.query<Begun>(
    `select conversation.id, address, address_state, name from conversation
     join end_user on end_user.id = end_user_id where lower(address) = lower($1)`,
    [address],
  );
  return found.rows[0];
};
const textsIn = async ({ id }: Begun): Promise<readonly string[]> => {
  const found = await agentQueries(given.database.pool).changes(
    given.leo,
    conversationId(id),
    revision(0),
    given.clock.now(),
  );
  return (found?.messages ?? []).map(({ text }) => text);
};

/** Somebody answers Marie's newest mail, as herself where nothing else is said. */
const answers = async (
  headers: readonly string[],
  more: Partial<Parameters<BackOffice["arrives"]>[0]> = {},
  by: WidgetPrincipal | null = null,
) => {
  const who = by ?? (await marie(given));
  const id = await begin(given, who);
  const address = person("marie");
  must(await giveAddress(given, who, { conversationId: id, address, confirmed: true }));
  await reply(given, id, { text: "Shall we send it?" });
  await given.passes(10 * MINUTE);
  const to = /<([^>]+)>/.exec(given.left.at(-1)?.header("reply-to") ?? "")?.[1] ?? "";
  return given.arrives({ from: address, to, text: "Yes, please.", headers, ...more });
};

describe("an answer by the proved participant is posted, though it", () => {
  test.each([
    ["asks for no answer of any kind", ["X-Auto-Response-Suppress: All"]],
    ["is bulk", ["Precedence: bulk"]],
    ["is junk", ["Precedence: junk"]],
    ["came through a list", ["Precedence: list", "List-Id: <friends.example.com>"]],
    ["can be unsubscribed from", ["List-Unsubscribe: <mailto:off@example.com>"]],
    ["has all of that", ["X-Auto-Response-Suppress: All", "Precedence: bulk", "List-Help: <mailto:x@example.com>"]],
  ])("%s", async (_though, headers) => {
    expect(await answers(headers)).toBe("posted");
  });

  test.each([
    ["an automatic answer", ["Auto-Submitted: auto-replied", "X-Auto-Response-Suppress: All"], "auto-reply"],
    ["one by a responder", ["X-Autoreply: yes", "Precedence: bulk"], "auto-reply"],
    ["one of old", ["Precedence: auto_reply"], "auto-reply"],
  ])("%s is not", async (_what, headers, kind) => {
    expect(await answers(headers)).toBe(`recorded: ${kind}`);
  });

  test("with no words of its own, or by whom nothing proves, it is recorded", async () => {
    const headers = ["X-Auto-Response-Suppress: All"];
    expect(await answers(headers, { text: "> Shall we send it?" })).toBe("recorded: auto-reply");
    expect(await answers(headers, { proof: UNPROVED })).toBe("recorded: auto-reply");
    expect(await answers(headers, { from: person("eve") })).toBe("recorded: auto-reply");
  });
});

test.each([
  ["the account's language", "en", "(Nothing but quoted text)"],
  ["French", "fr", "(Rien d’autre que du texte cité)"],
  ["Arabic", "ar", "(لا شيء سوى نص مقتبس)"],
])("an answer that only quotes says so to a person of %s, and shows the quote folded", async (_whose, locale, says) => {
  const who = await marie(given);
  await given.database.pool.query("update end_user set locale = $2 where id = $1", [who.endUserId, locale]);
  expect(await answers([], { text: "> Shall we send it?" }, who)).toBe("posted");
  const found = await given.database.pool.query(
    `select body, cut from message where channel = 'email' and conversation_id in
      (select id from conversation where end_user_id = $1)`,
    [who.endUserId],
  );
  expect(found.rows).toEqual([{ body: says, cut: "> Shall we send it?" }]);
});

describe("a fresh mail that asks for no answer of any kind", () => {
  const ASKS = "X-Auto-Response-Suppress: All";

  test("begins a conversation with the person who wrote it", async () => {
    const nina = person("nina");
    expect(await arrives(`From: Nina <${nina}>`, ASKS, "X-Mailer: Microsoft Outlook 16.0")).toBe(
      "posted: new-conversation",
    );
    expect(await begunWith(nina)).toMatchObject({ name: "Nina", address_state: "proved" });
  });

  test("is answered to whom a form names", async () => {
    const paula = person("paula");
    expect(await arrives(`From: Form <form@site-${count}.example>`, `Reply-To: ${paula}`, ASKS)).toBe(
      "posted: new-conversation",
    );
    expect(await begunWith(paula)).toMatchObject({ address_state: "unproved" });
  });

  test.each([
    ["is bulk", [ASKS, "Precedence: bulk"], "automatic-and-unplaced"],
    ["is an automatic answer", [ASKS, "Auto-Submitted: auto-replied"], "automatic-and-unplaced"],
    ["has an automatic answer's subject", [ASKS, "Subject: Automatic reply: Lamps"], "automatic-and-unplaced"],
    ["came through a list", [ASKS, "List-Id: <news.example.com>"], "automatic-and-unplaced"],
  ])("waits in triage where it %s", async (_where, headers, because) => {
    expect(await arrives(`From: ${person("nina")}`, ...headers)).toBe(`triage: ${because}`);
  });

  test("waits in triage where nobody reads what its sender gets, and where it is spam", async () => {
    expect(await arrives(`From: no-reply@shop-${count}.example`, ASKS)).toBe("triage: no-reply-address");
    expect(await arrives(`From: ${person("nina")}`, ASKS, "X-Spam-Flag: YES")).toBe("triage: upstream-spam");
  });
});

describe("a web form", () => {
  test.each([
    ["a site's", () => `Shop Website <wordpress@site-${count}.example>`],
    ["one in our own name", () => `Acme <${SUPPORT}>`],
    ["one in a team member's name", () => `Leo <${LEO}>`],
    ["one by nobody who reads", () => `Shop <no-reply@shop-${count}.example>`],
  ])("begins with whom it names for answers: %s", async (_whose, from) => {
    const paula = person("paula");
    expect(await arrives(`From: ${from()}`, `Reply-To: Paula <${paula}>`)).toBe("posted: new-conversation");
    const begun = await begunWith(paula);
    expect(begun).toMatchObject({ name: "Paula", address_state: "unproved" });
    const texts = begun === undefined ? [] : await textsIn(begun);
    expect(texts[0]).toBe("My lamp is broken.");
    expect(texts[1]).toContain(from());
    expect(texts[1]).toContain(paula);
  });

  test("keeps the sender's proof to the sender, who is their own answer", async () => {
    const writer = person("marie");
    expect(await arrives(`From: Marie <${writer}>`, `Reply-To: ${writer.toUpperCase()}`)).toBe(
      "posted: new-conversation",
    );
    const begun = await begunWith(writer);
    expect(begun).toMatchObject({ name: "Marie", address_state: "proved" });
    expect(begun && (await textsIn(begun))).toHaveLength(1);
  });

  test("that names us for answers, or an address where nobody reads, is answered to its sender", async () => {
    const one = person("one");
    expect(await arrives(`From: ${one}`, `Reply-To: ${SUPPORT}`)).toBe("posted: new-conversation");
    expect(await begunWith(one)).toMatchObject({ address_state: "proved" });
    const two = person("two");
    expect(await arrives(`From: ${two}`, "Reply-To: noreply@shop.example")).toBe("posted: new-conversation");
    expect(await begunWith(two)).toBeDefined();
  });

  test("of a blocked person goes to triage", async () => {
    const paula = person("paula");
    await given.database.pool.query(
      "insert into blocked_sender (id, sender, because, at) values ($1, $2, 'by-hand', $3)",
      [crypto.randomUUID(), paula, given.clock.now()],
    );
    expect(await arrives(`From: form@site-${count}.example`, `Reply-To: ${paula}`)).toBe("triage: blocked-sender");
  });

  test("counts by person: a busy form reaches us, and one person's flood does not", async () => {
    const from = `From: form@site-${count}.example`;
    for (let n = 0; n < 6; n += 1)
      expect(await arrives(from, `Reply-To: ${person(`c${n}`)}`)).toBe("posted: new-conversation");
    for (let n = 0; n < 5; n += 1) await arrives(from, `Reply-To: ${person("flood")}`);
    expect(await arrives(from, `Reply-To: ${person("flood")}`)).toBe("triage: too-many-conversations");
  });
});

describe("a conversation begins by itself with nobody", () => {
  test.each([
    ["who reads no answers", "Shop <no-reply@shop.example>", "no-reply-address"],
    ["who is ourselves", `Acme <${SUPPORT}>`, "own-address"],
    ["whose address has a space", "Marie <marie dupont@example.com>", "no-sender"],
    ["whose address has a space, without brackets", "marie dupont@example.com", "no-sender"],
    ["whose address has two at signs", "Marie <marie@home@example.com>", "no-sender"],
    ["whose address is broken by a carriage return", "Marie <marie\rdupont@example.com>", "no-sender"],
  ])("%s", async (_who, from, because) => {
    expect(await arrives(`From: ${from}`)).toBe(`triage: ${because}`);
    expect(await begunWith("mariedupont@example.com")).toBeUndefined();
    expect(await begunWith("dupont@example.com")).toBeUndefined();
  });
});

const [local, domain] = SUPPORT.split("@");
const GROUP = ["Precedence: list", `List-ID: <${local}.${domain}>`, `Mailing-list: list ${SUPPORT}`];

test("behind a support address that is a group the person has their own name", async () => {
  const writer = person("marie");
  const lines = [`From: 'Marie Dupont' via Support <${SUPPORT}>`, `X-Original-From: ${writer}`, `Reply-To: ${writer}`];
  expect(await arrives(...lines, ...GROUP)).toBe("posted: new-conversation");
  expect(await begunWith(writer)).toMatchObject({ name: "Marie Dupont", address_state: "unproved" });
});

const triaged = async () => {
  const found = await given.database.pool.query<{ id: string }>(
    "select id from inbound_mail where state = 'triage' order by received_at desc, id desc limit 1",
  );
  return inboundMailId(found.rows[0]?.id ?? "");
};
const begins = async () => settleTriage(given, given.leo, await triaged(), { verb: "begin" });

describe("an agent begins out of triage", () => {
  test.each([
    ["the person of a form", () => ["From: form@site.example", "Auto-Submitted: auto-generated"]],
    [
      "the writer behind another's group",
      () => [`From: 'Paula' via News <news@lists.example>`, "List-Id: <news.lists.example>"],
    ],
    ["who is named beside a broken sender", () => ["From: Form <web form@site.example>"]],
    ["who is named by ourselves", () => [`From: ${SUPPORT}`, "Auto-Submitted: auto-generated"]],
  ])("with %s", async (_whom, lines) => {
    const paula = person("paula");
    expect(await arrives(...lines(), `Reply-To: Paula <${paula}>`)).toMatch(/^triage: /);
    must(await begins());
    expect(await begunWith(paula)).toMatchObject({ name: "Paula", address_state: "unproved" });
  });

  test("with an address that calls itself unread, for they say so; never with ourselves", async () => {
    const shop = `noreply@shop-${count}.example`;
    await arrives(`From: Shop <${shop}>`);
    must(await begins());
    expect(await begunWith(shop)).toBeDefined();
    given.clock.advance(MINUTE);
    await arrives(`From: ${SUPPORT}`);
    expect(await begins()).toMatchObject({ error: { code: "address-shape" } });
  });
});

describe("what is recorded can be opened in its conversation", () => {
  test.each([
    ["an automatic answer", ["Auto-Submitted: auto-replied"], "auto-reply"],
    ["what came through a list", ["List-Id: <friends.example.com>"], "list"],
  ])("%s", async (_what, headers, verdict) => {
    expect(await answers(headers, { proof: UNPROVED })).toBe(`recorded: ${verdict}`);
    const begun = await begunWith(person("marie"));
    const mails = await agentQueries(given.database.pool).recorded(given.leo, conversationId(begun?.id ?? ""));
    expect(mails).toMatchObject([{ verdict, from: { address: person("marie") } }]);
  });
});
