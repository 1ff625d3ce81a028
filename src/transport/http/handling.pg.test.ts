import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { visit } from "../../../test/support/doors/doors.ts";
import { liveWorld } from "../../../test/support/live-world.ts";
import { runOn } from "../../../test/support/servers/running.ts";
import { until } from "../../../test/support/until.ts";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** Twice as many as have a place at once. */
const UPLOADS = 12;
const BEGUN = Buffer.alloc(600_000, "a");

function beginUpload(url: string, token: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), "127.0.0.1");
  socket.on("error", () => undefined);
  socket.write(
    `POST /api/widget/attachments HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${token}\r\ncontent-type: text/plain\r\ncontent-length: 20000000\r\n\r\n`,
  );
  socket.write(BEGUN);
  return socket;
}

test("a server that stops with uploads waiting for a place lets them end before it leaves the database", async () => {
  const world = await liveWorld();
  closers.push(() => world.dispose());
  const { pool } = world.database;
  const logged: string[] = [];
  const server = await runOn(world.database, {
    log: (level, event, fields) => void (level === "error" && logged.push(JSON.stringify({ event, ...fields }))),
  });
  const { token } = await visit(server, world.brandId);
  const blocker = await pool.connect();
  closers.push(async () => blocker.release());
  await blocker.query("begin; lock table attachment_bytes in exclusive mode");
  const uploads = Array.from({ length: UPLOADS }, () => beginUpload(server.url, token));
  await until("six of them hold all places", async () => {
    // Behind the table, or behind the first of them.
    const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    return (await pool.query(waiting)).rowCount === 6;
  });
  const counted = "select used from rate_window where key like 'upload:%' and used = $1";
  await until("the others wait for one", async () => (await pool.query(counted, [UPLOADS])).rowCount !== 0);

  const stopped = server.stop();
  for (const socket of uploads) socket.destroy();
  await until("nobody is let in any more", () =>
    fetch(`${server.url}/healthz`).then(
      () => false,
      () => true,
    ),
  );
  await blocker.query("commit");
  await stopped;

  expect(logged).toEqual([]);
  expect((await pool.query("select 1 from attachment")).rowCount).toBe(0);
});
