/**
 * The work behind the doors of a world, on its clock: due jobs run as the worker runs them, mail goes to a server that
 * keeps what it takes, and mail that comes in is read.
 */
import { authorOf } from "../../src/adapters/mail/author-of.ts";
import { createMailComposer } from "../../src/adapters/mail/compose-mail.ts";
import { probeReader, probeWriter } from "../../src/adapters/mail/probe-mail.ts";
import { parseMime } from "../../src/adapters/mail/mime-in.ts";
import { createJobQueue } from "../../src/adapters/postgres/job-tx.ts";
import { rateLimiter } from "../../src/adapters/postgres/sessions/rate-limiter.ts";
import { readWritten } from "../../src/adapters/mail/text/reply-text.ts";
import { languageOf } from "../../src/adapters/mail/text/language-of.ts";
import { catalogueWords } from "../../src/adapters/words/catalogue-words.ts";
import { type Instant, instant, type Millis } from "../../src/domain/ids.ts";
import type { TokenKeys } from "../../src/domain/mail/reply-address.ts";
import type { JobQueue } from "../../src/ports/job-tx.ts";
import type { EnvelopedMail, SendOutcome } from "../../src/ports/continuity/mailer.ts";
import type { SenderProof } from "../../src/domain/inbound-mail/sender-proof.ts";
import type { MailReader } from "../../src/ports/mail/mail-reader.ts";
import type { Words } from "../../src/ports/words.ts";
import { type HandlerDeps, jobHandlers } from "../../src/transport/jobs/handlers.ts";
import type { WriteMailDeps } from "../../src/steps/continuity/write-mail.ts";
import { receiveEmail } from "../../src/usecases/mail/receive-email.ts";
import { freshWorld, type World } from "./world.ts";
import { turnOn } from "./switch.ts";

export const MAIL_DOMAIN = "acme.example";
export const PUBLIC_URL = "https://desk.acme.example";

/** One mail as it left. */
export interface LeftMail {
  readonly to: string;
  readonly returnPath: string;
  /** Header lines unfolded, by lower-case name. */
  readonly header: (name: string) => string;
  readonly raw: Uint8Array;
  readonly text: string;
  readonly at: Instant;
}

export interface BackOffice extends World {
  readonly keys: TokenKeys;
  readonly mailDomain: string;
  readonly reader: MailReader;
  readonly words: Words;
  readonly mailDomains: { takesMail: () => Promise<"yes"> };
  readonly jobs: JobQueue;
  readonly handlers: ReturnType<typeof jobHandlers>;
  /** What the next server has taken, or may have. */
  readonly left: readonly LeftMail[];
  /** What the next server says from now on, and what happens before it says so. */
  serverSays(outcome: SendOutcome | ((mail: EnvelopedMail) => Promise<SendOutcome>)): void;
  /** Runs what is due now, and what that makes due, until nothing is. */
  settle(): Promise<void>;
  /** Lets time go by, running every job when it is due. */
  passes(by: Millis | number): Promise<void>;
  /** A mail comes in over SMTP and is read. Answers its state and why. */
  arrives(mail: IncomingMail): Promise<string>;
}

export interface IncomingMail {
  readonly from: string | null;
  readonly to: string;
  readonly text?: string;
  /** Further header lines. */
  readonly headers?: readonly string[];
  /** Of whoever From names, and alone. */
  readonly proof?: Verdict;
  /** The whole mail, instead of all that; `from` is the envelope's. */
  readonly raw?: string | Uint8Array;
}

export const ACCEPTED: SendOutcome = { kind: "accepted", code: 250, reply: "250 2.0.0 OK" };
export const DEFERRED: SendOutcome = { kind: "deferred", code: 451, reply: "451 4.7.1 greylisted, come back" };
export const REFUSED: SendOutcome = { kind: "refused", code: 550, reply: "550 5.1.1 <marie@example.com> no such user" };
export const AMBIGUOUS: SendOutcome = { kind: "ambiguous", code: null, reply: "cut after the final dot" };
type Verdict = Omit<SenderProof, "author">;

export const PROVED: Verdict = { aligned: "pass", dmarcPolicy: null };
export const UNPROVED: Verdict = { aligned: "unverified", dmarcPolicy: null };

/**
 * Acme with the switch on. The trigger that asks for an address is active, as the switch makes it. `canAnswer`: as the
 * installation has it; by default the way in is known.
 */
export async function backOffice({
  canAnswer = true,
}: { readonly canAnswer?: WriteMailDeps["canAnswer"] } = {}): Promise<BackOffice> {
  const world = await freshWorld();
  await turnOn(world);
  const { keys } = world;
  const post = nextServer(world);
  const proofs: { next: Verdict } = { next: PROVED };
  const deps = dependencies(world, { keys, canAnswer, send: post.send, proof: () => proofs.next });
  const jobs = createJobQueue(world.database.pool, world.newId);
  const handlers = jobHandlers(deps);
  const clockwork = { world, jobs, handlers };
  return {
    ...deps,
    ...world,
    mailDomains: { takesMail: () => Promise.resolve("yes" as const) },
    jobs,
    handlers,
    left: post.left,
    serverSays: post.says,
    settle: async () => void (await settle(clockwork)),
    passes: (by) => passes(clockwork, instant(world.clock.now() + by)),
    async arrives(mail) {
      proofs.next = mail.proof ?? PROVED;
      const id = await receiveEmail({ ...world, keys }, incoming(mail));
      await settle(clockwork);
      const found = await world.database.pool.query<{ state: string; because: string | null }>(
        "select state, because from inbound_mail where id = $1",
        [id],
      );
      const [row] = found.rows;
      return row === undefined ? "lost" : row.because === null ? row.state : `${row.state}: ${row.because}`;
    },
  };
}

function dependencies(
  world: World,
  parts: {
    readonly keys: TokenKeys;
    readonly canAnswer: WriteMailDeps["canAnswer"];
    readonly send: (mail: EnvelopedMail) => Promise<SendOutcome>;
    readonly proof: () => Verdict;
  },
): HandlerDeps & { readonly words: Words } {
  const { keys } = parts;
  const words = catalogueWords(new URL("../../locales/server/", import.meta.url));
  return {
    ...world,
    keys,
    mailDomain: MAIL_DOMAIN,
    words,
    reader: {
      parse: parseMime,
      written: readWritten,
      languageOf,
      prove: ({ raw }) => Promise.resolve({ ...parts.proof(), author: authorOf(raw) }),
    },
    probeReader: probeReader(() => Promise.resolve([])),
    mailer: { send: parts.send },
    probes: probeWriter(() => null),
    composer: createMailComposer(),
    limiter: rateLimiter(world.database.pool),
    publicUrl: () => PUBLIC_URL,
    canAnswer: parts.canAnswer,
    chance: () => 0.5,
  };
}

interface NextServer {
  readonly left: LeftMail[];
  send(this: void, mail: EnvelopedMail): Promise<SendOutcome>;
  says(this: void, outcome: Parameters<BackOffice["serverSays"]>[0]): void;
}

function nextServer({ clock }: World): NextServer {
  const left: LeftMail[] = [];
  const mood: { now: Parameters<BackOffice["serverSays"]>[0] } = { now: ACCEPTED };
  return {
    left,
    async send(mail) {
      const outcome = typeof mood.now === "function" ? await mood.now(mail) : mood.now;
      if (outcome.kind === "accepted" || outcome.kind === "ambiguous") left.push(await read(mail, clock.now()));
      return outcome;
    },
    says: (outcome) => {
      mood.now = outcome;
    },
  };
}

async function read({ envelope, raw }: EnvelopedMail, at: Instant): Promise<LeftMail> {
  const head = (Buffer.from(raw).toString("utf8").split("\r\n\r\n")[0] ?? "").replaceAll(/\r\n[ \t]+/g, " ");
  const lines = head.split("\r\n").map((line) => [line.split(":")[0]?.toLowerCase(), line] as const);
  return {
    to: envelope.to,
    returnPath: envelope.from,
    header: (name) => {
      const line = lines.find(([key]) => key === name)?.[1] ?? "";
      return line.slice(line.indexOf(":") + 1).trim();
    },
    raw,
    text: (await parseMime(raw)).text ?? "",
    at,
  };
}

interface Clockwork {
  readonly world: World;
  readonly jobs: JobQueue;
  readonly handlers: ReturnType<typeof jobHandlers>;
}

/** So many rounds and still something due at the same instant: jobs wake each other for ever. */
const ROUNDS_AT_MOST = 200;

/** Answers how many rounds there were. */
async function settle({ world, jobs, handlers }: Clockwork): Promise<number> {
  for (let round = 0; round < ROUNDS_AT_MOST; round += 1) {
    const claimed = await jobs.claim({ house: 50, post: 50 }, world.clock.now());
    if (claimed.length === 0) return round;
    for (const job of claimed) {
      const again = await handlers[job.kind](job);
      if (again !== "removed") await jobs.finish(job, again);
    }
  }
  throw new Error("the jobs of this instant never end");
}

async function passes(clockwork: Clockwork, until: Instant): Promise<void> {
  const { clock } = clockwork.world;
  await settle(clockwork);
  for (;;) {
    const due = await clockwork.jobs.nextDue(["house", "post"]);
    if (due === null || due > until) break;
    if (due > clock.now()) clock.set(due);
    if ((await settle(clockwork)) === 0) throw new Error("a job is due that nobody can claim");
  }
  clock.set(until);
}

function incoming({ from, to, text = "Merci beaucoup !", headers = [], raw }: IncomingMail) {
  const lines = [
    `From: Marie Dupont <${from ?? ""}>`,
    `To: <${to}>`,
    "Subject: Re: Acme",
    `Message-ID: <${crypto.randomUUID()}@mail.example>`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    ...headers,
    "",
    text,
  ];
  return {
    door: "smtp" as const,
    envelopeFrom: from,
    recipients: [to],
    remoteAddress: "192.0.2.7",
    helo: "mail.example",
    raw: typeof raw === "object" ? raw : Buffer.from(raw ?? lines.join("\r\n")),
  };
}
