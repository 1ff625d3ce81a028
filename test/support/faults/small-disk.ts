/** A disk of a few megabytes under a folder, which a test fills. Made of memory; only root may make one. */
import { execFileSync } from "node:child_process";
import { closeSync, cpSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface SmallDisk {
  /** To the last byte. */
  fill(): void;
  /** As before `fill`. */
  free(): void;
  dispose(): void;
}

/** What stands in the way of making one here; null: nothing. */
export function obstacleToSmallDisks(): string | null {
  const folder = mkdtempSync(join(tmpdir(), "ariane-disk-"));
  try {
    mount(folder, 1);
    unmount(folder);
    return null;
  } catch (error) {
    return `a small disk cannot be made here, only root may: ${String(error).split("\n", 1).join()}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What lies in the folder lies on the disk from now on. */
export function smallDisk(folder: string, megabytes: number): SmallDisk {
  const aside = mkdtempSync(join(tmpdir(), "ariane-disk-"));
  cpSync(folder, aside, { recursive: true });
  mount(folder, megabytes);
  cpSync(aside, folder, { recursive: true });
  rmSync(aside, { recursive: true });
  const ballast = join(folder, "ballast");
  return {
    fill() {
      const file = openSync(ballast, "w");
      for (const bytes of [Buffer.alloc(1024 * 1024), Buffer.alloc(4096), Buffer.alloc(1)]) {
        while (isWritten(file, bytes));
      }
      closeSync(file);
    },
    free: () => rmSync(ballast),
    dispose: () => unmount(folder),
  };
}

function isWritten(file: number, bytes: Buffer): boolean {
  try {
    return writeSync(file, bytes) > 0;
  } catch {
    return false;
  }
}

function mount(folder: string, megabytes: number): void {
  const options = `size=${megabytes}m,mode=0700`;
  execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder], { stdio: ["ignore", "ignore", "pipe"] });
}

const unmount = (folder: string): void => void execFileSync("umount", ["-l", folder]);
