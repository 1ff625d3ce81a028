import { statfs } from "node:fs/promises";
import type { DiskRoom } from "../../ports/system.ts";

/** The disk that holds this folder is low when whoever is no superuser may write less than `floor` bytes. */
export const diskRoom = (folder: string, floor: number): DiskRoom => ({
  async isLow() {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize < floor;
  },
});

/** The database lies on another machine: what room there is, nobody tells us. */
export const ROOM_UNKNOWN: DiskRoom = { isLow: () => Promise.resolve(false) };
