import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ACCEPTED, type BackOffice, backOffice, DEFERRED, REFUSED } from "../../../test/support/back-office.ts";
import { begin, fateOf, marie, must, reply } from "../../../test/support/world.ts";
import { type ConversationId, DAY, type Seq } from "../../domain/ids.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import { askAddress } from "../conversation/ask-address.ts";
import { giveAddress } from "../conversation/give-address.ts";

let given: BackOffice;
let who: WidgetPrincipal;
let id: ConversationId;
let at: Seq;

beforeAll(async () => {
  given = await backOffice();
});
afterAll(() => given.dispose());
beforeEach(async () => {
  given.serverSays(ACCEPTED);
  who = await marie(given);
  id = await begin(given, who);
  await gives(address());
  at = await reply(given, id);
});

const address = (): string => `marie-${id}@example.com`;
const gives = async (email: string): Promise<void> => {
  must(await giveAddress(given, who, { conversationId: id, address: email, confirmed: true }));
};

/** The mail to Marie leaves; where a report about it is to go. */
async function leaves(): Promise<string> {
  await given.passes(10 * 60_000);
  return given.left.findLast((mail) => mail.to === address())?.returnPath ?? "nothing left";
}

/** The reply address of the mail that left. */
function token(): string {
  const replyTo = given.left.findLast((mail) => mail.to === address())?.header("reply-to") ?? "";
  return /<([^>]+)>/.exec(replyTo)?.[1] ?? replyTo;
}

async function row(): Promise<Record<string, unknown>> {
  const found = await given.database.pool.query<Record<string, unknown>>(
    "select address_state, address_reason, open_form_seq from conversation where id = $1",
    [id],
  );
  return found.rows[0] ?? {};
}

async function isSuppressed(): Promise<boolean> {
  const found = await given.database.pool.query("select 1 from suppression where address = $1", [address()]);
  return found.rowCount === 1;
}

/** The newest form in the conversation, with its words. */
async function form(): Promise<unknown> {
  const found = await given.database.pool.query<{ seq: number; body: string; form: object }>(
    "select seq, body, form from message where conversation_id = $1 and form is not null order by seq desc limit 1",
    [id],
  );
  return found.rows[0];
}

const report = (action: string, status: string, said: string, kind = "delivery-status"): string =>
  [
    "From: MAILER-DAEMON@mx.example",
    "To: bounce@acme.example",
    "Subject: Undelivered Mail Returned to Sender",
    `Message-ID: <${crypto.randomUUID()}@mx.example>`,
    "MIME-Version: 1.0",
    `Content-Type: multipart/report; report-type=${kind}; boundary="b"`,
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    "About your mail.",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example",
    "",
    `Final-Recipient: rfc822; ${address()}`,
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: smtp; ${said}`,
    "--b--",
  ].join("\r\n");

const complaint = (type: string): string =>
  [
    "From: feedback@provider.example",
    "To: bounce@acme.example",
    "Subject: complaint",
    `Message-ID: <${crypto.randomUUID()}@provider.example>`,
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    "A report.",
    "--b",
    "Content-Type: message/feedback-report",
    "",
    `Feedback-Type: ${type}`,
    "User-Agent: provider/1",
    "--b--",
  ].join("\r\n");

describe("a mail that comes back for good", () => {
  test("says why in a code, and the mail system's own words stay in the log", async () => {
    const to = await leaves();
    const said = "550 5.1.1 No such user here";
    expect(await given.arrives({ from: null, to, raw: report("failed", "5.1.1", said) })).toBe("recorded: bounce");
    expect(await fateOf(given, id, at)).toBe("bounced: unknown-address");
    expect(await row()).toMatchObject({ address_state: "bounced", address_reason: said });
    const log = await given.database.pool.query<{ because: string }>(
      "select because from delivery where conversation_id = $1",
      [id],
    );
    expect(log.rows).toEqual([{ because: said }]);
  });

  test("asks for another address at once, in the person's language, and an answer sends the reply there", async () => {
    const to = await leaves();
    await given.arrives({ from: null, to, raw: report("failed", "5.1.1", "550 5.1.1 No such user") });
    expect(await form()).toMatchObject({
      body: "Notre e-mail nous est revenu. À quelle adresse pouvons-nous vous joindre ?",
      form: { kind: "request-email", state: "open", bouncedAddress: address() },
    });
    expect((await row())["open_form_seq"]).toBe(at + 2);
    const other = `other-${id}@example.com`;
    await gives(other);
    await given.passes(10 * 60_000);
    expect(given.left.filter((mail) => mail.to === other)).toHaveLength(1);
    expect(await fateOf(given, id, at)).toBe("mailed");
  });

  test("about an address that was changed meanwhile leaves the new one alone", async () => {
    const to = await leaves();
    await gives(`other-${id}@example.com`);
    await given.arrives({ from: null, to, raw: report("failed", "5.1.1", "550 5.1.1 No such user") });
    expect(await row()).toMatchObject({ address_state: "unproved", open_form_seq: null });
    expect(await isSuppressed()).toBe(true);
  });

  test("asked by hand, the form speaks of the address that came back", async () => {
    const to = await leaves();
    await given.arrives({ from: null, to, raw: report("failed", "5.1.1", "550 5.1.1 No such user") });
    await given.database.pool.query("update conversation set open_form_seq = null where id = $1", [id]);
    must(await askAddress(given, given.leo, id));
    expect(await form()).toMatchObject({ body: expect.stringContaining("Notre e-mail nous est revenu") });
  });
});

describe("a mail that the next server refuses", () => {
  test("for good: the fate is a code, and another address is asked for", async () => {
    given.serverSays(REFUSED);
    await leaves();
    expect(await fateOf(given, id, at)).toBe("bounced: unknown-address");
    expect(await row()).toMatchObject({ address_state: "bounced", address_reason: REFUSED.reply });
    expect(await form()).toMatchObject({ form: { bouncedAddress: address() } });
    const log = await given.database.pool.query<{ reply: string }>(
      "select reply from delivery_attempt join delivery on delivery.id = delivery_id where conversation_id = $1",
      [id],
    );
    expect(log.rows).toEqual([{ reply: REFUSED.reply }]);
  });

  test("in words that say nothing: refused", async () => {
    given.serverSays({ kind: "refused", code: 554, reply: "554 no" });
    await leaves();
    expect(await fateOf(given, id, at)).toBe("bounced: refused");
    expect(await row()).toMatchObject({ address_state: "unproved", open_form_seq: null });
  });

  test("for two days: expired, and the address is not given up", async () => {
    given.serverSays({ ...DEFERRED, reply: "451 come back" });
    await given.passes(3 * DAY);
    expect(await fateOf(given, id, at)).toBe("bounced: expired");
    expect(await row()).toMatchObject({ address_state: "unproved", open_form_seq: null });
  });
});

describe("what is no failure", () => {
  test("three warnings that delivery is late are no soft bounces", async () => {
    const to = await leaves();
    for (let times = 0; times < 4; times += 1) {
      const raw = report("delayed", "4.4.1", "connection timed out");
      expect(await given.arrives({ from: null, to, raw })).toBe("recorded: bounce");
    }
    expect(await fateOf(given, id, at)).toBe("mailed");
    expect(await isSuppressed()).toBe(false);
    expect(await row()).toMatchObject({ address_state: "unproved", open_form_seq: null });
  });

  test.each(["auth-failure", "not-spam"])("a report of type %s suppresses nobody", async (type) => {
    const to = await leaves();
    expect(await given.arrives({ from: "feedback@provider.example", to, raw: complaint(type) })).toBe(
      "recorded: complaint",
    );
    expect(await isSuppressed()).toBe(false);
    expect(await row()).toMatchObject({ address_state: "unproved" });
  });

  test("a complaint stops the mail at once, and nobody is asked for another address", async () => {
    const to = await leaves();
    await given.arrives({ from: "feedback@provider.example", to, raw: complaint("abuse") });
    expect(await isSuppressed()).toBe(true);
    expect(await row()).toMatchObject({ address_state: "bounced", address_reason: "complaint", open_form_seq: null });
  });
});

describe("mail through a group, with List-Id", () => {
  const headers = ["List-Id: Support <support.acme.example>"];
  test("the participant's own, proved, is their answer", async () => {
    await leaves();
    expect(await given.arrives({ from: address(), to: token(), headers })).toBe("posted");
    expect(await fateOf(given, id, at)).toBe("answered");
  });

  test("not proved, or by somebody else, it stays list mail", async () => {
    await leaves();
    const unproved = { aligned: "unverified", dmarcPolicy: null } as const;
    expect(await given.arrives({ from: address(), to: token(), headers, proof: unproved })).toBe("recorded: list");
    expect(await given.arrives({ from: "pierre@example.com", to: token(), headers })).toBe("recorded: list");
    expect(await fateOf(given, id, at)).toBe("mailed");
  });
});
