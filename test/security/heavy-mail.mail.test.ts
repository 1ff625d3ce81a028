/** A hostile mail costs its own thread much, and everybody else nothing (mail-rules.md rule 17). */
import process from "node:process";
import { setImmediate as turn } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { apart } from "../../src/adapters/mail/heavy/apart.ts";
import { authenticateMail } from "../../src/adapters/mail/authenticate.ts";
import { readMail } from "../../src/adapters/mail/mime/read.ts";
import { sanitizeMailHtml } from "../../src/adapters/mail/sanitize.ts";
import { formsOfMail } from "../../src/adapters/mail/text/reply-text.ts";
import { dnsOf } from "../support/peers/dns.ts";
import { MAX_THREADS } from "../../src/adapters/mail/mime/limits.ts";
import { createMailViewer } from "../../src/adapters/mail/view-mail.ts";
import { type MailHouse, openMailHouse } from "../support/mail/mail-house.ts";
import { handOver } from "../support/peers/smtp-client.ts";
import { SUPPORT } from "../support/world.ts";

const THREE_MB = 3 * 1024 * 1024;
const HEAD = ["From: Eve <eve@evil.example>", `To: ${SUPPORT}`, "Subject: Hello", "MIME-Version: 1.0"];
const signature = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=evil.example; s=x; h=from; bh=AAAA; b=AAAA";
/** Lines of 76 characters, as SMTP wants them. */
const folded = (text: string): string => text.replaceAll(/.{76}/gs, "$&\r\n");
const mail = (headers: readonly string[], body: string): string =>
  [...HEAD, `Message-ID: <${headers.join("").length}-${body.length}@evil.example>`, ...headers, "", body].join("\r\n");
const nested = (depth: number): string =>
  Array.from(
    { length: depth },
    (_, at) => `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n\r\n`,
  ).join("");

const HOSTILE: readonly (readonly [string, string])[] = [
  ["3 MB of <", mail([signature, "Content-Type: text/html"], folded("<".repeat(THREE_MB)))],
  ["200,000 headers", mail([signature, ...Array.from({ length: 200_000 }, () => "X-A: b")], "x")],
  [
    "3,000 signatures",
    mail(
      Array.from({ length: 3_000 }, () => signature),
      "x",
    ),
  ],
];

/** Tens of milliseconds: less than a busy machine's hiccup, so that there is nothing to compare. */
const QUICK: readonly (readonly [string, string])[] = [
  ["parts 20,000 deep", mail([signature, "Content-Type: multipart/mixed; boundary=b0"], nested(20_000))],
  ["100,000 references", mail([signature, `References: ${"<a@b> ".repeat(100_000)}<c@d>`], "x")],
];

let house: MailHouse;
beforeAll(async () => {
  house = await openMailHouse({ inboundSmtp: { host: "127.0.0.1", port: 0 } });
});
afterAll(() => house.close());

interface Watched {
  /** Of all answers of /healthz the slowest, in milliseconds. */
  readonly longest: number;
}

/** Hands a mail over, and asks /healthz again and again until it is settled. */
async function watch(raw: string): Promise<Watched> {
  const { server, world } = house;
  const handed = await handOver(server.inboundPort ?? 0, { from: "eve@evil.example", to: SUPPORT, raw });
  expect(await handed.answer()).toMatch(/^250/);
  let longest = 0;
  for (;;) {
    const asked = performance.now();
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    longest = Math.max(longest, performance.now() - asked);
    const open = await world.database.pool.query("select 1 from inbound_mail where state = 'stored'");
    if (open.rowCount === 0) return { longest };
  }
}

/** The longest that a piece of work held this thread, in milliseconds. */
async function heldBy(work: () => Promise<unknown>): Promise<number> {
  const state = { isOver: false };
  const done = turn()
    .then(work)
    .finally(() => (state.isOver = true));
  let longest = 0;
  while (!state.isOver) {
    const asked = performance.now();
    await turn();
    longest = Math.max(longest, performance.now() - asked);
  }
  await done;
  return longest;
}

/** What the steps of reading would do to /healthz, were they done where it is answered. */
const heldHere = (raw: Buffer): Promise<number> =>
  heldBy(async () => {
    const facts = { raw, remoteIp: "127.0.0.1", helo: "evil.example", mailFrom: "eve@evil.example" };
    await authenticateMail(facts, { resolver: dnsOf({}).resolve, ourHost: "acme.example" });
    formsOfMail(await readMail(raw));
  });

/** A busy machine makes everybody wait; ten times as long as on a quiet day nobody would wait for that alone. */
const NOISE = 10;

test.each(HOSTILE)("/healthz answers while %s are read", { timeout: 180_000 }, async (name, raw) => {
  await watch(mail([], `Bonjour, ${name}`));
  const quiet = await watch(mail([], `Bonjour encore, ${name}`));
  const found = await watch(raw);
  const here = await heldHere(Buffer.from(raw));
  const [slowest, before, otherwise] = [found.longest, quiet.longest, here].map(Math.round);
  process.stdout.write(
    `${name}: slowest /healthz ${slowest} ms (quiet: ${before} ms; read here it would be ${otherwise} ms)\n`,
  );
  expect(found.longest).toBeLessThan(Math.max(here / 2, quiet.longest * NOISE));
});

test.each(QUICK)(
  "%s end where agents look, and /healthz answers meanwhile",
  { timeout: 180_000 },
  async (_name, raw) => {
    await watch(raw);
    const last = "select state from inbound_mail order by received_at desc, id desc limit 1";
    const found = await house.world.database.pool.query<{ state: string }>(last);
    expect(["posted", "triage"]).toContain(found.rows[0]?.state);
  },
);

test("an agent who looks at such a mail holds up nobody either", { timeout: 180_000 }, async () => {
  const html = "<".repeat(1_000_000);
  const here = await heldBy(() => Promise.resolve(sanitizeMailHtml(html, { paths: new Map() })));
  const raw = Buffer.from(mail(["Content-Type: text/html"], folded(html)));
  const apartFromUs = await heldBy(() => createMailViewer().view(raw, () => ""));
  process.stdout.write(`viewed: held ${Math.round(apartFromUs)} ms (here it would be ${Math.round(here)} ms)\n`);
  expect(apartFromUs).toBeLessThan(here / 2);
});

test("what takes too long is ended, and its place is free for the next", async () => {
  const endless = Buffer.from(mail(["Content-Type: text/html"], "<".repeat(100_000)));
  const ended = await Promise.all(
    Array.from({ length: MAX_THREADS + 2 }, () => apart("read", endless, { timeLimitMs: 0 })),
  );
  expect(ended).toEqual(ended.map(() => null));
  expect((await apart("read", endless))?.subject).toBe("Hello");
});
