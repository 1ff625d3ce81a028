/** What the chat costs beside a floor that does the same statement: latency, messages a second, memory. */
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { WebSocket } from "ws";
import { startCluster } from "./support/cluster.ts";
import { type Child, startChild } from "./support/child.ts";
import { AgentConnection, openVisitor } from "./support/clients.ts";
import type { ServerSetting } from "./support/connection.ts";
import { median, percentile, report, round } from "./support/measure.ts";
import { agentToken, conversationOf, seed, visitorToken } from "./support/seed.ts";
import { visitorsPost } from "./support/visitors-post.ts";

const AGENTS = 32;
const IDLE_SOCKETS = 2_000;
/** Few, or what they leave behind as free memory would hide what the others take. */
const WARMING_SOCKETS = 20;
/** Sockets that are opened at once. */
const TOGETHER = 50;
const ROUNDS = 5;
const THROUGHPUT_MS = 3_000;
const PACED_MS = 3_000;
/** Posts a second, all agents together, while latency is measured: far below what either side can do. */
const PACE_A_SECOND = 50;

interface Side {
  readonly name: "floor" | "product";
  readonly file: string;
  readonly setting: ServerSetting;
}

interface Figures {
  readonly rates: number[];
  readonly latencies: number[][];
}

export async function benchChat(execArgv: readonly string[]): Promise<void> {
  const cluster = await startCluster();
  try {
    const sides: Side[] = [];
    for (const name of ["floor", "product"] as const) {
      const connection = await cluster.database(`bench_${name}`);
      await seed(connection, { agents: AGENTS, people: IDLE_SOCKETS });
      const file = name === "floor" ? "floor/chat.ts" : "product.ts";
      sides.push({ name, file, setting: { connection, smtpPort: 9 } });
    }
    const [floor, product] = sides;
    if (floor === undefined || product === undefined) throw new Error("there are two sides");
    const inserts = await plainInserts(await cluster.database("bench_insert"));
    const [a, b] = await interleaved(floor, product, execArgv);
    const memory = { floor: await bytesASocket(floor), product: await bytesASocket(product) };
    const atTheDatabase = await visitorsPost(cluster, product.file);
    const paced = (figures: Figures, p: number): number => median(figures.latencies.map((ms) => percentile(ms, p)));
    report(
      `Chat: ${AGENTS} agents, ${ROUNDS} interleaved rounds, medians; ${IDLE_SOCKETS} idle sockets`,
      [
        {
          what: "throughput",
          floor: median(a.rates),
          product: median(b.rates),
          unit: "messages/s",
          aim: { atLeast: 0.7 },
        },
        {
          what: "latency p50",
          floor: paced(a, 0.5),
          product: paced(b, 0.5),
          unit: "ms, agent to visitor",
          aim: { atMost: 1.5 },
        },
        {
          what: "latency p95",
          floor: paced(a, 0.95),
          product: paced(b, 0.95),
          unit: "ms, agent to visitor",
          aim: { atMost: 1.5 },
        },
        {
          what: "memory",
          floor: memory.floor,
          product: memory.product,
          unit: "kB per idle visitor",
          aim: { atMost: 1.5 },
        },
      ],
      {
        plainInsertsASecond: round(inserts),
        visitorsPost: atTheDatabase,
        rounds: { floor: a.rates.map(round), product: b.rates.map(round) },
      },
    );
  } finally {
    await cluster.stop();
  }
}

/** One round each in turn, so that a noisy neighbour disturbs both. */
async function interleaved(floor: Side, product: Side, execArgv: readonly string[]): Promise<[Figures, Figures]> {
  const parties = [await gather(floor, []), await gather(product, execArgv)];
  for (let turn = 0; turn <= ROUNDS; turn += 1) {
    for (const party of parties) {
      const rate = await postFreely(party);
      const latencies = await postPaced(party);
      // The first round warms up.
      if (turn === 0) continue;
      party.figures.rates.push(rate);
      party.figures.latencies.push(latencies);
    }
  }
  for (const party of parties) await party.leave();
  const [a, b] = parties;
  if (a === undefined || b === undefined) throw new Error("there are two sides");
  return [a.figures, b.figures];
}

interface Party {
  readonly agents: readonly AgentConnection[];
  readonly figures: Figures;
  /** Called by the next frame of this visitor. */
  readonly waiting: Map<number, () => void>;
  frames: number;
  posts: number;
  leave(): Promise<void>;
}

async function gather(side: Side, execArgv: readonly string[]): Promise<Party> {
  const child = await startChild(side.file, side.setting, execArgv);
  const agents: AgentConnection[] = [];
  const sockets: WebSocket[] = [];
  const party: Party = {
    agents,
    figures: { rates: [], latencies: [] },
    waiting: new Map(),
    frames: 0,
    posts: 0,
    async leave() {
      agents.forEach((agent) => agent.close());
      await hangUp(sockets);
      await child.stop();
    },
  };
  for (let i = 0; i < AGENTS; i += 1) {
    agents.push(await AgentConnection.open(child.port, agentToken(i)));
    const heard = (frame: string): void => {
      if (!frame.includes('"text":')) return;
      party.frames += 1;
      party.waiting.get(i)?.();
    };
    sockets.push(await visitor(side, child, i, heard));
  }
  return party;
}

/** The server notes each departure before it is told to stop. */
async function hangUp(sockets: readonly WebSocket[]): Promise<void> {
  sockets.forEach((socket) => socket.terminate());
  await sleep(500);
}

const visitor = (side: Side, child: Child, i: number, heard: (frame: string) => void): Promise<WebSocket> =>
  openVisitor(child.port, { token: visitorToken(i), room: side.name === "floor" ? conversationOf(i) : "", heard });

/** Every agent posts as soon as the last post was answered; the round counts only what visitors were shown. */
async function postFreely(party: Party): Promise<number> {
  const before = party.frames;
  const began = performance.now();
  await Promise.all(
    party.agents.map(async (agent, i) => {
      while (performance.now() - began < THROUGHPUT_MS) await agent.post(conversationOf(i), clientId(party), TEXT);
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  await sleep(700);
  return (party.frames - before) / seconds;
}

async function postPaced(party: Party): Promise<number[]> {
  const latencies: number[] = [];
  const posts = (PACED_MS / 1_000) * PACE_A_SECOND;
  for (let n = 0; n < posts; n += 1) {
    const i = n % AGENTS;
    const began = performance.now();
    const shown = new Promise<void>((resolve) => party.waiting.set(i, resolve)).then(() =>
      latencies.push(performance.now() - began),
    );
    await Promise.all([party.agents[i]?.post(conversationOf(i), clientId(party), TEXT), shown]);
    party.waiting.delete(i);
    await sleep(Math.max(0, 1_000 / PACE_A_SECOND - (performance.now() - began)));
  }
  return latencies;
}

const TEXT = "Your parcel left our warehouse yesterday evening and should be with you on Thursday.";

function clientId(party: Party): string {
  party.posts += 1;
  return `bench-${process.pid}-${party.posts}`;
}

/** What a table and named statements alone can do on this machine, with as many at once. */
async function plainInserts(connection: ServerSetting["connection"]): Promise<number> {
  const pool = new pg.Pool({ ...connection, max: 20 });
  await pool.query("create table plain (id bigint generated always as identity primary key, body text not null)");
  let inserted = 0;
  const began = performance.now();
  const insert = async (): Promise<void> => {
    while (performance.now() - began < THROUGHPUT_MS) {
      await pool.query({ name: "plain", text: "insert into plain (body) values ($1) returning id", values: [TEXT] });
      inserted += 1;
    }
  };
  await Promise.all(Array.from({ length: AGENTS }, insert));
  const rate = inserted / ((performance.now() - began) / 1_000);
  await pool.end();
  return rate;
}

/** Growth of a fresh server's resident memory, in kB a socket, after garbage was collected. */
async function bytesASocket(side: Side): Promise<number> {
  const child = await startChild(side.file, side.setting);
  const sockets: WebSocket[] = [];
  const open = async (from: number, to: number): Promise<void> => {
    for (let i = from; i < to; i += TOGETHER) {
      const batch = Array.from({ length: Math.min(TOGETHER, to - i) }, (_, n) =>
        visitor(side, child, i + n, () => undefined),
      );
      sockets.push(...(await Promise.all(batch)));
    }
    await sleep(1_500);
  };
  // The first ones bring code and pools along.
  await open(0, WARMING_SOCKETS);
  const before = await child.memory();
  await open(WARMING_SOCKETS, IDLE_SOCKETS);
  const after = await child.memory();
  await hangUp(sockets);
  await child.stop();
  return (after - before) / (IDLE_SOCKETS - WARMING_SOCKETS) / 1_024;
}
