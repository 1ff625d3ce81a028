/** What broke for others in whose words a mail is: real SMTP, real signatures, and a DNS of our own. */
import { generateKeyPairSync } from "node:crypto";
import { type DKIMSignOptions, dkimSign } from "mailauth";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { widgetQueries } from "../../src/adapters/postgres/queries/conversation/widget-queries.ts";
import { type ConversationId, conversationId, revision } from "../../src/domain/ids.ts";
import { AGENT_COOKIE } from "../../src/transport/edge/cookies.ts";
import { backOffice } from "../support/back-office.ts";
import { correspond } from "../support/mail/correspondence.ts";
import { desk, visit } from "../support/doors/doors.ts";
import { messagesOf, quiet, type StoredMessage } from "../support/live-world.ts";
import { type MailHouse, openMailHouse } from "../support/mail/mail-house.ts";
import { handOver, headerOf } from "../support/peers/smtp-client.ts";
import { until } from "../support/until.ts";
import { LEO } from "../support/world.ts";

const rsa = () =>
  generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
const hers = rsa();
const ZONE = {
  // Her provider sends from elsewhere, and signs.
  "example.com TXT": ["v=spf1 ip4:192.0.2.9 -all"],
  "k._domainkey.example.com TXT": [`v=DKIM1; k=rsa; p=${hers.publicKey.toString("base64")}`],
  // Others send from this machine.
  "evil.example TXT": ["v=spf1 ip4:127.0.0.1 -all"],
  "alias.example TXT": ["v=spf1 ip4:127.0.0.1 -all"],
};

let house: MailHouse;
let id: ConversationId = conversationId("");
let replyTo = "";
/** Hers, in this test only: a day brings five first mails to one address. */
let address = "";

beforeAll(async () => {
  house = await openMailHouse({ inboundSmtp: { host: "127.0.0.1", port: 0 }, zone: ZONE });
});
afterAll(() => house.close());
beforeEach(async () => {
  const { server, world } = house;
  const visitor = await visit(server, world.brandId);
  id = await visitor.begin(server, { text: "Where is my order?" });
  address = `marie-${id}@example.com`;
  await visitor.giveAddress(server, id, address);
  const before = house.left.length;
  await desk(world.leo).reply(server, id, { text: "It left yesterday." });
  const mail = await until("the reply has been mailed", () => house.left[before] ?? null);
  await quiet(world);
  replyTo = headerOf({ raw: Buffer.from(mail.raw) }, "Reply-To").replaceAll(/^.*<|>.*$/g, "");
});

let lastMail = 0;

const letter = (from: string, text: string): string =>
  [
    `From: ${from}`,
    `To: ${replyTo}`,
    "Subject: Re: Your conversation with Acme",
    `Message-ID: <identity-${(lastMail += 1)}@example.com>`,
    `Date: ${new Date().toUTCString()}`,
    "",
    text,
  ].join("\r\n");

async function signed(mail: string, privateKey = hers.privateKey, how: Partial<DKIMSignOptions> = {}): Promise<string> {
  const key = { signingDomain: "example.com", selector: "k", privateKey, ...how };
  const { signatures } = await dkimSign(Buffer.from(`${mail}\r\n`), { ...key, signatureData: [key] });
  return signatures + mail;
}

/** Hands it over to the reply address, and says what stands in the conversation because of it. */
async function comes(raw: string, from = "bounce@evil.example"): Promise<StoredMessage | undefined> {
  const handed = await handOver(house.server.inboundPort ?? 0, { from, to: replyTo, raw });
  expect(await handed.answer()).toMatch(/^250/);
  await quiet(house.world);
  return (await messagesOf(house.world, id)).find(({ channel }) => channel === "email");
}

const marie = (): string => `Marie <${address}>`;
const HERS = { another_sender: null, author_kind: "end-user" };

/** Nothing that is not hers answers the reply. */
const fate = async () => (await messagesOf(house.world, id))[1]?.fate;

test("forged From with the right address: a server that her domain does not name speaks for another sender", async () => {
  expect(await comes(letter(marie(), "Send it to me instead."))).toMatchObject({
    another_sender: address,
  });
  expect(await fate()).toBe("mailed");
});

test("forged From with the right address: her address in the display name is no address of hers", async () => {
  const said = await comes(letter(`"${address}" <eve@evil.example>`, "It is me."), "eve@evil.example");
  expect(said).toMatchObject({ another_sender: "eve@evil.example" });
  expect(await fate()).toBe("mailed");
});

describe("right From with a wrong signature", () => {
  test("the right one is believed, whatever server brings it", async () => {
    expect(await comes(await signed(letter(marie(), "Thank you!")))).toMatchObject({ ...HERS, body: "Thank you!" });
    expect(await fate()).toBe("answered");
  });

  test.each<readonly [how: string, forge: (mail: string) => Promise<string>]>([
    ["made with another key", (mail) => signed(mail, rsa().privateKey)],
    ["of another domain", (mail) => signed(mail, hers.privateKey, { signingDomain: "evil.example" })],
    ["under changed words", async (mail) => (await signed(mail)).replace("Thank you!", "Pay me!")],
    ["under a second From", async (mail) => `From: eve@evil.example\r\n${await signed(mail)}`],
    ["of a key that nobody publishes", (mail) => signed(mail, hers.privateKey, { selector: "gone" })],
  ])("right From with a wrong signature, %s: agents alone see it", async (_, forge) => {
    const said = await comes(await forge(letter(marie(), "Thank you!")));
    expect([address, "eve@evil.example"]).toContain(said?.another_sender);
    expect(await fate()).toBe("mailed");
  });
});

test("reply from an alias: proved for its own domain, it is another sender until an agent accepts it", async () => {
  const said = await comes(letter("Marie <m.dupont@alias.example>", "It is me."), "m.dupont@alias.example");
  expect(said).toMatchObject({ another_sender: "m.dupont@alias.example", body: "It is me." });
  expect(await fate()).toBe("mailed");
  const url = `${house.server.url}/api/agent/conversations/${id}/messages/${said?.seq ?? 0}/sender`;
  const headers = {
    "content-type": "application/json",
    "x-ariane-request": "1",
    cookie: `${AGENT_COOKIE}=${house.world.leo}`,
  };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify({ decision: "accept" }) });
  expect(answer.status).toBeLessThan(300);
  expect((await messagesOf(house.world, id)).find(({ channel }) => channel === "email")).toMatchObject(HERS);
  expect(await fate()).toBe("answered");
});

test("reply from an alias that is only other capitals: it is hers", async () => {
  expect(await comes(await signed(letter(`Marie <${address.toUpperCase()}>`, "Thank you!")))).toMatchObject(HERS);
});

test("agents' private addresses shown: in no mail, and nowhere in her widget", async () => {
  const given = await backOffice();
  try {
    const talk = await correspond(given);
    await talk.answers({ text: "Merci." });
    await talk.isReplied("Avec plaisir.");
    const changes = await widgetQueries(given.database.pool).changes(talk.who, talk.id, revision(0));
    const shown = [JSON.stringify(changes), ...talk.mails().map(({ raw }) => Buffer.from(raw).toString("latin1"))];
    expect(shown).toHaveLength(3);
    for (const each of shown) expect(each.toLowerCase().replaceAll("=\r\n", "")).not.toContain(LEO);
    for (const mail of talk.mails()) expect(mail.header("from")).toContain("<help@acme.example>");
  } finally {
    await given.dispose();
  }
});
