/** Mail round through Postfix, Dovecot and Exim, out and back into the conversation. Nobody here wrote those. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ImapFlow } from "imapflow";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { parseMime } from "../../src/adapters/mail/mime-in.ts";
import type { ConversationId } from "../../src/domain/ids.ts";
import { desk, visit } from "../support/doors/doors.ts";
import { messagesOf } from "../support/live-world.ts";
import { type MailHouse, mailboxAt, openMailHouse, receives } from "../support/mail/mail-house.ts";
import { S_NAIL } from "../support/peers/mail-programs.ts";
import { can } from "../support/peers/outside-programs.ts";
import type { RealServer } from "../support/peers/real-servers.ts";
import { DOVECOT, EXIM, POSTFIX } from "../support/peers/real-servers.ts";
import { freePort, startDovecot, startExim, startPostfix } from "../support/peers/real-servers.ts";
import { until } from "../support/until.ts";

const MINUTE = 60_000;
const MARIE = "marie@example.com";
/** What a milter in front of us would write on Marie's mail. */
const VOUCHES = {
  [MARIE]:
    "Authentication-Results: mx.acme.example; spf=pass smtp.mailfrom=example.com; dmarc=pass header.from=example.com",
};

const hasPostfix = await can(POSTFIX);
const hasMailboxes = hasPostfix && (await can(DOVECOT, S_NAIL));
const hasExim = hasPostfix && (await can(EXIM));

const closers: (() => Promise<void>)[] = [];
const closing = <T extends { stop(): Promise<void> }>(server: T): T => {
  closers.push(() => server.stop());
  return server;
};
const closeAll = async (): Promise<void> => {
  for (const close of closers.splice(0).toReversed()) await close();
};

interface Round {
  readonly house: MailHouse;
  readonly postfix: RealServer;
}

/** A visitor who left an address and is gone, and an agent who replies. */
async function replied(
  { house }: Round,
  words: { readonly language: string; readonly asks: string; readonly reply: string; readonly address?: string },
): Promise<ConversationId> {
  const { server, world } = house;
  const visitor = await visit(server, world.brandId, words.language);
  const id = await visitor.begin(server, { text: words.asks });
  await visitor.giveAddress(server, id, words.address ?? MARIE);
  await desk(world.leo).reply(server, id, { text: words.reply });
  return id;
}

/** One pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const TALKS = [
  { language: "en", asks: "Do you still have the oak lamp?", reply: "Yes, two of them.", answer: "Then I take one." },
  { language: "fr", asks: "Où est ma commande ?", reply: "Elle est partie hier.", answer: "Parfait, à bientôt !" },
  { language: "ar", asks: "أين طلبي؟", reply: "لقد أُرسل أمس.", answer: "شكرًا جزيلًا لكم" },
] as const;

/** Marie's mail program: reads her mailbox in Dovecot, gives back the newest mail that holds these words. */
async function inbox(dovecot: RealServer, user: string, words: string): Promise<string> {
  return until(`a mail with the reply lies in the mailbox of ${user}`, async () => {
    const client = new ImapFlow({
      host: "127.0.0.1",
      port: dovecot.port,
      secure: false,
      auth: { user, pass: "secret" },
      logger: false,
    });
    client.on("error", () => undefined);
    await client.connect();
    await client.mailboxOpen("INBOX", { readOnly: true });
    const mails = await client.fetchAll("1:*", { source: true });
    client.close();
    const found = mails.map(({ source }) => (source ?? Buffer.alloc(0)).toString("utf8"));
    return found.findLast((mail) => decodedText(mail).includes(words)) ?? null;
  });
}

/** The mail with its parts in quoted-printable or base64 made readable: enough to find words in it. */
function decodedText(mail: string): string {
  const bytes = mail
    .replaceAll(/=\r?\n/g, "")
    .replaceAll(/(?:=[\dA-F]{2})+/g, (coded) => Buffer.from(coded.replaceAll("=", ""), "hex").toString("utf8"));
  const base64 = [...mail.matchAll(/\r?\n\r?\n((?:[A-Za-z\d+/]{60,}={0,2}\r?\n)+)/g)].map(([, block = ""]) =>
    Buffer.from(block, "base64").toString("utf8"),
  );
  return `${bytes}\n${base64.join("\n")}`;
}

const headerOf = (mail: string, name: string): string =>
  (new RegExp(`^${name}:\\s*(.*)$`, "im").exec(mail.replaceAll(/\r?\n[ \t]+/g, " "))?.[1] ?? "").trim();

/** Answers as Marie does, with s-nail, through Postfix. */
async function answer(postfix: RealServer, mail: string, words: string, files: readonly string[] = []): Promise<void> {
  const to = headerOf(mail, "Reply-To").replace(/^.*<|>.*$/g, "");
  const args = [
    "-:/",
    "-Sv15-compat",
    "-Ssendcharsets=utf-8",
    "-Sttycharset=utf-8",
    `-Smta=smtp://127.0.0.1:${postfix.port}`,
    "-Ssmtp-auth=none",
    `-Sfrom=Marie <${MARIE}>`,
    "-Shostname=example.com",
    "-s",
    `Re: ${headerOf(mail, "Subject")}`,
    ...files.flatMap((file) => ["-a", file]),
    to,
  ];
  const program = spawn("s-nail", args, {
    stdio: ["pipe", "inherit", "inherit"],
    env: { PATH: process.env["PATH"], LC_ALL: "C.UTF-8" },
  });
  program.stdin.end(`${words}\n\n> ${headerOf(mail, "Subject")}\n`);
  const [code] = await once(program, "exit");
  if (code !== 0) throw new Error(`s-nail ended with ${String(code)}`);
}

interface Answer {
  readonly body: string;
  readonly another_sender: string | null;
  readonly attachments: readonly { readonly id: string; readonly name: string }[];
}

/** The last message, once one has come by e-mail. */
const answeredBy = ({ house }: Round, id: ConversationId) =>
  until("the answer has come", async () => {
    const found = await house.world.database.pool.query<Answer>(
      "select body, another_sender, attachments from message where conversation_id = $1 and channel = 'email' order by seq desc limit 1",
      [id],
    );
    return found.rows[0] ?? null;
  });

describe.skipIf(!hasMailboxes)("out through Postfix into Dovecot, answered with s-nail", () => {
  let round: Round;
  let dovecot: RealServer;

  describe("and back through Postfix by LMTP", () => {
    beforeAll(async () => {
      const [postfixPort, lmtpPort] = [await freePort(), await freePort()];
      const house = await openMailHouse({
        smtpUrl: `smtp://127.0.0.1:${postfixPort}`,
        lmtp: { host: "127.0.0.1", port: lmtpPort },
        mailUpstream: "mx.acme.example",
      });
      closers.push(() => house.close());
      const postfix = closing(
        await startPostfix({
          port: postfixPort,
          transports: { "acme.example": `lmtp:inet:127.0.0.1:${lmtpPort}` },
          mailboxes: ["example.com"],
          vouchesFor: VOUCHES,
        }),
      );
      dovecot = closing(await startDovecot({ marie: join(postfix.folder, "mail", "example.com") }));
      round = { house, postfix };
    }, MINUTE);
    afterAll(closeAll, MINUTE);

    test.each(TALKS)(
      "in $language",
      async ({ answer: words, ...talk }) => {
        const id = await replied(round, talk);
        const mail = await inbox(dovecot, "marie", talk.reply);
        expect(headerOf(mail, "Return-Path")).toMatch(/^<bounce\+[^@]+@acme\.example>$/);
        await answer(round.postfix, mail, words);
        expect(await answeredBy(round, id)).toMatchObject({ body: words, another_sender: null });
        const [, reply] = await messagesOf(round.house.world, id);
        expect(reply).toMatchObject({ body: talk.reply, fate: "answered" });
      },
      MINUTE,
    );

    test(
      "with files there and back, byte for byte",
      async () => {
        const { house, postfix } = round;
        const leo = desk(house.world.leo);
        const picture = { name: "Plan d’accès.png", type: "image/png", bytes: PNG };
        const invoice = { name: "facture, mars.pdf", type: "application/pdf", bytes: Buffer.from("%PDF-1.7 \xff") };
        const attachments = [await leo.upload(house.server, picture), await leo.upload(house.server, invoice)];
        const visitor = await visit(house.server, house.world.brandId, "fr");
        const id = await visitor.begin(house.server, { text: "Où est le magasin ?" });
        await visitor.giveAddress(house.server, id, MARIE);
        await leo.reply(house.server, id, { text: "Voici le plan et la facture.", attachments });

        const mail = await inbox(dovecot, "marie", "Voici le plan et la facture.");
        const got = await parseMime(Buffer.from(mail, "latin1"));
        expect(got.attachments.map(({ filename, bytes }) => [filename, Buffer.from(bytes)])).toEqual([
          [picture.name, picture.bytes],
          [invoice.name, invoice.bytes],
        ]);

        const file = join(postfix.folder, "photo de la porte.png");
        await writeFile(file, PNG);
        await answer(postfix, mail, "Est-ce cette porte ?", [file]);
        expect(await answeredBy(round, id)).toMatchObject({
          body: "Est-ce cette porte ?",
          another_sender: null,
          attachments: [{ name: "photo de la porte.png", type: "image/png", image: { width: 1, height: 1 } }],
        });
        const { attachments: came } = await answeredBy(round, id);
        expect(await leo.download(house.server, came[0]?.id ?? "")).toEqual(PNG);
      },
      MINUTE,
    );

    test(
      "what was never ours is refused by us, and Postfix tells its sender",
      async () => {
        await answer(round.postfix, "Reply-To: <nobody@acme.example>\r\nSubject: x\r\nMessage-ID: <x@y>\r\n", "Hello?");
        const report = await inbox(dovecot, "marie", "no such address here");
        expect(headerOf(report, "Content-Type")).toContain("multipart/report");
      },
      MINUTE,
    );
  });

  describe("and back through Postfix into a mailbox that we read in Dovecot", () => {
    beforeAll(async () => {
      const [postfixPort] = [await freePort()];
      const postfix = closing(
        await startPostfix({
          port: postfixPort,
          transports: {},
          mailboxes: ["example.com", "acme.example"],
          vouchesFor: VOUCHES,
        }),
      );
      const folder = join(postfix.folder, "mail");
      dovecot = closing(await startDovecot({ marie: join(folder, "example.com"), desk: join(folder, "acme.example") }));
      const house = await openMailHouse({
        smtpUrl: `smtp://127.0.0.1:${postfixPort}`,
        imap: mailboxAt(dovecot.port),
        imapTiming: { pollEvery: 1_000 },
        mailUpstream: "mx.acme.example",
      });
      closers.push(() => house.close());
      round = { house, postfix };
    }, MINUTE);
    afterAll(closeAll, MINUTE);

    test.each(TALKS)(
      "in $language",
      async ({ answer: words, ...talk }) => {
        const id = await replied(round, talk);
        const mail = await inbox(dovecot, "marie", talk.reply);
        await answer(round.postfix, mail, words);
        expect(await answeredBy(round, id)).toMatchObject({ body: words, another_sender: null });
      },
      MINUTE,
    );
  });
});

async function relaying(refusesAtOnce: boolean): Promise<Round & { readonly exim: RealServer }> {
  const [postfixPort, lmtpPort] = [await freePort(), await freePort()];
  const house = await openMailHouse({
    smtpUrl: `smtp://127.0.0.1:${postfixPort}`,
    lmtp: { host: "127.0.0.1", port: lmtpPort },
  });
  closers.push(() => house.close());
  const exim = closing(
    await startExim({ domain: "example.net", people: ["somebody"], refusesAtOnce, smarthost: postfixPort }),
  );
  const postfix = closing(
    await startPostfix({
      port: postfixPort,
      transports: {
        "acme.example": `lmtp:inet:127.0.0.1:${lmtpPort}`,
        "example.net": `smtp:[127.0.0.1]:${exim.port}`,
      },
    }),
  );
  return { house, postfix, exim };
}

async function expectBounced(round: Round): Promise<void> {
  const id = await replied(round, {
    language: "en",
    asks: "Do you still have the oak lamp?",
    reply: "Yes, two of them.",
    address: "nobody@example.net",
  });
  const [report] = await receives(round.house, 1);
  expect(report).toMatchObject({ state: "recorded", because: "bounce", door: "lmtp", conversation_id: id });
  const [, reply] = await messagesOf(round.house.world, id);
  expect(reply).toMatchObject({ body: "Yes, two of them.", fate: "bounced" });
  const head = await round.house.world.database.pool.query("select address_state from conversation where id = $1", [
    id,
  ]);
  expect(head.rows).toEqual([{ address_state: "bounced" }]);
}

async function rawReport({ house }: Round): Promise<string> {
  const found = await house.world.database.pool.query<{ raw: Buffer }>("select raw from raw_mail");
  return found.rows[0]?.raw.toString("latin1") ?? "";
}

describe("a refused recipient comes back as a real report to our return path, and marks the reply", () => {
  afterEach(closeAll, MINUTE);

  test.skipIf(!hasExim)("from Postfix, whom Exim told at once", { timeout: MINUTE }, async () => {
    const round = await relaying(true);
    await expectBounced(round);
    expect(await rawReport(round)).toContain("The mail system");
  });

  test.skipIf(!hasExim)("from Exim, which takes it first and words it otherwise", { timeout: MINUTE }, async () => {
    const round = await relaying(false);
    await expectBounced(round);
    expect(await rawReport(round)).toMatch(/^X-Failed-Recipients: nobody@example\.net/m);
  });
});
