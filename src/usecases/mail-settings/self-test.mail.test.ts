import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { selfTestsApi } from "../../../contract/mail-settings/self-tests.ts";
import { type Doors, inContract, openDoors } from "../../../test/support/doors/admin-doors.ts";
import { type MailPeer, startMailPeer } from "../../../test/support/peers/mail-peers.ts";
import { ADA, begin, freshWorld, must, reply, SUPPORT, type World } from "../../../test/support/world.ts";
import { probeReader, probeWriter } from "../../adapters/mail/probe-mail.ts";
import { parseMime } from "../../adapters/mail/mime-in.ts";
import { createSmtpMailer, type SmtpMailer } from "../../adapters/mail/smtp-out.ts";
import { mailSettingsQueries } from "../../adapters/postgres/queries/mail-settings-queries.ts";
import { newStoredKey, openTokenKeys } from "../../adapters/system/token-keys.ts";
import { deliveryId, emailAddress, type InboundMailId, MINUTE, type SupportAddressId } from "../../domain/ids.ts";
import type { MailComposer, OutgoingMail } from "../../ports/continuity/mail-composer.ts";
import type { Step } from "../../domain/mail-settings/self-test.ts";
import { writeMail } from "../../steps/continuity/write-mail.ts";
import { readSelfTest, takeSelfTest } from "../../steps/mail/take-self-test.ts";
import { knowsRecipient, receiveEmail } from "../mail/receive-email.ts";
import { runSelfTest } from "./run-self-test.ts";

const MAIL_DOMAIN = "reply.acme.example";
const KEYS = openTokenKeys([newStoredKey(1, null)], null);

let world: World;
let relay: MailPeer;
let mailer: SmtpMailer;
let support: SupportAddressId;
beforeEach(async () => {
  world = await freshWorld();
  relay = await startMailPeer();
  mailer = createSmtpMailer({ url: relay.url });
  const [row] = await world.store.transaction((tx) => tx.settings.loadSupportAddresses());
  if (row === undefined) throw new Error("Acme has no support address");
  support = row.id;
});
afterEach(async () => {
  await mailer.close();
  await relay.close();
  await world.dispose();
});

const deps = () => ({
  ...world,
  keys: KEYS,
  mailDomain: MAIL_DOMAIN,
  mailer,
  probes: probeWriter(() => null),
  reader: { parse: parseMime },
  probeReader: probeReader(() => Promise.resolve([])),
});
async function takes(id: InboundMailId): Promise<boolean> {
  const mail = await world.store.mails.load(id);
  if (mail === null) throw new Error("the mail was not stored");
  const found = await readSelfTest(deps(), mail);
  if (found !== null) await world.store.transaction((tx) => takeSelfTest(tx, mail, found));
  return found !== null;
}
const run = async () => must(await runSelfTest(deps(), support));

async function shown() {
  const queries = mailSettingsQueries(world.database.pool);
  const [found] = await queries.selfTests(world.ada, MAIL_DOMAIN, world.clock.now());
  if (found === undefined) throw new Error("no address is shown");
  return found;
}
const printed = (step: Step) => [step.name, step.state, ...(step.because === null ? [] : [step.because])].join(" ");
const steps = async () => (await shown()).run?.steps.map(printed);

/** The mailbox hands on what reached it, to whichever recipients it supports. */
async function deliver(supports: (recipient: string) => boolean): Promise<void> {
  for (const { from, to, raw } of relay.mails) {
    const recipient = to[0] ?? "";
    if (!supports(recipient)) continue;
    expect([recipient, await knowsRecipient(deps(), recipient)]).toEqual([recipient, true]);
    const facts = { envelopeFrom: from, recipients: [recipient], remoteAddress: "127.0.0.1", helo: null };
    const id = await receiveEmail(deps(), { ...facts, door: "smtp", raw });
    expect(await takes(id)).toBe(true);
  }
}
const isReply = (recipient: string) => recipient.endsWith(`@${MAIL_DOMAIN}`);

describe("a support address that writes to itself", () => {
  test("sends by every way, and shows what has not come back yet as waiting", async () => {
    await run();
    expect(
      relay.mails.map(({ to }) => to[0]?.replace(/\+\w{48}/, "+token")).toSorted((a = "", b = "") => (a < b ? -1 : 1)),
    ).toEqual(["help+token@acme.example", SUPPORT, "reply+token@reply.acme.example"]);
    expect(await steps()).toEqual([
      "sent passed",
      "received waiting",
      "signature waiting",
      "plus-address waiting",
      "reply-domain waiting",
    ]);
    expect((await shown()).replyRoute).toBe("unproved");
  });

  test.each([
    ["everything", () => true, "reply-domain", ["passed", "passed", "passed"]],
    [
      "plus addresses, no mail domain",
      (to: string) => !isReply(to),
      "plus",
      ["passed", "passed", "missing not-arrived"],
    ],
    ["itself only", (to: string) => to === SUPPORT, "plain", ["passed", "missing not-arrived", "missing not-arrived"]],
    ["nothing", () => false, "unproved", ["failed not-arrived", "missing not-arrived", "missing not-arrived"]],
  ])("proves a mailbox that takes %s", async (_what, supports, route, [received, plus, domain]) => {
    await run();
    await deliver(supports);
    world.clock.advance(3 * MINUTE);
    expect((await shown()).replyRoute).toBe(route);
    const seen = received === "passed" ? "signature missing unsigned" : "signature missing not-seen";
    expect(await steps()).toEqual([
      "sent passed",
      `received ${received}`,
      seen,
      `plus-address ${plus}`,
      `reply-domain ${domain}`,
    ]);
  });

  test("shows the relay's own words where it refuses", async () => {
    relay.behave({ kind: "answer", at: "rcpt", line: "550 5.7.1 not from you" });
    await run();
    expect((await shown()).run?.steps[0]).toMatchObject({
      state: "failed",
      because: "refused",
      said: "550 5.7.1 not from you",
    });
    expect((await shown()).run?.isOver).toBe(true);
  });

  test("hears of one that came back", async () => {
    await run();
    const plain = relay.mails.find(({ to }) => to[0] === SUPPORT);
    const raw = Buffer.from(
      [
        "From: MAILER-DAEMON@mx.example",
        "Subject: Undelivered",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example",
        "",
        `Final-Recipient: rfc822; ${SUPPORT}`,
        "Action: failed",
        "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1 no such user",
        "",
        "--b--",
        "",
      ].join("\r\n"),
    );
    const facts = { recipients: [plain?.from ?? ""], envelopeFrom: null, remoteAddress: null, helo: null };
    expect(await takes(await receiveEmail(deps(), { ...facts, door: "smtp", raw }))).toBe(true);
    expect(await steps()).toContain("received failed bounced");
  });

  test("keeps what was proved while the next run is under way, and drops it where that one fails", async () => {
    await run();
    await deliver(() => true);
    world.clock.advance(MINUTE);
    await run();
    expect((await shown()).replyRoute).toBe("reply-domain");
    world.clock.advance(3 * MINUTE);
    expect((await shown()).replyRoute).toBe("unproved");
  });

  test("proves nothing of the address that it is changed to", async () => {
    await run();
    await deliver(() => true);
    await world.database.pool.query("update support_address set address = 'hello@acme.example'");
    expect((await shown()).replyRoute).toBe("reply-domain");
    await world.database.pool.query("delete from self_test_probe where route = 'reply-domain'");
    expect((await shown()).replyRoute).toBe("unproved");
  });
});

test("a mail that is no self-test is left to the others, whatever it claims", async () => {
  const raw = Buffer.from(`X-Ariane-Self-Test: ${"a".repeat(48)}\r\nFrom: eve@example.com\r\n\r\nHello`);
  const facts = { recipients: [SUPPORT], envelopeFrom: "eve@example.com", remoteAddress: null, helo: null };
  expect(await takes(await receiveEmail(deps(), { ...facts, door: "smtp", raw }))).toBe(false);
});

/** Where an answer to a mail that is written now would go, and whether the mail asks for one. */
async function promised(): Promise<string> {
  const id = await begin(world);
  const seq = await reply(world, id);
  const seen: OutgoingMail[] = [];
  const composer: MailComposer = {
    compose(mail) {
      seen.push(mail);
      return Promise.resolve({ raw: new Uint8Array(), text: "", subject: "" });
    },
    composeNotice: () => Promise.resolve(new Uint8Array()),
  };
  await world.store.transaction(async (tx) => {
    const locked = await tx.conversations.lock(id);
    if (locked === null) throw new Error("no conversation");
    const now = world.clock.now();
    const delivery = {
      id: deliveryId(world.newId()),
      conversationId: id,
      recipient: emailAddress("marie@example.com"),
      messageId: `${id}@acme.example`,
      seqs: [seq],
      wanted: [seq],
      fingerprint: "",
      sendNow: false,
      createdAt: now,
    };
    await tx.deliveries.insert(delivery);
    const found = await tx.deliveries.find(delivery.id);
    if (found === null) throw new Error("no delivery");
    const writing = {
      ...deps(),
      composer,
      publicUrl: () => "https://chat.acme.example",
      canAnswer: "where-proved" as const,
    };
    await writeMail(writing, tx, locked, { delivery: found, now });
  });
  return seen.map(({ replyTo, canAnswer }) => `${replyTo.replace(/\+\w{48}/, "+token")} ${canAnswer}`).join();
}

describe("a mail to an end user", () => {
  test.each([
    [() => true, "reply+token@reply.acme.example true"],
    [(to: string) => !isReply(to), "help+token@acme.example true"],
    [(to: string) => to === SUPPORT, `${SUPPORT} true`],
    [() => false, "reply+token@reply.acme.example false"],
  ])("is answered by the way that was proved, and asks for no answer without one (%#)", async (supports, expected) => {
    await run();
    await deliver(supports);
    world.clock.advance(3 * MINUTE);
    expect(await promised()).toBe(expected);
  });
});

describe("the button", () => {
  let doors: Doors;
  beforeEach(() => {
    doors = openDoors(world, {}, mailer);
  });
  afterEach(() => doors.close());

  test("runs it and shows it, at most ten times in ten minutes", async () => {
    const ada = await doors.signIn(ADA);
    const press = async () =>
      (await doors.ask("POST", `/api/admin/email/self-tests/${support}`, { as: ada })).statusCode;
    expect(await press()).toBe(204);
    expect(
      inContract(selfTestsApi.list.answer, await doors.ask("GET", "/api/admin/email/self-tests", { as: ada })),
    ).toMatchObject({
      addresses: [{ address: SUPPORT, replyRoute: "unproved", run: { isOver: false } }],
    });
    for (let i = 0; i < 9; i += 1) expect(await press()).toBe(204);
    expect(await press()).toBe(429);
  });
});
