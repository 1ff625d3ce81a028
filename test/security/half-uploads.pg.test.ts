/** What files that are on their way cost a real process in memory, however many and however large (SECURITY.md V2). */
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import process from "node:process";
import { afterEach, expect, test } from "vitest";
import { visit } from "../support/doors/doors.ts";
import { liveWorld } from "../support/live-world.ts";
import { type Program, startProgram } from "../support/servers/program.ts";
import { until } from "../support/until.ts";

const MB = 1024 * 1024;
const UPLOADS = 40;
/** Of each so much has come. All of it together is four times what may be held. */
const COMES = 5 * MB;
const ANNOUNCED = 24 * MB;
const HELD_AT_MOST = 50 * MB;

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** Says that a file follows, and sends the first part of it. */
function halfUpload({ url }: Program, token: string): Socket {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  const headers = { host, authorization: `Bearer ${token}`, "content-type": "text/plain", "content-length": ANNOUNCED };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.write(`POST /api/widget/attachments HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
  socket.write(Buffer.alloc(COMES, "a"));
  return socket;
}

async function wholeUpload({ url }: Program, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "text/plain" };
  const body = new Uint8Array(COMES);
  const answer = await fetch(`${url}/api/widget/attachments`, { method: "POST", headers, body });
  expect(answer.status).toBe(201);
}

/** Bytes of a process that are in memory: now, or the most there ever were. */
function resident({ pid }: Program, which: "VmRSS" | "VmHWM"): number {
  const found = new RegExp(`^${which}:\\s+(\\d+) kB`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(found?.[1]) * 1024;
}

test.skipIf(process.platform !== "linux")(
  "forty half uploads of people who may upload take less than 50 MB",
  { timeout: 60_000 },
  async () => {
    const world = await liveWorld();
    closers.push(() => world.dispose());
    const program = await startProgram(world.database.connection);
    closers.push(() => program.dispose());
    // Each may have twenty files that wait.
    const [one, two, before] = [
      await visit(program, world.brandId),
      await visit(program, world.brandId),
      await visit(program, world.brandId),
    ];
    const hasCome = (bytes: number) =>
      until(`${bytes} bytes are stored`, async () => {
        const found = await world.database.pool.query<{ stored: number }>(
          "select coalesce(sum(octet_length(bytes)), 0) as stored from attachment_bytes",
        );
        return found.rows[0]?.stored === bytes;
      });
    // A server that has taken files before: what the first ones bring along for good (code, pools) is not what forty cost.
    for (let file = 0; file < 4; file += 1) await wholeUpload(program, before.token);
    const quiet = resident(program, "VmRSS");
    const sockets = Array.from({ length: UPLOADS }, (_, n) => halfUpload(program, (n % 2 === 0 ? one : two).token));
    closers.push(() => sockets.forEach((socket) => socket.destroy()));
    await hasCome((UPLOADS + 4) * COMES);
    const taken = resident(program, "VmHWM") - quiet;
    process.stdout.write(`${UPLOADS} half uploads of ${COMES / MB} MB take ${Math.round(taken / MB)} MB\n`);
    expect(taken).toBeLessThan(HELD_AT_MOST);
  },
);
