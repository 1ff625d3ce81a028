/** What broke for others in the mail of machines: taken for a customer's turn, answered for ever, or never noticed. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { agentQueries } from "../../src/adapters/postgres/queries/conversation/agent-queries.ts";
import { widgetQueries } from "../../src/adapters/postgres/queries/conversation/widget-queries.ts";
import { DAY, HOUR, MINUTE, revision, seq } from "../../src/domain/ids.ts";
import { ACCEPTED, type BackOffice, backOffice, DEFERRED, REFUSED } from "../support/back-office.ts";
import { type Correspondence, correspond } from "../support/mail/correspondence.ts";
import { html, multipart, type Part, plain } from "../support/mail/mail-parts.ts";
import { fateOf, reply, SUPPORT } from "../support/world.ts";

let given: BackOffice;
let talk: Correspondence;

beforeAll(async () => {
  given = await backOffice();
});
afterAll(() => given.dispose());
beforeEach(async () => {
  given.serverSays(ACCEPTED);
  talk = await correspond(given);
});

/** The one reply, after her question. */
const fate = (): Promise<string> => fateOf(given, talk.id, seq(2));
const state = async (): Promise<{ readonly status: string; readonly address: string | undefined }> => {
  const head = await given.store.hot.loadHead(talk.id);
  return { status: head?.status ?? "", address: head?.address?.state };
};

interface Away {
  readonly sign: string;
  readonly head: readonly string[];
  readonly from?: null;
}

const AWAY: readonly Away[] = [
  { sign: "that says so (RFC 3834)", head: ["Auto-Submitted: auto-replied"] },
  { sign: "of a responder of old", head: ["X-Autoreply: yes", "Precedence: bulk"] },
  { sign: "of Exchange", head: ["X-Auto-Response-Suppress: All", "Subject: Réponse automatique : Acme"] },
  { sign: "from nobody, that says nothing of itself", head: [], from: null },
  { sign: "told by its subject alone", head: ["Subject: Automatic reply: Your conversation with Acme"] },
];

test.each(AWAY)("vacation $sign: it is recorded, and is no turn of hers", async ({ head, from }) => {
  const lines = [...head, ...plain("Je suis absente jusqu'au 12. Votre message sera lu à mon retour.")];
  expect(await talk.answersLines(lines, from === null ? { from } : {})).toBe("recorded: auto-reply");
  expect(await talk.words()).toEqual([]);
  expect(await fate()).toBe("mailed");
  expect(await state()).toMatchObject({ address: "unproved" });
});

test.each([
  ["to the reply address of somebody else's conversation", () => talk.replyTo(), "recorded: list"],
  ["to the support address", () => SUPPORT, "triage: automatic-and-unplaced"],
])("list mail %s: it is posted nowhere", async (_, to, outcome) => {
  const lines = ["List-Id: Friends <friends.example.org>", "Precedence: list", ...plain("Our newsletter.")];
  const raw = ["From: list@example.org", `To: ${to()}`, "Subject: News", ...lines].join("\r\n");
  expect(await given.arrives({ from: "bounce@example.org", to: to(), raw })).toBe(outcome);
  expect(await talk.words()).toEqual([]);
});

/** What a mail system says of the last mail, to where we asked it to. */
async function reported(...lines: Part): Promise<string> {
  const head = [
    "From: Mail Delivery System <MAILER-DAEMON@mx.example>",
    `To: <${talk.lastMail().returnPath}>`,
    "Subject: Undelivered Mail Returned to Sender",
    `Message-ID: <${crypto.randomUUID()}@mx.example>`,
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
  ];
  return given.arrives({ from: null, to: talk.lastMail().returnPath, raw: [...head, ...lines].join("\r\n") });
}

const status = (action: string, code: string, said: string): Part =>
  multipart("report; report-type=delivery-status", plain("About your mail."), [
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example",
    "",
    `Final-Recipient: rfc822; ${talk.address}`,
    `Action: ${action}`,
    `Status: ${code}`,
    `Diagnostic-Code: smtp; ${said}`,
  ]);

test("4yz and 5yz DSN: a delay changes nothing", async () => {
  expect(await reported(...status("delayed", "4.4.1", "connection timed out"))).toBe("recorded: bounce");
  expect(await fate()).toBe("mailed");
  expect(await state()).toMatchObject({ address: "unproved" });
});

test("4yz and 5yz DSN: given up after a full mailbox, the reply has bounced and the address lives", async () => {
  expect(await reported(...status("failed", "4.2.2", "452 4.2.2 mailbox full"))).toBe("recorded: bounce");
  expect(await fate()).toMatch(/^(?:bounced: mailbox-full|waiting)/);
  expect(await state()).toMatchObject({ address: "unproved" });
});

test("4yz and 5yz DSN: no such user: the reply has bounced, the address is dead, and another is asked for", async () => {
  expect(await reported(...status("failed", "5.1.1", "550 5.1.1 no such user"))).toBe("recorded: bounce");
  expect(await fate()).toBe("bounced: unknown-address");
  expect(await state()).toMatchObject({ address: "bounced" });
  expect((await given.store.hot.loadHead(talk.id))?.openFormSeq).toBe((await talk.messages()).at(-1)?.seq);
});

test("MDN: that she has opened the mail is recorded, and reads nothing", async () => {
  const receipt = multipart("report; report-type=disposition-notification", plain("Lu."), [
    "Content-Type: message/disposition-notification",
    "",
    `Final-Recipient: rfc822; ${talk.address}`,
    `Original-Message-ID: ${talk.lastMail().header("message-id")}`,
    "Disposition: manual-action/MDN-sent-manually; displayed",
  ]);
  expect(await talk.answersLines(["Subject: Lu : Acme", ...receipt])).toBe("recorded: receipt");
  expect(await talk.words()).toEqual([]);
  expect(await fate()).toBe("mailed");
});

const EXCHANGE: readonly (readonly [where: string, lines: () => Part])[] = [
  [
    "of 2003, in words",
    () =>
      plain(
        `Your message\r\n\r\n  To:      ${talk.address}\r\n  Subject: Acme\r\n\r\ndid not reach the following recipient(s):\r\n\r\n` +
          `${talk.address} on Mon, 5 Jan 2026 15:00:00 +0100\r\n    The recipient name is not recognized\r\n` +
          "    MSEXCH:IMS:Example:EXCHANGE:NT-SERVER 0 (000C05A6) Unknown Recipient\r\n",
      ),
  ],
  [
    "online, as a page in French",
    () =>
      html(
        `<p>Échec de la remise pour ces destinataires ou groupes de destinataires :</p><p>${talk.address}</p>` +
          `<p>Informations de diagnostic pour les administrateurs :</p><p>${talk.address}<br>#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##</p>`,
      ),
  ],
];

test.each(EXCHANGE)("Exchange report without delivery-status, %s: it is known for what it is", async (_, lines) => {
  expect(await reported(...lines())).toBe("recorded: bounce");
  expect(await fate()).toBe("bounced: unknown-address");
});

describe("infinite loop", () => {
  test("infinite loop with no-reply: however often it answers, nothing of ours answers it", async () => {
    await given.database.pool.query("update trigger set active = true");
    const before = given.left.length;
    const outcomes: string[] = [];
    for (let round = 0; round < 15; round += 1) {
      const from = "Shop <no-reply@shop.example>";
      const raw = [
        `From: ${from}`,
        `To: ${talk.replyTo()}`,
        `Subject: Re: Acme`,
        "",
        `We have got your mail, ticket ${round}.`,
      ];
      outcomes.push(await given.arrives({ from: "no-reply@shop.example", to: talk.replyTo(), raw: raw.join("\r\n") }));
    }
    await given.passes(2 * DAY);
    await given.database.pool.query("update trigger set active = (key = 'request-email')");
    expect(given.left).toHaveLength(before);
    expect(outcomes.slice(-5)).toEqual(Array.from({ length: 5 }, () => "triage: too-many-mails"));
    expect(await talk.words()).toEqual([]);
  });

  test("infinite loop: our mail tells machines that a machine sent it", () => {
    expect(talk.lastMail().header("auto-submitted")).toBe("auto-generated");
    expect(talk.lastMail().header("x-auto-response-suppress")).toBe("All");
  });

  test("infinite loop: a machine that answers in her name brings ten mails an hour, and gets none by itself", async () => {
    const before = given.left.length;
    for (let round = 0; round < 12; round += 1) await talk.answers({ text: `Ticket ${round} is open.` });
    await given.passes(HOUR);
    expect(await talk.words()).toHaveLength(10);
    expect(given.left).toHaveLength(before);
  });
});

/** What the agents' list says first. */
async function firstOfList() {
  const page = { view: "all", search: null, after: null } as const;
  const list = await agentQueries(given.database.pool).list(given.leo, page);
  return list.conversations[0];
}

describe("failed replies unnoticed", () => {
  test.each([
    ["refused at once", REFUSED, 10 * MINUTE],
    ["tried for two days and given up", DEFERRED, 50 * HOUR],
  ])("failed replies unnoticed: one that was %s says so, and brings its conversation up", async (_, outcome, until) => {
    given.serverSays(outcome);
    const at = await reply(given, talk.id, { text: "Encore un mot." });
    await given.passes(until);
    expect(await fateOf(given, talk.id, at)).toMatch(/^bounced: (?:unknown-address|blocked)$/);
    expect((await talk.messages()).slice(at)).toMatchObject([{ author_kind: "system" }]);
    expect(await firstOfList()).toMatchObject({ id: talk.id });
  });

  test.each([
    ["that leaves the address alive", "5.2.2", "552 5.2.2 mailbox full"],
    ["for good", "5.1.1", "550 5.1.1 no such user"],
  ])("failed replies unnoticed: a bounce days later, %s, brings its conversation up once", async (_, code, said) => {
    await given.passes(2 * DAY);
    await correspond(given);
    const before = (await talk.messages()).length;
    for (let copy = 0; copy < 3; copy += 1) await reported(...status("failed", code, said));
    expect(await fate()).toMatch(/^bounced: /);
    expect(await firstOfList()).toMatchObject({ id: talk.id });
    expect((await talk.messages()).slice(before)).toMatchObject([{ author_kind: "system" }]);
  });

  test("failed replies unnoticed: a complaint is told to the agents, and to nobody else", async () => {
    await given.passes(2 * DAY);
    await correspond(given);
    const shown = async () =>
      (await widgetQueries(given.database.pool).changes(talk.who, talk.id, revision(0)))?.messages;
    const [before, shownBefore] = [(await talk.messages()).length, await shown()];
    const complaint = multipart("report; report-type=feedback-report", plain("A report."), [
      "Content-Type: message/feedback-report",
      "",
      "Feedback-Type: abuse",
      "User-Agent: provider/1",
    ]);
    expect(await reported(...complaint)).toBe("recorded: complaint");
    expect(await firstOfList()).toMatchObject({ id: talk.id });
    expect((await talk.messages()).slice(before)).toMatchObject([{ author_kind: "system" }]);
    expect(await shown()).toEqual(shownBefore);
  });
});
