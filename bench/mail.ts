/** What the mail costs beside the bare libraries, and how long a due mail and an answer are under way. */
import { setTimeout as sleep } from "node:timers/promises";
import { createTransport } from "nodemailer";
import type { WebSocket } from "ws";
import { createMailComposer } from "../src/adapters/mail/compose-mail.ts";
import { createSmtpMailer } from "../src/adapters/mail/smtp-out.ts";
import { createJobQueue } from "../src/adapters/postgres/job-tx.ts";
import { createPool, type Pool } from "../src/adapters/postgres/pool.ts";
import { ensureSigningKeys } from "../src/adapters/postgres/signing-keys.ts";
import { dkimKeyMaker } from "../src/adapters/system/dkim-keys.ts";
import { createNewId } from "../src/adapters/system/new-id.ts";
import { newStoredKey, openTokenKeys } from "../src/adapters/system/token-keys.ts";
import { conversationId, emailAddress, instant } from "../src/domain/ids.ts";
import { formatReplyToken, type TokenKeys } from "../src/domain/mail/reply-address.ts";
import type { MailComposer } from "../src/ports/continuity/mail-composer.ts";
import { type Child, startChild } from "./support/child.ts";
import { openVisitor } from "./support/clients.ts";
import { startCluster } from "./support/cluster.ts";
import { answer, DKIM, openSink, outgoing, type Sink, sender } from "./support/mails.ts";
import { median, percentile, report, round } from "./support/measure.ts";
import { conversationOf, seed, visitorToken } from "./support/seed.ts";

const ROUNDS = 3;
const MAILS_A_ROUND = 300;
const ANSWERS_A_ROUND = 300;
const TOGETHER = 5;
const PEOPLE = 1_000;
const WAITING_ROWS = 1_000_000;
const ROWS_A_STATEMENT = 50_000;
const PACED_ANSWERS = 40;
const PATIENCE_MS = 120_000;

export async function benchMail(execArgv: readonly string[]): Promise<void> {
  const cluster = await startCluster();
  const sink = await openSink();
  const connection = await cluster.database("bench_mail");
  const pool = createPool({ ...connection, max: 5 });
  try {
    await seed(connection, { agents: 1, people: PEOPLE });
    await signs(pool);
    const out = await handOver(sink);
    const keys = openTokenKeys(
      await ensureSigningKeys(pool, (id) => newStoredKey(id, null), instant(Date.now())),
      null,
    );
    const product = await startChild("product.ts", { connection, smtpPort: sink.port }, execArgv);
    const floorSetting = { connection: await cluster.database("bench_mail_floor"), smtpPort: 0 };
    const floor = await startChild("floor/mail-in.ts", floorSetting);
    console.log("out", out);
    const taken = await takeIn({ product, floor, pool, keys });
    console.log("in", taken);
    const toWidget = await answersToWidget(product, keys);
    console.log("from 250 to the widget, ms", toWidget);
    const bare = await bareAtOnce(sink);
    const due = await dueAtOnce(pool, sink);
    await product.stop();
    await floor.stop();
    report(
      `Mail: ${ROUNDS} interleaved rounds, medians; ${PEOPLE} due at once beside ${WAITING_ROWS} waiting rows`,
      [
        { what: "composed, signed, handed over", ...out, unit: "mails/s", aim: { atLeast: 0.6 } },
        { what: "received, parsed, extracted, posted", ...taken, unit: "mails/s", aim: { atLeast: 0.6 } },
        { what: "due at once, p95", floor: bare.p95, product: due.ms.p95, unit: "ms", aim: { atMost: 1.5 } },
      ],
      { bareAtOnceMs: bare, dueToHandOverMs: due.ms, emptyClaimMs: due.claimMs, answerToWidgetMs: toWidget },
    );
  } finally {
    await pool.end();
    await sink.close();
    await cluster.stop();
  }
}

/** The product signs what it sends, as the bare sender does. */
async function signs(pool: Pool): Promise<void> {
  const { publicKey, sealed } = await dkimKeyMaker(null).make();
  await pool.query(
    `insert into dkim_key (domain, selector, private_key, wrapped, public_key, state, made_at)
     values ($1, $2, $3, $4, $5, 'active', 1)`,
    [DKIM.domain, DKIM.selector, Buffer.from(sealed.bytes), sealed.wrapped, publicKey],
  );
}

/** One result a side, in turns. */
async function inTurns(
  product: (turn: number) => Promise<number>,
  floor: (turn: number) => Promise<number>,
): Promise<{ floor: number; product: number }> {
  const rates: { floor: number[]; product: number[] } = { floor: [], product: [] };
  for (let turn = 0; turn <= ROUNDS; turn += 1) {
    const [a, b] = [await floor(turn), await product(turn)];
    // The first round warms up.
    if (turn > 0) rates.floor.push(a);
    if (turn > 0) rates.product.push(b);
  }
  return { floor: median(rates.floor), product: median(rates.product) };
}

async function handOver(sink: Sink): Promise<{ floor: number; product: number }> {
  const composer = createMailComposer({ dkimFor: () => DKIM });
  const mailer = createSmtpMailer({ url: `smtp://127.0.0.1:${sink.port}` });
  const bare = await bareSender(sink, composer);
  const rates = await inTurns(
    () =>
      rateOf(MAILS_A_ROUND, async (n) => {
        const { raw } = await composer.compose(outgoing(n));
        const envelope = {
          from: emailAddress("bounce@reply.bench.example"),
          to: emailAddress("marie@visitor.example"),
        };
        await mailer.send({ envelope, raw });
      }),
    () => rateOf(MAILS_A_ROUND, bare.send),
  );
  await mailer.close();
  bare.close();
  return rates;
}

/** Nodemailer alone: prints what we print, signs it, and says nothing about how it came about. */
async function bareSender(sink: Sink, composer: MailComposer) {
  const { privateKey, domain, selector } = DKIM;
  const transport = createTransport({
    host: "127.0.0.1",
    port: sink.port,
    pool: true,
    maxConnections: TOGETHER,
    ignoreTLS: true,
    dkim: { domainName: domain, keySelector: selector, privateKey },
  });
  const { raw, text } = await composer.compose(outgoing(0));
  const html = /<!doctype html>[^]*/i.exec(Buffer.from(raw).toString())?.[0] ?? "";
  return {
    async send(n: number): Promise<void> {
      const { from, to, messageId } = outgoing(n);
      await transport.sendMail({ from, to, messageId, subject: "Votre conversation", text, html });
    },
    close: () => transport.close(),
  };
}

/** As many mails as become due at once below, from the first one's beginning. */
async function bareAtOnce(sink: Sink): Promise<{ readonly p50: number; readonly p95: number }> {
  const bare = await bareSender(sink, createMailComposer({ dkimFor: () => DKIM }));
  sink.taken.length = 0;
  const zero = performance.now();
  await rateOf(PEOPLE, bare.send);
  bare.close();
  return spread(sink.taken.map((at) => at - zero));
}

interface Doors {
  readonly product: Child;
  readonly floor: Child;
  readonly pool: Pool;
  readonly keys: TokenKeys;
}

/** From the first MAIL to the last row: the product's clock stops when every answer stands in its conversation. */
async function takeIn({ product, floor, pool, keys }: Doors): Promise<{ floor: number; product: number }> {
  const toFloor = sender(floor.mailPort);
  const toProduct = sender(product.mailPort);
  const send = (mailer: ReturnType<typeof sender>, n: number) => mailer.sendMail(answerMail(n, n % PEOPLE, keys));
  const rates = await inTurns(
    async (turn) => {
      const began = performance.now();
      await rateOf(ANSWERS_A_ROUND, (n) => send(toProduct, turn * ANSWERS_A_ROUND + n));
      await until(async () => (await countOf(pool, "inbound_mail where state = 'stored'")) === 0);
      return ANSWERS_A_ROUND / ((performance.now() - began) / 1_000);
    },
    (turn) => rateOf(ANSWERS_A_ROUND, (n) => send(toFloor, turn * ANSWERS_A_ROUND + n)),
  );
  const posted = await countOf(pool, "message where channel = 'email' and another_sender is null");
  if (posted !== ANSWERS_A_ROUND * (ROUNDS + 1)) throw new Error(`${posted} answers were posted as the visitors'`);
  toFloor.close();
  toProduct.close();
  return rates;
}

function answerMail(n: number, person: number, keys: TokenKeys) {
  const from = `marie${person}@visitor.example`;
  const token = formatReplyToken(conversationId(conversationOf(person)), emailAddress(from), keys);
  const to = `reply+${token}@reply.bench.example`;
  return { envelope: { from, to }, raw: answer({ from, to, n }) };
}

/** From SMTP's 250 to the frame on the visitor's socket, one answer at a time. */
async function answersToWidget(product: Child, keys: TokenKeys): Promise<{ p50: number; p95: number }> {
  const mailer = sender(product.mailPort);
  const latencies: number[] = [];
  for (let n = 0; n < PACED_ANSWERS; n += 1) {
    let heard: (() => void) | null = null;
    const socket: WebSocket = await openVisitor(product.port, {
      token: visitorToken(n),
      room: "",
      heard: (frame) => frame.includes("(90") && heard?.(),
    });
    const shown = new Promise<number>((resolve) => (heard = () => resolve(performance.now())));
    await mailer.sendMail(answerMail(90_000 + n, n, keys));
    const accepted = performance.now();
    latencies.push(Math.max(0, (await shown) - accepted));
    socket.terminate();
  }
  mailer.close();
  await sleep(300);
  return spread(latencies);
}

interface Due {
  readonly ms: { readonly p50: number; readonly p95: number };
  readonly claimMs: Readonly<Record<string, number>>;
}

/** A thousand conversations become due in the same instant, beside a million rows that wait. */
async function dueAtOnce(pool: Pool, sink: Sink): Promise<Due> {
  const few = await emptyClaim(pool);
  for (let from = 0; from < WAITING_ROWS; from += ROWS_A_STATEMENT) {
    await pool.query(
      `insert into job (id, kind, key, due_at)
       select gen_random_uuid(), 'check-continuity', 'waiting-' || i, $1::bigint + i
       from generate_series(${from + 1}, ${from + ROWS_A_STATEMENT}) i`,
      [Date.now() + 86_400_000],
    );
  }
  await pool.query("vacuum analyze job");
  const many = await emptyClaim(pool);
  // After a start departures count anew; here the house has been up for long.
  await pool.query("update uptime set since = 1");
  const longAgo = Date.now() - 3_600_000;
  const dueAt = Date.now() + 4_000;
  await pool.query(
    `with head as (
       update conversation set seq = seq + 1, revision = revision + 1, last_message_at = $1, status = 'open',
         last_end_user_at = $1, last_end_user_channel = 'messaging', read_up_to = seq, read_at = $1, address_given_at = $1
       returning id, seq, revision, assignee_id
     ), woken as (
       insert into job (id, kind, key, payload, due_at)
       select gen_random_uuid(), 'check-continuity', id::text, jsonb_build_object('conversationId', id), $2 from head
       on conflict (kind, key) do update set due_at = excluded.due_at, version = job.version + 1
     )
     insert into message (conversation_id, seq, id, revision, author_kind, author_id, author_name, channel, visibility,
       body, posted_at, fate, fate_at)
     select id, seq, gen_random_uuid(), revision, 'agent', assignee_id, 'Léo', 'messaging', 'public',
       'Votre colis est parti hier soir.', $1::bigint, 'waiting', $1::bigint from head`,
    [longAgo, dueAt],
  );
  sink.taken.length = 0;
  const zero = performance.now() + (dueAt - Date.now());
  await until(() => Promise.resolve(sink.taken.length >= PEOPLE));
  const ms = spread(sink.taken.map((at) => Math.max(0, at - zero)));
  return { ms, claimMs: { few: round(few), withAMillionWaiting: round(many) } };
}

/** What an empty look for work costs, in ms. */
async function emptyClaim(pool: Pool): Promise<number> {
  const queue = createJobQueue(
    pool,
    createNewId(() => instant(Date.now())),
  );
  const times: number[] = [];
  for (let n = 0; n < 100; n += 1) {
    const began = performance.now();
    await queue.claim({ house: 16, post: 16 }, instant(1));
    times.push(performance.now() - began);
  }
  return median(times);
}

/** Works a second, `TOGETHER` at once. */
async function rateOf(works: number, work: (n: number) => Promise<unknown>): Promise<number> {
  const began = performance.now();
  let next = 0;
  const one = async (): Promise<void> => {
    for (let n = next++; n < works; n = next++) await work(n);
  };
  await Promise.all(Array.from({ length: TOGETHER }, one));
  return works / ((performance.now() - began) / 1_000);
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error("the benchmark waited in vain");
    await sleep(20);
  }
}

async function countOf(pool: Pool, what: string): Promise<number> {
  const found = await pool.query<{ count: number }>(`select count(*) from ${what}`);
  return found.rows[0]?.count ?? 0;
}

const spread = (ms: readonly number[]): { p50: number; p95: number } => ({
  p50: round(percentile(ms, 0.5)),
  p95: round(percentile(ms, 0.95)),
});
