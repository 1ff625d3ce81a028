/** What broke for others at the doors that mail comes in by, one test a case. More cases stand in the `peers-*` beside it. */
import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { conversationId } from "../../src/domain/ids.ts";
import { formatMessageId } from "../../src/domain/mail/reply-address.ts";
import { deliveryId } from "../../src/domain/ids.ts";
import { desk, visit } from "../support/doors/doors.ts";
import { MAIL_DOMAIN, messagesOf, quiet } from "../support/live-world.ts";
import { aLetter, type MailHouse, openMailHouse, type ReceivedMail, receives } from "../support/mail/mail-house.ts";
import { until } from "../support/until.ts";

const SECRET = "a secret of more than thirty-two characters";
const UPSTREAM = "mx.acme.example";
const PROVED = `Authentication-Results: ${UPSTREAM}; dmarc=pass header.from=example.com`;

let house: MailHouse;
/** The reply address that Marie's mail program answers to, and the id of the mail that it answers. */
let conversation = conversationId("");
let replyTo = "";
let mailedId = "";
let handed = 0;

beforeAll(async () => {
  house = await openMailHouse({ webhookSecret: SECRET, mailUpstream: UPSTREAM });
});
afterAll(() => house.close());

beforeEach(async () => {
  const { server, world } = house;
  const visitor = await visit(server, world.brandId);
  conversation = await visitor.begin(server, { text: "Where is my order?" });
  await visitor.giveAddress(server, conversation, "marie@example.com");
  await desk(world.leo).reply(server, conversation, { text: "It left yesterday." });
  const mailed = await until("the reply has been mailed", async () => {
    const found = await world.database.pool.query<{ message_id: string }>(
      "select message_id from delivery where conversation_id = $1 and state = 'accepted'",
      [conversation],
    );
    return found.rows[0] ?? null;
  });
  await quiet(world);
  mailedId = mailed.message_id;
  const raw = Buffer.from(house.left.at(-1)?.raw ?? []);
  const head = raw.toString("latin1").replaceAll(/\r\n[ \t]+/g, " ");
  replyTo = /^Reply-To:.*?<?([^<>\s]+@[^<>\s]+?)>?\s*$/im.exec(head)?.[1] ?? "";
});

/** Hands these mails over, one after the other, and says what became of them. */
async function hand(...letters: readonly string[]): Promise<readonly ReceivedMail[]> {
  for (const letter of letters) {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = createHmac("sha256", SECRET).update(`${timestamp}.${letter}`).digest("hex");
    const answer = await fetch(`${house.server.url}/api/mail/inbound`, {
      method: "POST",
      headers: {
        "content-type": "message/rfc822",
        "x-ariane-timestamp": timestamp,
        "x-ariane-signature": `sha256=${signature}`,
      },
      body: letter,
    });
    expect(answer.status).toBe(204);
    handed += 1;
    await receives(house, handed);
  }
  return (await receives(house, handed)).slice(-letters.length);
}

const answers = async (): Promise<readonly string[]> =>
  (await messagesOf(house.world, conversation)).filter(({ channel }) => channel === "email").map(({ body }) => body);

test("same mail in two mailboxes: it is one message", async () => {
  const letter = aLetter({ to: replyTo, text: "Thank you!", head: [PROVED] });
  const mails = await hand(
    `Delivered-To: desk-1@${MAIL_DOMAIN}\r\n${letter}`,
    `Delivered-To: desk-2@${MAIL_DOMAIN}\r\n${letter}`,
  );
  expect(mails.map(({ state }) => state)).toEqual(["posted", "duplicate"]);
  expect(await answers()).toEqual(["Thank you!"]);
});

test("Cc-only reply address: the answer lands in its conversation", async () => {
  await hand(aLetter({ to: "friend@example.com", text: "Thank you!", head: [`Cc: ${replyTo}`, PROVED] }));
  expect(await answers()).toEqual(["Thank you!"]);
});

test("Message-ID rewritten by the provider: the token in the address still finds the conversation", async () => {
  const head = ["In-Reply-To: <rewritten-7f@provider.example>", PROVED];
  await hand(aLetter({ to: replyTo, text: "Thank you!", head }));
  expect(await answers()).toEqual(["Thank you!"]);
});

test("the address lost its token: our Message-ID still finds the conversation", async () => {
  const head = [`In-Reply-To: <${mailedId}>`, PROVED];
  await hand(aLetter({ to: `help@${MAIL_DOMAIN}`, text: "Thank you!", head }));
  expect(await answers()).toEqual(["Thank you!"]);
});

test("no Message-ID: it is taken once, however often it is fetched", async () => {
  const letter = aLetter({ to: replyTo, id: null, text: "Without an id.", head: [PROVED] });
  const mails = await hand(letter, letter);
  expect(mails.map(({ state }) => state)).toEqual(["posted", "duplicate"]);
  expect(await answers()).toEqual(["Without an id."]);
});

test("same Message-ID, other content: both are kept", async () => {
  const id = "<twice@example.com>";
  await hand(
    aLetter({ to: replyTo, id, text: "The first.", head: [PROVED] }),
    aLetter({ to: replyTo, id, text: "The second.", head: [PROVED] }),
  );
  expect(await answers()).toEqual(["The first.", "The second."]);
});

test("our mail to our own mailbox: it is known by its id, and posts nothing", async () => {
  const own = formatMessageId(deliveryId(house.server.house.newId()), MAIL_DOMAIN, house.server.house.keys);
  const mails = await hand(aLetter({ to: replyTo, id: own, from: `Acme <help@${MAIL_DOMAIN}>`, text: "It left." }));
  expect(mails).toMatchObject([{ state: "ignored", because: "own-message-id" }]);
  expect(await answers()).toEqual([]);
});

test("two helpdesks answering each other: after ten mails in an hour the rest is in triage, and agents read why", async () => {
  const letters = Array.from({ length: 12 }, (_, at) =>
    aLetter({ to: replyTo, text: `We have received your message, ticket ${at}.`, head: [PROVED] }),
  );
  const mails = await hand(...letters);
  expect(mails.map(({ state }) => state)).toEqual([...Array.from({ length: 10 }, () => "posted"), "triage", "triage"]);
  expect(mails.at(-1)?.because).toBe("too-many-mails");
  expect(await answers()).toHaveLength(10);
});

test("one sender begins five conversations in an hour, not six", async () => {
  const letters = Array.from({ length: 6 }, () => aLetter({ from: "Robot <robot@example.com>", head: [PROVED] }));
  const mails = await hand(...letters);
  expect(mails.map(({ because }) => because)).toEqual([
    ...Array.from({ length: 5 }, () => "new-conversation"),
    "too-many-conversations",
  ]);
});
