/**
 * `npm run score:mime -- FOLDER`: every message of a folder through the whole receiving path, on a database of its own and
 * without a network: stored raw, read, judged, placed, extracted, its files kept.
 *
 * Last line `{messages, thrown, stored, emptyText, slowestMs}`. `stored`: the raw bytes are kept as they came, and the mail
 * was settled. `emptyText`: neither a message nor a line of triage shows words; the lines before name those, and what threw.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { startEmbeddedPostgres } from "../src/adapters/postgres-embedded/embedded-postgres.ts";
import { jobDeps } from "../src/compose/deps.ts";
import { openHouse } from "../src/compose/house.ts";
import { HOUR, type InboundMailId, instant } from "../src/domain/ids.ts";
import { readInboundMail } from "../src/usecases/mail/read-inbound-mail.ts";
import { receiveEmail } from "../src/usecases/mail/receive-email.ts";
import { setUpAccount } from "../src/usecases/settings/set-up-account.ts";
import { listMail } from "./mail-folder.ts";

const SUPPORT = "help@score.example";
const MAIL_DOMAIN = "score.example";

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write("usage: npm run score:mime -- FOLDER\n");
  process.exit(2);
}

/** A clock of our own: an hour between two mails, so that no cap on a busy sender comes into play. */
const clock = { at: Date.now(), now: () => instant(clock.at) };
/** A resolver that knows no name: nothing is proved, nothing is disowned. */
const silent = () => Promise.reject(Object.assign(new Error("no network"), { code: "ENOTFOUND" }));

const scratch = mkdtempSync(join(tmpdir(), "ariane-score-"));
const server = await startEmbeddedPostgres({ dataDir: scratch, durable: false });
const house = await openHouse({
  connection: server.connection,
  clock,
  log: () => undefined,
  secret: null,
  mailDomain: MAIL_DOMAIN,
  isDemo: false,
  hasRelay: false,
  dns: { resolve: silent, mailDomains: { takesMail: () => Promise.resolve("unknown") } },
  mailer: () => ({ send: () => Promise.reject(new Error("nothing leaves while receiving is scored")) }),
  missed: () => undefined,
  woke: () => undefined,
});

try {
  process.stdout.write(`${JSON.stringify(await score(folder))}\n`);
} finally {
  await house.close();
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
}

async function score(from: string) {
  await setUp();
  const total = { messages: 0, thrown: 0, stored: 0, emptyText: 0, slowestMs: 0 };
  const settled = new Map<string, number>();
  for (const { id, read } of listMail(from)) {
    const raw = read();
    clock.at += HOUR;
    total.messages += 1;
    const startedAt = performance.now();
    try {
      const mailId = await receive(raw);
      total.slowestMs = Math.max(total.slowestMs, Math.round(performance.now() - startedAt));
      const found = await look(mailId);
      if (found.state !== "stored" && found.raw.equals(raw)) total.stored += 1;
      settled.set(found.state, (settled.get(found.state) ?? 0) + 1);
      if (found.words.trim() !== "") continue;
      total.emptyText += 1;
      process.stdout.write(`no words: ${id} (${found.state}, files: ${found.files})\n`);
    } catch (error) {
      total.thrown += 1;
      process.stdout.write(`thrown: ${id}: ${error instanceof Error ? (error.stack ?? error.message) : "no error"}\n`);
    }
  }
  process.stdout.write(`settled: ${[...settled].map(([state, count]) => `${state} ${count}`).join(", ")}\n`);
  return total;
}

async function setUp(): Promise<void> {
  const done = await setUpAccount(house, {
    code: null,
    accountName: "Score",
    timeZone: "UTC",
    locale: "en",
    brandName: null,
    supportAddress: SUPPORT,
    admin: { name: "Score", email: "score@score.example", password: "nobody signs in here" },
  });
  if (!done.ok) throw new Error(done.error.message);
}

/** As a door takes it in, and the job reads it. */
async function receive(raw: Uint8Array): Promise<InboundMailId> {
  const id = await receiveEmail(house, {
    door: "smtp",
    envelopeFrom: "somebody@elsewhere.example",
    recipients: [SUPPORT],
    remoteAddress: "192.0.2.1",
    helo: "elsewhere.example",
    raw,
  });
  const [job] = await house.jobs.claim({ house: 1, post: 1 }, clock.now());
  if (job === undefined) throw new Error("nothing reads the mail");
  await readInboundMail(jobDeps(house), job, id);
  return id;
}

interface Settled {
  readonly state: string;
  readonly raw: Buffer;
  /** What agents read of it. */
  readonly words: string;
  readonly files: number;
}

async function look(id: InboundMailId): Promise<Settled> {
  const found = await house.pool.query<Settled>(
    `select state, raw, coalesce(body, preview, '') as words, coalesce(jsonb_array_length(attachments), 0) as files
     from inbound_mail join raw_mail on raw_mail.inbound_mail_id = inbound_mail.id
       left join message on message.inbound_mail_id = inbound_mail.id
     where inbound_mail.id = $1`,
    [id],
  );
  const [row] = found.rows;
  if (row === undefined) throw new Error("the mail was not kept");
  return row;
}
