/**
 * What an honest visitor and the server's memory feel of a flood: sign-ins, half uploads, new conversations, mails and
 * sockets, each from one network and from many. Ratios are to quiet, on the same server. The attackers share the machine,
 * at a lower priority.
 */
import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ATTACKS } from "./support/attacks.ts";
import { type Child, startChild } from "./support/child.ts";
import { AgentConnection } from "./support/clients.ts";
import { startCluster } from "./support/cluster.ts";
import type { FloodOrder } from "./support/flooder.ts";
import { openSink } from "./support/mails.ts";
import { percentile, round } from "./support/measure.ts";
import { agentToken, conversationOf, seed, visitorToken } from "./support/seed.ts";

const VISITORS = 40;
const PHASE_MS = 6_000;
/** Of each attack, before anything is measured: a server that has run for a day has its threads and its code in memory. */
const WARM_UP_MS = 700;
/** Between attacks, so that what one left under way is not the next one's. */
const REST_MS = 1_500;
/** Honest posts a second, of a visitor and of an agent in turns. */
const PACE_A_SECOND = 10;
/** What a script on one machine makes without trying hard. */
const ATTEMPTS_A_SECOND = 100;

const AIM = { honestP95: 2, memory: 1.3 };

interface Felt {
  readonly p95: number;
  /** Resident memory while the flood holds what it got, after a collection of garbage. */
  readonly rss: number;
}

type From = FloodOrder["from"];
type Answers = Readonly<Record<string, number>>;

/** `names`: of these attacks only; none: of all. */
export async function benchFlood(execArgv: readonly string[], names: readonly string[]): Promise<void> {
  const attacks = ATTACKS.filter(({ name }) => names.length === 0 || names.includes(name));
  const cluster = await startCluster();
  const sink = await openSink();
  try {
    const connection = await cluster.database("bench_flood");
    await seed(connection, { agents: 1, people: VISITORS });
    const setting = { connection, smtpPort: sink.port, trustedProxies: ["127.0.0.1"] };
    const product = await startChild("product.ts", setting, execArgv);
    const agent = await AgentConnection.open(product.port, agentToken(0));
    for (const { name } of attacks)
      await under(product, { name, from: "many" }, () => feel(product, agent, WARM_UP_MS));
    await sleep(REST_MS);
    const quiet = await feel(product, agent, PHASE_MS);
    line("quiet", `${round(quiet.p95)} ms`, `${megabytes(quiet.rss)} MB`);
    const ratios: Record<string, { readonly honestP95: number; readonly memory: number }> = {};
    for (const { name } of attacks) {
      for (const from of ["one", "many"] as const) {
        const { felt, answers } = await under(product, { name, from }, () => feel(product, agent, PHASE_MS));
        const ratio = { honestP95: round(felt.p95 / quiet.p95), memory: round(felt.rss / quiet.rss) };
        ratios[`${name}, ${from}`] = ratio;
        line(
          `${name}, ${from} network${from === "one" ? "" : "s"}`,
          `${round(felt.p95)} ms ×${ratio.honestP95}${ratio.honestP95 > AIM.honestP95 ? " MISSED" : ""}`,
          `${megabytes(felt.rss)} MB ×${ratio.memory}${ratio.memory > AIM.memory ? " MISSED" : ""}`,
          JSON.stringify(answers),
        );
        await sleep(REST_MS);
      }
    }
    agent.close();
    await product.stop();
    console.log(JSON.stringify({ quiet: { p95Ms: round(quiet.p95), rssMb: megabytes(quiet.rss) }, aim: AIM, ratios }));
  } finally {
    await sink.close();
    await cluster.stop();
  }
}

/** Posts at a quiet pace, each visitor from a network of their own. */
async function feel(product: Child, agent: AgentConnection, forMs: number): Promise<Felt> {
  const latencies: number[] = [];
  const until = performance.now() + forMs;
  for (let n = 0; performance.now() < until; n += 1) {
    const began = performance.now();
    const i = Math.floor(n / 2) % VISITORS;
    if (n % 2 === 0) await visitorPosts(product.port, i);
    else await agent.post(conversationOf(i), `flood-${randomUUID()}`, "It left yesterday evening.");
    latencies.push(performance.now() - began);
    await sleep(Math.max(0, 1_000 / PACE_A_SECOND - (performance.now() - began)));
  }
  return { p95: percentile(latencies, 0.95), rss: await product.memory() };
}

async function visitorPosts(port: number, i: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/widget/conversations/${conversationOf(i)}/messages`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${visitorToken(i)}`,
      "content-type": "application/json",
      "x-forwarded-for": `192.0.2.${i + 1}`,
    },
    body: JSON.stringify({ clientId: `flood-${randomUUID()}`, text: "Where is my order?", shownUpTo: 0 }),
  });
  if (!answer.ok) throw new Error(`an honest visitor was refused: ${await answer.text()}`);
  await answer.body?.cancel();
}

/** `answers`: how often the attackers heard what. */
async function under(
  { port, mailPort }: Child,
  { name, from }: { readonly name: string; readonly from: From },
  feelIt: () => Promise<Felt>,
): Promise<{ readonly felt: Felt; readonly answers: Answers }> {
  const order: FloodOrder = { name, from, port, mailPort, attemptsASecond: ATTEMPTS_A_SECOND };
  const flooder = fork(join(import.meta.dirname, "support", "flooder.ts"), [JSON.stringify(order)]);
  const exit = once(flooder, "exit");
  await once(flooder, "message");
  const felt = await feelIt();
  flooder.send("stop");
  const [answers] = await once(flooder, "message");
  await exit;
  return { felt, answers };
}

const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);

function line(what: string, honest: string, memory: string, answers = ""): void {
  console.log(`${what.padEnd(32)}${honest.padEnd(24)}${memory.padEnd(24)}${answers}`);
}
