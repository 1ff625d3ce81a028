/** Real mail programs answer our mail, and misuse our door: s-nail, mutt and swaks, over SMTP on loopback. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ConversationId } from "../../src/domain/ids.ts";
import { desk, visit, type Visitor } from "../support/doors/doors.ts";
import { liveWorld, type LiveWorld, MAIL_DOMAIN, messagesOf, quiet, SUPPORT } from "../support/live-world.ts";
import { type MailPeer, type ReceivedMail, startMailPeer } from "../support/peers/mail-peers.ts";
import { answerWithMutt, answerWithSNail, MUTT, S_NAIL, SWAKS, swaks } from "../support/peers/mail-programs.ts";
import { can } from "../support/peers/outside-programs.ts";
import { run, type Running } from "../support/servers/running.ts";
import { headerOf } from "../support/peers/smtp-client.ts";
import { until } from "../support/until.ts";

const MINUTE = 60_000;
const MARIE = { name: "Marie Dupont", address: "marie@example.com" };
const QUESTION = "Bonjour, où est ma commande ?";
const REPLY = "Elle est partie hier, par la poste.";
const WORDS = "Parfait, merci !\n\nEt le câble, il est dans la boîte ?";

let world: LiveWorld;
let peer: MailPeer;
let server: Running;
let home: string;
let visitor: Visitor;
let id: ConversationId;
/** The mail that carries Léo's reply. */
let mail: ReceivedMail;
const closers: (() => Promise<void>)[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "ariane-mail-program-"));
  closers.push(() => rm(home, { recursive: true, force: true }));
  world = await liveWorld();
  closers.push(() => world.dispose());
  peer = await startMailPeer();
  closers.push(() => peer.close());
  server = await run(world, { smtpUrl: peer.url });
  closers.push(() => server.stop());
  visitor = await visit(server, world.brandId);
  id = await visitor.begin(server, { text: QUESTION });
  await visitor.giveAddress(server, id, MARIE.address);
  await desk(world.leo).reply(server, id, { text: REPLY });
  mail = await until("the reply has been mailed", () => peer.mails[0] ?? null);
  await quiet(world);
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const PROGRAMS = [
  { name: "s-nail", answer: answerWithSNail, isAble: await can(S_NAIL) },
  { name: "mutt", answer: answerWithMutt, isAble: await can(MUTT) },
];

describe.each(PROGRAMS)("an answer by $name", { timeout: MINUTE }, ({ name, answer, isAble }) => {
  test.skipIf(!isAble).each([
    { heedsReplyTo: true, goesTo: "the reply address" },
    { heedsReplyTo: false, goesTo: "the support address" },
  ])("that goes to $goesTo appears in the conversation, its quote folded", async ({ heedsReplyTo }) => {
    const panel = await visitor.connect(server);
    await answer({ home, mail: mail.raw, words: WORDS, from: MARIE, smtpPort: server.inboundPort, heedsReplyTo });
    const heard = await panel.hears("the answer", (frame) => {
      return frame.type === "changes" && frame.messages.some((message) => message.channel === "email");
    });
    panel.hangUp();
    const [shown] = heard.type === "changes" ? heard.messages.filter((message) => message.channel === "email") : [];
    expect(shown?.text).toBe(WORDS);
    expect(shown?.cut, `what ${name} quoted is folded, not lost`).toContain(REPLY);

    await quiet(world);
    const recipients = await world.database.pool.query<{ recipients: string[] }>("select recipients from inbound_mail");
    const isToken = recipients.rows[0]?.recipients[0]?.startsWith("reply+") ?? false;
    expect(isToken).toBe(heedsReplyTo);
    expect((await messagesOf(world, id)).map(({ channel, fate }) => [channel, fate])).toEqual([
      ["messaging", null],
      ["messaging", "answered"],
      ["email", null],
    ]);
  });
});

interface Inbound {
  readonly state: string;
  readonly verdict: string | null;
  readonly because: string | null;
}

async function inbound(): Promise<readonly Inbound[]> {
  await quiet(world);
  const found = await world.database.pool.query<Inbound>(
    "select state, verdict, because from inbound_mail order by received_at, id",
  );
  return found.rows;
}

const replyAddress = (): string => headerOf(mail, "Reply-To").replaceAll(/^.*<|>.*$/g, "");

const letter = (head: Readonly<Record<string, string>>, words = "Merci."): string =>
  [
    ...Object.entries({
      From: `${MARIE.name} <${MARIE.address}>`,
      To: replyAddress(),
      Subject: "Re: Your conversation",
      "Message-ID": "<one@example.com>",
      Date: "Mon, 05 Jan 2026 12:00:00 +0000",
      ...head,
    }).map(([name, value]) => `${name}: ${value}`),
    "",
    words,
    "",
  ].join("\n");

const send = (to: string, data: string, from = MARIE.address): Promise<string> =>
  swaks(home, server.inboundPort, ["--from", from, "--to", to, "--data", "-"], data);

/** What people said; the system may have something to say of its own. */
const posted = async (): Promise<readonly string[]> =>
  (await messagesOf(world, id)).filter(({ author_kind: by }) => by !== "system").map((message) => message.body);

describe.skipIf(!(await can(SWAKS)))("misuse by swaks", { timeout: MINUTE }, () => {
  test("who was never ours, and a token that nobody here made, are refused at the door", async () => {
    const address = replyAddress();
    const forged = address.replace(/(.)@/, (_, last: string) => `${last === "a" ? "b" : "a"}@`);
    for (const to of [`nobody@${MAIL_DOMAIN}`, "marie@example.com", forged]) {
      expect(await send(to, letter({}))).toMatch(/<\*\* 550 5\.1\.1/);
    }
    expect(await inbound()).toEqual([]);
  });

  test("a mail that is too large is refused at the door", async () => {
    const line = `${"x".repeat(998)}\n`;
    const said = await send(replyAddress(), letter({}, line.repeat(37_000)));
    expect(said).toMatch(/<\*\* 552 5\.3\.4/);
    expect(await inbound()).toEqual([]);
  });

  test("a bounce is recorded at what it is about, and posted nowhere", async () => {
    const report = [
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      "",
      "--b",
      "Content-Type: text/plain",
      "",
      "The mailbox is full.",
      "--b",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; mx.example.com",
      "",
      `Final-Recipient: rfc822; ${MARIE.address}`,
      "Action: failed",
      "Status: 5.1.1",
      "--b--",
      "",
    ].join("\n");
    const head = `From: MAILER-DAEMON@example.com\nSubject: Undelivered\nMessage-ID: <two@example.com>\n`;
    expect(await send(mail.from, head + report, "<>")).toContain("<-  250");
    // To the address for people, and with nothing of ours in it: an agent decides.
    expect(await send(replyAddress(), letter({}, "Your mail could not be delivered."), "<>")).toContain("<-  250");
    expect(await inbound()).toMatchObject([
      { state: "recorded", verdict: "bounce" },
      { state: "triage", verdict: "bounce" },
    ]);
    expect(await posted()).toEqual([QUESTION, REPLY]);
    expect((await messagesOf(world, id))[1]?.fate).toBe("bounced");
  });

  test("an automatic answer is recorded, not posted", async () => {
    await send(replyAddress(), letter({ "Auto-Submitted": "auto-replied", Subject: "Absente jusqu'à lundi" }));
    expect(await inbound()).toMatchObject([{ state: "recorded", verdict: "auto-reply" }]);
    expect(await posted()).toEqual([QUESTION, REPLY]);
  });

  test("our own mail that comes back is ignored", async () => {
    await send(SUPPORT, mail.raw.toString("latin1").replaceAll("\r\n", "\n"), mail.from);
    expect(await inbound()).toMatchObject([{ state: "ignored", because: "own-message-id" }]);
    expect(await posted()).toEqual([QUESTION, REPLY]);
  });

  test("the same mail twice, also at the same moment, is posted once", async () => {
    await Promise.all([send(replyAddress(), letter({})), send(replyAddress(), letter({}))]);
    await send(replyAddress(), letter({}));
    expect((await inbound()).map(({ state }) => state).toSorted()).toEqual(["duplicate", "duplicate", "posted"]);
    expect(await posted()).toEqual([QUESTION, REPLY, "Merci."]);
  });

  test.each([
    ["somebody else's address", { From: "Mallory <mallory@example.com>" }, "mallory@example.com"],
    ["Marie's, from a server that her domain does not name", {}, "marie@example.org"],
  ])("the right token with %s in From is another sender: agents see it, the widget does not", async (_, head, from) => {
    const panel = await visitor.connect(server);
    const workspace = await desk(world.leo).watch(server, id);
    // SPF speaks of the envelope; example.org publishes nothing.
    await send(replyAddress(), letter(head, "Envoyez-la plutôt chez moi."), from);
    const seen = await workspace.hears("the foreign mail", (frame) => {
      return frame.type === "changes" && frame.messages.some((message) => message.anotherSender !== null);
    });
    expect(seen).toMatchObject({ conversationId: id });
    // Something that she does see, so that whatever was on its way has arrived.
    await desk(world.leo).reply(server, id, { text: "Un instant." });
    await panel.hears("the next reply", (frame) => {
      return frame.type === "changes" && frame.messages.some((message) => message.text === "Un instant.");
    });
    expect(JSON.stringify(panel.frames)).not.toContain("Envoyez-la");
    panel.hangUp();
    workspace.hangUp();
    // It is no turn of hers, and reads nothing.
    expect((await messagesOf(world, id))[1]?.fate).toBe("mailed");
  });
});
