/** `npm start`: one command brings everything up; signals and kill −9 leave nothing behind and lose nothing. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

interface Ready {
  readonly url: string;
  readonly demo: string;
  readonly workspace: string;
  readonly admin: string;
  readonly mailbox: string;
  readonly signIn: { readonly email: string; readonly password: string };
  readonly pids: { readonly server: number; readonly postgres: number };
}

const PROJECT = join(import.meta.dirname, "..", "..");
/** A condition that has not come by then never will. */
const DEADLINE_MS = 90_000;
const LOOK_EVERY_MS = 50;

let dataDir = "";
const started: ChildProcess[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "ariane-start-"));
});
afterAll(async () => {
  for (const child of started) child.kill("SIGTERM");
  await until("every process has ended", () =>
    started.every((child) => child.exitCode !== null || child.signalCode !== null),
  );
  await rm(dataDir, { recursive: true, force: true });
});

test("npm start serves everything it says, keeps what was acknowledged over kill −9, and stops on SIGTERM", async () => {
  const first = await start();
  for (const page of [
    first.demo,
    first.workspace,
    first.admin,
    first.mailbox,
    `${first.url}/healthz`,
    `${first.url}/readyz`,
  ]) {
    const { status } = await fetch(page);
    expect({ page, status }).toEqual({ page, status: 200 });
  }
  const token = await write(first, "acknowledged before the kill");

  process.kill(first.pids.server, "SIGKILL");
  await until("PostgreSQL is gone with its server", () => !isAlive(first.pids.postgres));

  const second = await start();
  expect(second.pids.server).not.toBe(first.pids.server);
  expect(await conversationsOf(second, token)).toBe(1);

  const npm = started.at(-1);
  npm?.kill("SIGTERM");
  await until("the server has stopped", () => !isAlive(second.pids.server));
  await until("PostgreSQL has stopped", () => !isAlive(second.pids.postgres));
  expect(existsSync(join(dataDir, "ready.json"))).toBe(false);
});

test("all faults of the environment are told at once, each with its variable", async () => {
  const child = run({ PORT: "eighty", ARIANE_SECRET: "short" });
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [code] = await once(child, "exit");
  expect(code).not.toBe(0);
  expect(said).toContain("PORT");
  expect(said).toContain("ARIANE_SECRET");
});

function run(env: Readonly<Record<string, string>>): ChildProcess {
  const child = spawn("npm", ["start"], {
    cwd: PROJECT,
    env: { ...process.env, PORT: "0", ARIANE_INBOUND_SMTP_PORT: "0", ARIANE_DATA_DIR: dataDir, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  started.push(child);
  return child;
}

async function start(): Promise<Ready> {
  const file = join(dataDir, "ready.json");
  const before = existsSync(file) ? readFileSync(file, "utf8") : null;
  const child = run({});
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await until(`npm start is ready; it said: ${said}`, () => existsSync(file) && readFileSync(file, "utf8") !== before);
  const ready: Ready = JSON.parse(readFileSync(file, "utf8"));
  return ready;
}

/** A visitor's first message, answered 201: acknowledged. */
async function write({ url, demo }: Ready, text: string): Promise<string> {
  const brandId = /data-brand="([^"]+)"/.exec(await (await fetch(demo)).text())?.[1];
  const session = await post(`${url}/api/widget/sessions`, {
    brandId,
    locale: null,
    browserLanguages: ["en"],
    timeZone: null,
  });
  const { token }: { token: string } = JSON.parse(await session.text());
  const begun = await post(
    `${url}/api/widget/conversations`,
    { clientId: "kept-over-the-kill", text, pageUrl: null },
    token,
  );
  expect(begun.status).toBe(201);
  return token;
}

const post = (url: string, body: object, token = ""): Promise<Response> =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });

async function conversationsOf({ url }: Ready, token: string): Promise<number> {
  const listed = await fetch(`${url}/api/widget/conversations`, { headers: { authorization: `Bearer ${token}` } });
  const { conversations }: { conversations: readonly unknown[] } = JSON.parse(await listed.text());
  return conversations.length;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
