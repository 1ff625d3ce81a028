/** A process whose machine's clock a test sets while it runs; only time that passes is left alone. */
import { writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ability } from "./outside-programs.ts";

export const FAKETIME: Ability = {
  program: "libfaketime",
  task: "set a clock",
  packages: "faketime",
  obstacle() {
    const { env, set } = wrongClock();
    set("+2h");
    const { stdout } = spawnSync(process.execPath, ["-e", "process.stdout.write(String(Date.now()))"], {
      env: { ...process.env, ...env },
      encoding: "utf8",
    });
    return Number(stdout) - Date.now() > 7_000_000 ? null : "the clock of a process stays where it is";
  },
};

/** `env`: what the process is started with. `set`: by how much its clock is wrong from now on, as `+2h` or `+0`. */
export function wrongClock(): {
  readonly env: Readonly<Record<string, string>>;
  set(by: "+2h" | "-2h" | "+0"): void;
} {
  const file = join(mkdtempSync(join(tmpdir(), "ariane-clock-")), "faketime");
  const set = (by: string): void => writeFileSync(file, `${by}\n`);
  set("+0");
  return {
    set,
    env: {
      LD_PRELOAD: "/usr/$LIB/faketime/libfaketimeMT.so.1",
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      DONT_FAKE_MONOTONIC: "1",
    },
  };
}
