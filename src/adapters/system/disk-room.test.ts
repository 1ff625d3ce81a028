import { mkdtempSync, rmSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { diskRoom, ROOM_UNKNOWN } from "./disk-room.ts";

const GB = 1024 ** 3;
const TB = 1024 * GB;

vi.mock("node:fs/promises", { spy: true });

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ariane-room-"));
});
afterEach(() => {
  vi.mocked(statfs).mockReset();
  rmSync(folder, { recursive: true });
});

/** A disk with so many blocks of 4 kB free, of which so many are root's. */
async function disk(free: number, reserved: number): Promise<void> {
  const found = await statfs(folder);
  vi.mocked(statfs).mockResolvedValue(Object.assign(found, { bsize: 4_096, bfree: free, bavail: free - reserved }));
}

test("the disk under a folder is low below its floor, and not at it", async () => {
  await disk(1_000, 0);
  expect(await diskRoom(folder, 1_000 * 4_096).isLow()).toBe(false);
  expect(await diskRoom(folder, 1_000 * 4_096 + 1).isLow()).toBe(true);
});

test("what only root may write is no room", async () => {
  await disk(1_000, 400);
  expect(await diskRoom(folder, 600 * 4_096).isLow()).toBe(false);
  expect(await diskRoom(folder, 601 * 4_096).isLow()).toBe(true);
});

test("of a real disk it is told in bytes", async () => {
  expect(await diskRoom(folder, 1).isLow()).toBe(false);
  expect(await diskRoom(folder, 1_000_000 * TB).isLow()).toBe(true);
});

test("a folder that is gone is trouble, and no room for guesses", async () => {
  await expect(diskRoom(join(folder, "nowhere"), 1).isLow()).rejects.toMatchObject({ code: "ENOENT" });
});

test("of a disk that nobody tells us about everything is taken", async () => {
  expect(await ROOM_UNKNOWN.isLow()).toBe(false);
});
