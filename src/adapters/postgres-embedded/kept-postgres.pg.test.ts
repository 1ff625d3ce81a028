import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, expect, test } from "vitest";
import { until } from "../../../test/support/until.ts";
import { createPool } from "../postgres/pool.ts";
import { systemTimers } from "../system/timers.ts";
import { keepEmbeddedPostgres } from "./kept-postgres.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "ariane-kept-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test.each(["SIGKILL", "SIGQUIT", "SIGINT"])(
  "ended by %s it is started again where it was, with all its rows",
  async (signal) => {
    const told: string[] = [];
    const back: number[] = [];
    const kept = await keepEmbeddedPostgres({
      dataDir,
      durable: false,
      extraSettings: { synchronous_commit: "on" },
      timers: systemTimers,
      ended: (why) => void told.push(why),
      back: (pid) => void back.push(pid),
    });
    const pool = createPool(kept.connection);
    await pool.query("create table kept as select 1 as id");
    process.kill(kept.pid, signal);
    const rows = await until("it answers again", () =>
      back.length === 0
        ? null
        : pool.query("select id from kept").then(
            (found) => found.rows,
            () => null,
          ),
    );
    expect(rows).toEqual([{ id: 1 }]);
    expect(told).not.toEqual([]);
    expect(back).not.toContain(kept.pid);
    await pool.end();
    await kept.stop();
    expect(back).toHaveLength(1);
  },
);
