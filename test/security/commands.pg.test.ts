/** What an operator types on the host: `npm run end-demo`, `npm run reset-password -- EMAIL`, on a data folder of its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Application, startApplication } from "../../src/compose/application.ts";
import { parseConfig } from "../../src/config.ts";
import { DEMO_SIGN_IN } from "../../src/domain/settings/demo.ts";
import { connect } from "../support/doors/sockets.ts";
import { witness } from "../support/doors/witness.ts";
import { until } from "../support/until.ts";

const PROJECT = join(import.meta.dirname, "..", "..");
const ADA = "ada@lamps.example";
const [FIRST, SECOND, THIRD] = ["trois lampes au plafond", "another lamp above", "a lamp beside the door"];
/** Four starts of the embedded database. */
const LONG_MS = 120_000;

let folder = "";
let running: Application | null = null;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ariane-commands-"));
});
afterEach(stop);
afterAll(() => rm(folder, { recursive: true, force: true }));

const environment = () => ({
  PORT: "0",
  ARIANE_INBOUND_SMTP_PORT: "0",
  ARIANE_DATA_DIR: folder,
  ARIANE_LOG_LEVEL: "error",
});

async function start(demo: "0" | "1"): Promise<Application> {
  const config = parseConfig({ ...environment(), ARIANE_DEMO: demo });
  if (!config.ok) throw new Error(config.error.join("\n"));
  running = await startApplication(config.value, () => undefined, { witness: witness() });
  return running;
}

async function stop(): Promise<void> {
  await running?.stop();
  running = null;
}

/** What it says, and its code. `typed`: what somebody types into it. */
async function command(name: "end-demo" | "reset-password", words: readonly string[] = [], typed = "") {
  const child = spawn(process.execPath, [join(PROJECT, "scripts", `${name}.ts`), ...words], {
    cwd: PROJECT,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...environment() },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.end(typed);
  const [code]: unknown[] = await once(child, "close");
  return { said, code };
}

async function post({ url }: Application, path: string, body: object) {
  const headers = { "content-type": "application/json", "x-ariane-request": "1" };
  const answer = await fetch(`${url}/api/agent/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  await answer.arrayBuffer();
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  return { status: answer.status, cookie: cookies.join("; ") };
}

async function get({ url }: Application, path: string, cookie = ""): Promise<{ status: number; body: string }> {
  const answer = await fetch(`${url}/api/agent/${path}`, { headers: { cookie } });
  return { status: answer.status, body: await answer.text() };
}

const tokenIn = (said: string): string => /\/workspace\/new-password#([\w-]{43})/.exec(said)?.[1] ?? "";

test(
  "a demo is ended on its folder, for good, and the first page makes the first admin; who loses a password gets a link",
  { timeout: LONG_MS },
  async () => {
    const demo = await start("1");
    const { cookie } = await post(demo, "sign-in", DEMO_SIGN_IN);
    expect((await get(demo, "me", cookie)).status).toBe(200);
    expect(await command("end-demo")).toEqual({ code: 1, said: expect.stringMatching(/stop it first/) });
    expect((await get(demo, "me", cookie)).status).toBe(200);
    await stop();

    expect(await command("end-demo")).toEqual({
      code: 0,
      said: expect.stringMatching(/^The demo has ended: .*ARIANE_DEMO=0/s),
    });
    expect(await command("end-demo")).toEqual({ code: 0, said: expect.stringMatching(/no demo: nothing was changed/) });
    // Nobody of the demo is let back in.
    expect(await command("reset-password", [DEMO_SIGN_IN.email])).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^Nothing was changed\. .*activated by an admin first/),
    });
    await expect(start("1")).rejects.toThrow("no demo runs on it");

    const house = await start("0");
    expect(JSON.parse((await get(house, "setup")).body)).toMatchObject({ hasAdmin: false, demoSignIn: null });
    expect((await post(house, "sign-in", DEMO_SIGN_IN)).status).toBe(401);
    expect((await get(house, "me", cookie)).status).toBe(401);
    const code = (await readFile(join(folder, "first-admin-code"), "utf8")).trim();
    const admin = { accountName: "Lamps", name: "Ada", email: ADA, locale: "en", timeZone: "Europe/Paris" };
    const ada = await post(house, "first-admin", { ...admin, code, password: FIRST });
    expect([ada.status, (await get(house, "me", ada.cookie)).status]).toEqual([204, 200]);

    const made = await command("reset-password", [ADA]);
    expect(made).toEqual({ code: 0, said: expect.stringMatching(/works once, until .*every session of theirs ends/s) });
    expect(made.said).toContain(`${house.url}/workspace/new-password#`);
    // Nothing has changed yet.
    expect((await get(house, "me", ada.cookie)).status).toBe(200);
    const token = tokenIn(made.said);
    const chosen = await post(house, "new-password", { token, password: SECOND });
    expect([chosen.status, (await get(house, "me", chosen.cookie)).status]).toEqual([204, 200]);
    expect((await get(house, "me", ada.cookie)).status).toBe(401);
    expect((await post(house, "new-password", { token, password: THIRD })).status).toBe(404);

    const origin = new URL(house.url).origin;
    const desk = await connect(house, "/api/agent/socket", { origin, cookie: chosen.cookie });
    expect(await command("reset-password", ["--set", ADA], "short\n")).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^Nothing was changed\. At least 12/),
    });
    expect(await command("reset-password", ["--set", ADA], `${THIRD}\n`)).toEqual({
      code: 0,
      said: expect.stringMatching(/is changed/),
    });
    // At once: by itself it would look again in a minute.
    await until("their page has been told", () => desk.socket.readyState === desk.socket.CLOSED);
    expect((await get(house, "me", chosen.cookie)).status).toBe(401);
    expect((await post(house, "sign-in", { email: ADA, password: SECOND })).status).toBe(401);
    expect((await post(house, "sign-in", { email: ADA, password: THIRD })).status).toBe(204);
    await stop();

    const late = await command("reset-password", [ADA]);
    expect(late).toEqual({ code: 0, said: expect.stringMatching(/The server is not running: start it first/) });
    expect(tokenIn(late.said)).not.toBe("");
  },
);

test("what is typed wrongly says how it is typed, and changes nothing", { timeout: LONG_MS }, async () => {
  for (const words of [[], ["--what"], [ADA, "another"]]) {
    expect(await command("reset-password", words)).toEqual({
      code: 2,
      said: expect.stringMatching(/^Usage: npm run reset-password/),
    });
  }
});
