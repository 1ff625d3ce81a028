import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AgentChanges, ConversationList } from "../../../../contract/conversation/agent-shapes.ts";
import { InboundMail, triageApi } from "../../../../contract/mail/triage.ts";
import { inContract } from "../../../../test/support/doors/admin-doors.ts";
import { type AgentDoors, openAgentDoors } from "../../../../test/support/doors/agent-doors.ts";
import { type BackOffice, backOffice, UNPROVED } from "../../../../test/support/back-office.ts";
import { addAgent, begin, LEO, marie, must, reply, SUPPORT } from "../../../../test/support/world.ts";
import { type ConversationId, DAY, millis, MINUTE } from "../../../domain/ids.ts";
import { giveAddress } from "../../../usecases/conversation/give-address.ts";
import { forgetOld } from "../../../usecases/retention/forget-old.ts";

let given: BackOffice;
let doors: AgentDoors;
let light: string;

beforeAll(async () => {
  given = await backOffice();
  doors = await openAgentDoors(given);
  await addAgent(given, { name: "Lou", email: "lou@acme.example", role: "light-agent" });
  light = await doors.signIn("lou@acme.example");
});
afterAll(async () => {
  await doors.close();
  await given.dispose();
});
beforeEach(() => given.database.pool.query("delete from inbound_mail"));

interface Stranger {
  readonly from?: string;
  readonly to?: string;
  readonly headers?: readonly string[];
  readonly text?: string;
}

/** A mail that nobody can place, in triage; its id. */
async function stray({ from = "pierre@example.org", to = "nobody@acme.example", ...rest }: Stranger = {}) {
  given.clock.advance(1_000);
  await given.arrives({ from, to, proof: UNPROVED, text: "Où est ma commande ?", ...rest });
  const [mail] = await triage();
  if (mail === undefined) throw new Error("it is not in triage");
  return mail.id;
}

async function triage(): Promise<readonly { readonly id: string; readonly because: string | null }[]> {
  const answer = await doors.ask("GET", "/triage");
  inContract(triageApi.list.answer, answer);
  return field(answer.json(), "mails");
}

const field = (body: unknown, name: string) => Object(body)[name];
const count = async (): Promise<number> => {
  const answer = await doors.ask("GET", "/conversations?view=queue");
  inContract(ConversationList, answer);
  return field(field(answer.json(), "counts"), "triage");
};
const stateOf = async (id: string): Promise<unknown> => {
  const answer = await doors.ask("GET", `/inbound-mail/${id}`);
  inContract(InboundMail, answer);
  return answer.json();
};
const messagesOf = async (id: string): Promise<readonly object[]> => {
  const answer = await doors.ask("GET", `/conversations/${id}`);
  inContract(AgentChanges, answer);
  return field(answer.json(), "messages");
};

describe("the list", () => {
  test("shows who wrote, how it begins and why it is there, newest first, and the views know how many", async () => {
    const first = await stray({ text: "Le premier" });
    const second = await stray({ headers: ["Auto-Submitted: auto-replied"], text: "Je suis absent" });
    expect(await triage()).toMatchObject([
      {
        id: second,
        from: { name: "Marie Dupont", address: "pierre@example.org" },
        subject: "Re: Acme",
        preview: "Je suis absent",
        verdict: "auto-reply",
        because: "automatic-and-unplaced",
      },
      { id: first, verdict: "person", because: "unplaced" },
    ]);
    expect(await count()).toBe(2);
    const next = await doors.ask("GET", `/triage?before=${second}`);
    expect(next.json()).toMatchObject({ mails: [{ id: first }], next: null });
  });

  test("is for whoever is signed in; a light agent reads and decides nothing", async () => {
    const id = await stray();
    expect((await doors.ask("GET", "/triage", { as: null })).statusCode).toBe(401);
    expect((await doors.ask("GET", "/triage", { as: light })).statusCode).toBe(200);
    for (const path of ["ignore", "new-conversation"]) {
      const answer = await doors.ask("POST", `/triage/${id}/${path}`, { as: light });
      expect([answer.statusCode, answer.json()]).toMatchObject([403, { code: "not-allowed" }]);
    }
    expect(await count()).toBe(1);
  });
});

describe("one mail", () => {
  const html = [
    "From: Pierre <pierre@example.org>",
    "To: nobody@acme.example",
    "Subject: =?utf-8?q?H=C3=A9las?=",
    "Message-ID: <html@example.org>",
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="b"',
    "",
    "--b",
    "Content-Type: text/html; charset=utf-8",
    "",
    '<p onclick="steal()">Bonjour</p><script>steal()</script><img src="https://tracker.example/a.gif" alt="un chat"><img src="cid:chat@example.org">',
    "--b",
    'Content-Type: application/pdf; name="facture.pdf"',
    "Content-Disposition: attachment; filename=facture.pdf",
    "Content-Transfer-Encoding: base64",
    "",
    "JVBERi0=",
    "--b",
    'Content-Type: text/html; name="page.html"',
    "Content-Disposition: attachment",
    "Content-Transfer-Encoding: base64",
    "",
    "PHNjcmlwdD4=",
    "--b",
    "Content-Type: image/png",
    "Content-Id: <chat@example.org>",
    "Content-Transfer-Encoding: base64",
    "",
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
    "--b--",
  ].join("\r\n");

  async function arrived(): Promise<string> {
    await given.arrives({ from: "pierre@example.org", to: "nobody@acme.example", raw: html, proof: UNPROVED });
    const [mail] = await triage();
    return mail?.id ?? "";
  }

  test("is read with its headers, its text without scripts or remote images, and its attachments", async () => {
    const id = await arrived();
    const mail = await stateOf(id);
    expect(mail).toMatchObject({
      subject: "Hélas",
      state: "triage",
      recipients: ["nobody@acme.example"],
      remoteImages: 1,
      attachments: [
        { name: "facture.pdf", type: "application/pdf", size: 5, image: null },
        { name: "page.html", type: "application/octet-stream", size: 8, image: null },
        { name: "file.png", type: "image/png", image: { width: 1, height: 1 } },
      ],
      unreadable: null,
    });
    expect(field(mail, "headers")).toContainEqual({ name: "message-id", value: "<html@example.org>" });
    expect(field(mail, "headers")).toContainEqual({ name: "subject", value: "Hélas" });
    expect(field(mail, "html")).toContain("Bonjour");
    expect(field(mail, "html")).not.toMatch(/script|onclick|steal|https:/);
    expect(field(mail, "html")).toContain(`<img src="/api/agent/inbound-mail/${id}/attachments/2" />`);
  });

  test("gives each of its files as a download, by its place, to whoever is signed in", async () => {
    const id = await arrived();
    const files = `/inbound-mail/${id}/attachments`;
    const page = await doors.ask("GET", `${files}/1`);
    expect(page.body).toBe("<script>");
    expect(page.headers).toMatchObject({
      "content-type": "application/octet-stream",
      "content-length": "8",
      "content-disposition": `attachment; filename="page.html"; filename*=UTF-8''page.html`,
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
    });
    expect((await doors.ask("GET", `${files}/2`)).headers).toMatchObject({ "content-type": "image/png" });
    expect((await doors.ask("GET", `${files}/3`)).statusCode).toBe(404);
    expect((await doors.ask("GET", `${files}/-1`)).statusCode).toBe(400);
    expect((await doors.ask("GET", `/inbound-mail/${given.newId()}/attachments/0`)).statusCode).toBe(404);
    expect((await doors.ask("GET", `${files}/0`, { as: null })).statusCode).toBe(401);
  });

  test("is downloaded as it came, and never shown by a browser", async () => {
    const id = await arrived();
    const answer = await doors.ask("GET", `/inbound-mail/${id}/raw`);
    expect(answer.body).toBe(html);
    expect(answer.headers).toMatchObject({
      "content-type": "message/rfc822",
      "content-disposition": `attachment; filename="mail-${id}.eml"`,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
    expect((await doors.ask("GET", `/inbound-mail/${id}/raw`, { as: null })).statusCode).toBe(401);
    expect((await doors.ask("GET", `/inbound-mail/${given.newId()}`)).statusCode).toBe(404);
  });
});

describe("attached to a conversation", () => {
  let conversation: ConversationId;
  beforeEach(async () => {
    conversation = await begin(given);
  });
  const attach = (id: string) => doors.ask("POST", `/triage/${id}/attach`, { body: { conversationId: conversation } });

  test("it stands there as by another sender, for an agent to accept", async () => {
    const id = await stray();
    const before = given.notices.length;
    expect(inContract(triageApi.attach.answer, await attach(id))).toEqual({ conversationId: conversation });
    expect((await messagesOf(conversation)).at(-1)).toMatchObject({
      text: "Où est ma commande ?",
      anotherSender: "pierre@example.org",
      inboundMailId: id,
      channel: "email",
    });
    expect(await stateOf(id)).toMatchObject({ state: "posted", because: "attached", conversationId: conversation });
    expect(await count()).toBe(0);
    expect(given.notices.slice(before)).toContainEqual({ kind: "triage" });
  });

  test("sent back and forth, it is never lost and never doubled", async () => {
    const id = await stray();
    await attach(id);
    const at = (await messagesOf(conversation)).length;
    const path = `/conversations/${conversation}/messages/${at}/sender`;
    expect((await doors.ask("POST", path, { body: { decision: "triage" } })).statusCode).toBe(204);
    expect(await triage()).toMatchObject([{ id, because: "taken-out" }]);
    await attach(id);
    expect((await messagesOf(conversation)).at(-1)).toMatchObject({ anotherSender: "pierre@example.org" });
    expect((await attach(id)).json()).toMatchObject({ code: "not-found" });
  });

  test("accepted there, it reads nothing: it answered none of our mails", async () => {
    const who = await marie(given);
    conversation = await begin(given, who);
    const address = `marie-${conversation}@example.com`;
    must(await giveAddress(given, who, { conversationId: conversation, address, confirmed: true }));
    const replied = await reply(given, conversation);
    await given.passes(10 * MINUTE);
    await attach(await stray());
    const at = (await messagesOf(conversation)).length;
    const path = `/conversations/${conversation}/messages/${at}/sender`;
    expect((await doors.ask("POST", path, { body: { decision: "accept" } })).statusCode).toBe(204);
    const messages = await messagesOf(conversation);
    expect(messages.at(-1)).toMatchObject({ anotherSender: null, author: { kind: "end-user" } });
    expect(messages[replied - 1]).toMatchObject({ fate: { name: "mailed" } });
  });

  test("not to a closed one", async () => {
    const id = await stray();
    await given.database.pool.query("update conversation set status = 'closed' where id = $1", [conversation]);
    expect((await attach(id)).json()).toMatchObject({ code: "conversation-closed" });
    expect(await triage()).toMatchObject([{ id }]);
  });
});

describe("a new conversation", () => {
  test("begins with its sender, by e-mail, unproved, in the queue", async () => {
    const id = await stray({ to: `other+${SUPPORT}` });
    const placed = inContract(triageApi.begin.answer, await doors.ask("POST", `/triage/${id}/new-conversation`));
    const answer = await doors.ask("GET", `/conversations/${field(placed, "conversationId")}`);
    expect(answer.json()).toMatchObject({
      conversation: {
        status: "new",
        address: { email: "pierre@example.org", state: "unproved" },
        endUser: { name: "Marie Dupont" },
      },
      messages: [{ text: "Où est ma commande ?", channel: "email", anotherSender: null, inboundMailId: id }],
    });
    expect(await stateOf(id)).toMatchObject({ state: "posted", because: "begun-by-agent" });
    expect((await doors.ask("POST", `/triage/${id}/new-conversation`)).statusCode).toBe(404);
  });

  test("is refused where nobody could be answered", async () => {
    await given.arrives({ from: null, to: "nobody@acme.example", raw: "Subject: no sender\r\n\r\nhello" });
    const [mail] = await triage();
    const answer = await doors.ask("POST", `/triage/${mail?.id ?? ""}/new-conversation`);
    expect([answer.statusCode, answer.json()]).toMatchObject([422, { code: "address-shape" }]);
    expect(await triage()).toHaveLength(1);
  });
});

test("ignored, it is out of the way and kept", async () => {
  const id = await stray();
  expect((await doors.ask("POST", `/triage/${id}/ignore`)).statusCode).toBe(204);
  expect(await triage()).toEqual([]);
  expect(await stateOf(id)).toMatchObject({ state: "ignored", because: "ignored-by-agent" });
  expect((await doors.ask("GET", `/inbound-mail/${id}/raw`)).statusCode).toBe(200);
  expect((await doors.ask("POST", `/triage/${id}/ignore`)).statusCode).toBe(404);
});

test("a quarter later its original is gone: it is shown with who wrote and how it begins, and may be ignored", async () => {
  const id = await stray();
  given.clock.advance(millis(91 * DAY));
  await forgetOld(given);
  const as = await doors.signIn(LEO);
  const waiting = async () => field((await doors.ask("GET", "/triage", { as })).json(), "mails");
  expect(await waiting()).toMatchObject([{ id, preview: "Où est ma commande ?" }]);
  const shown = await doors.ask("GET", `/inbound-mail/${id}`, { as });
  expect(inContract(InboundMail, shown)).toMatchObject({ state: "triage", unreadable: "original-removed" });
  expect((await doors.ask("POST", `/triage/${id}/new-conversation`, { as })).statusCode).toBe(404);
  expect((await doors.ask("POST", `/triage/${id}/ignore`, { as })).statusCode).toBe(204);
  expect(await waiting()).toEqual([]);
});
