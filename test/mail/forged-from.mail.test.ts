/** Proof and person are one address, at every door: what Eve signs honestly speaks for Eve, whatever From looks like. */
import { generateKeyPairSync } from "node:crypto";
import * as fc from "fast-check";
import { dkimSign } from "mailauth";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ConversationId, conversationId } from "../../src/domain/ids.ts";
import { desk, visit } from "../support/doors/doors.ts";
import { messagesOf, MAIL_DOMAIN, quiet, type StoredMessage, SUPPORT } from "../support/live-world.ts";
import { caseLines } from "../support/mail/corpora.ts";
import { anyFrom, EVE, forgedFroms } from "../support/mail/forged-from.ts";
import { type OpenHouse, openEveryWay, UPSTREAM, WAYS_IN, type WayIn } from "../support/mail/ways-in.ts";
import { headerOf } from "../support/peers/smtp-client.ts";
import { until } from "../support/until.ts";

const rsa = () =>
  generateKeyPairSync("rsa", {
    modulusLength: 1024,
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
const keyOf = { "evil.example": rsa(), "example.com": rsa() };
type Signer = keyof typeof keyOf;
const recordOf = (signer: Signer) => [`v=DKIM1; k=rsa; p=${keyOf[signer].publicKey.toString("base64")}`];
/** Both send from this machine, and sign. */
const ZONE = {
  "k._domainkey.evil.example TXT": recordOf("evil.example"),
  "evil.example TXT": ["v=spf1 ip4:127.0.0.1 -all"],
  "_dmarc.evil.example TXT": ["v=DMARC1; p=reject"],
  "k._domainkey.example.com TXT": recordOf("example.com"),
  "example.com TXT": ["v=spf1 ip4:192.0.2.9 -all"],
};

let open: OpenHouse;
beforeAll(async () => {
  open = await openEveryWay({ zone: ZONE });
});
afterAll(() => open.close());

let id: ConversationId = conversationId("");
/** What the mails of other tests have become. */
let others: Rights;
/** How many mails had left before. */
let leftBefore = 0;
let address = "";
let replyTo = "";
let ourMessageId = "";

/** Marie has written, given her address and left; Léo's reply was mailed to her, and her mailbox has bounced since. */
beforeEach(async () => {
  const { server, world, left } = open.house;
  const visitor = await visit(server, world.brandId);
  id = await visitor.begin(server, { text: "Where is my order?" });
  address = `marie-${id}@example.com`;
  await visitor.giveAddress(server, id, address);
  const before = left.length;
  await desk(world.leo).reply(server, id, { text: "It left yesterday." });
  const mail = await until("the reply has been mailed", () => left[before] ?? null);
  await quiet(world);
  const raw = { raw: Buffer.from(mail.raw) };
  replyTo = headerOf(raw, "Reply-To").replaceAll(/^.*<|>.*$/g, "");
  ourMessageId = headerOf(raw, "Message-ID").replaceAll(/^<|>$/g, "");
  await world.database.pool.query(
    "insert into suppression (address, because, detail, at) values ($1, 'bounced', '550 5.1.1', 0)",
    [address],
  );
  others = await rights();
  leftBefore = left.length;
});

let lastMail = 0;

/** With what a server in front found out, which is true. */
async function signed(lines: string, signer: Signer): Promise<string> {
  const key = { signingDomain: signer, selector: "k", privateKey: keyOf[signer].privateKey };
  const { signatures } = await dkimSign(Buffer.from(`${lines}\r\n`), { ...key, signatureData: [key] });
  const passed = `dkim=pass header.d=${signer}; spf=pass smtp.mailfrom=x@${signer}; dmarc=pass header.from=${signer}`;
  return `Authentication-Results: ${UPSTREAM}; ${passed}\r\n${signatures}${lines}`;
}

const letter = (from: string, text = "Send it to my new address."): string => {
  lastMail += 1;
  return [
    from,
    `To: ${replyTo}`,
    "Subject: Re: Your conversation with Acme",
    `Message-ID: <letter-${lastMail}@mail.example>`,
    `In-Reply-To: <${ourMessageId}>`,
    `Date: ${new Date().toUTCString()}`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "",
    text,
  ].join("\r\n");
};

/** So many mails to one conversation call for an agent: what came before is of another hour. */
const AT_ONCE = 8;

async function arrive(way: WayIn, froms: readonly string[]): Promise<void> {
  for (let at = 0; at < froms.length; at += AT_ONCE) {
    const batch = froms.slice(at, at + AT_ONCE).map((from) => signed(letter(from), "evil.example"));
    await Promise.all(batch.map(async (raw) => open.handIn(way, { from: EVE, to: replyTo, raw: await raw })));
    await open.allRead();
    await open.house.world.database.pool.query("update inbound_mail set received_at = received_at - 7200000");
  }
}

const mails = async (): Promise<readonly StoredMessage[]> =>
  (await messagesOf(open.house.world, id)).filter(({ channel }) => channel === "email");

interface Rights {
  readonly suppressed: boolean;
  readonly address_state: string;
  readonly toTell: number;
  readonly lost: number;
  readonly begun: number;
}

/** What a proved participant, an agent or we ourselves would have changed. */
async function rights(): Promise<Rights> {
  const found = await open.house.world.database.pool.query<Rights>(
    `select exists (select 1 from suppression where address = $1) as suppressed,
       (select address_state from conversation where id = $2) as address_state,
       (select count(*)::int from job where kind = 'tell-agent') as "toTell",
       (select count(*)::int from inbound_mail where state not in ('posted', 'triage')) as lost,
       (select count(*)::int from inbound_mail where because in ('new-conversation', 'follow-up')) as begun`,
    [address, id],
  );
  const [row] = found.rows;
  if (row === undefined) throw new Error("no answer");
  return row;
}

/** What is there now that only the participant, an agent or ourselves could have brought about. */
async function brought(): Promise<object> {
  await quiet(open.house.world);
  return {
    ...(await rights()),
    theirs: (await mails()).filter((message) => message.another_sender === null),
    fate: (await messagesOf(open.house.world, id))[1]?.fate,
    told: open.house.left.slice(leftBefore),
  };
}

const nothing = () => ({
  ...others,
  suppressed: true,
  address_state: "unproved",
  theirs: [],
  fate: "mailed",
  told: [],
});

describe.each(WAYS_IN)("by %s", (way) => {
  /** Others at each door. */
  const seed = 20_261_129 + WAYS_IN.indexOf(way);

  test("no known form of a forged From becomes the participant", async () => {
    await arrive(way, forgedFroms(address));
    expect((await mails()).length).toBeGreaterThan(30);
    expect(await brought()).toEqual(nothing());
  }, 60_000);

  test.each([
    ["the participant", () => address],
    ["an agent", () => `leo@${MAIL_DOMAIN}`],
    ["ourselves", () => SUPPORT],
  ])(
    "no From at all that Eve signs becomes %s",
    async (_, victim) => {
      await arrive(way, fc.sample(anyFrom(victim()), { seed, numRuns: 10 }));
      expect(await brought()).toEqual(nothing());
    },
    60_000,
  );

  test("an encoded reply address of ours, with which mail of ours would be put aside, loses no mail", async () => {
    await arrive(way, [
      `From: =?utf-8?q?Acme_=3C${replyTo.replaceAll("@", "=40").replaceAll("+", "=2B")}=3E?=, <${EVE}>`,
    ]);
    expect(await mails()).toMatchObject([{ another_sender: EVE }]);
  });

  const forged = caseLines("mail/forged-from-encoded-angle.eml");
  test.skipIf(forged === null)("the case of an encoded address beside another is another sender's", async () => {
    const lines = (forged ?? "")
      .replaceAll(/\r?\n/g, "\r\n")
      .replaceAll("REPLY-ADDRESS@reply.localhost", replyTo)
      .replaceAll("OUR-MESSAGE-ID@reply.localhost", ourMessageId)
      .replaceAll("marie=40example.com", address.replace("@", "=40"))
      .replaceAll("letter@example.com", `case-${way}@example.com`);
    expect(lines).toContain(address.replace("@", "=40"));
    await open.handIn(way, { from: EVE, to: replyTo, raw: await signed(lines, "evil.example") });
    await open.allRead();
    expect(await mails()).toMatchObject([{ another_sender: EVE }]);
    expect(await brought()).toEqual(nothing());
  });

  test("agents see everybody whom From names", async () => {
    await arrive(way, [`From: Marie <${address}>, Eve <${EVE}>`, "From: =?utf-8?q?nobody?="]);
    const named = (await mails()).map((message) => message.another_sender);
    expect(new Set(named)).toEqual(new Set(["", `${address}, ${EVE}`]));
  });

  test("honest mail of usual programs is hers", async () => {
    const froms = honestFroms(address);
    for (const [at, from] of froms.entries()) {
      const raw = await signed(letter(`From: ${from}`, `Thank you! ${at}`), "example.com");
      expect(await open.handIn(way, { from: address, to: replyTo, raw })).toBe(true);
    }
    await open.allRead();
    expect((await mails()).filter((message) => message.another_sender !== null)).toEqual([]);
    expect((await mails()).map(({ body }) => body).toSorted()).toEqual(froms.map((_, at) => `Thank you! ${at}`));
    expect(await rights()).toMatchObject({ suppressed: false, address_state: "proved" });
  });
});

const honestFroms = (her: string): readonly string[] => [
  `"Dupont, Marie" <${her}>`,
  `=?utf-8?Q?Marie_Dup=C3=B4nt?= <${her}>`,
  `=?utf-8?B?TWFyaWU=?=\r\n =?utf-8?B?RHVwb250?= <${her}>`,
  `=?iso-8859-1?Q?M=FCller,=20Marie?= <${her}>`,
  `Dupont, Marie <${her}>`,
  `${her} (Marie Dupont)`,
  `Marié (at work) <${her}>`,
  `"${her}" <${her}>`,
  `'${her}' <${her}>`,
];

test("her own address in capitals is hers, and the suppression of her mailbox is lifted", async () => {
  const raw = await signed(letter(`From: ${address.toUpperCase()}`, "Thank you!"), "example.com");
  await open.handIn("smtp", { from: address, to: replyTo, raw });
  await open.allRead();
  expect(await mails()).toMatchObject([{ another_sender: null, body: "Thank you!" }]);
  expect(await rights()).toMatchObject({ suppressed: false, address_state: "proved" });
});
