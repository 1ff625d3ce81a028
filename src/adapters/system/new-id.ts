import { randomFillSync } from "node:crypto";
import type { NewId } from "../../ports/system.ts";

const RANDOM_POOL = 4_096;
const RANDOM_BYTES = 10;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, 74 random ones. Ids made one after the other sort by time. */
export function createNewId(now: () => number = Date.now): NewId {
  const pool = new Uint8Array(RANDOM_POOL);
  let used = RANDOM_POOL;
  return () => {
    if (used + RANDOM_BYTES > RANDOM_POOL) {
      randomFillSync(pool);
      used = 0;
    }
    const random = pool.subarray(used, used + RANDOM_BYTES);
    used += RANDOM_BYTES;
    const time = now().toString(16).padStart(12, "0");
    const hex = (index: number): string => HEX[random[index] ?? 0] ?? "00";
    const version = `7${hex(0).slice(1)}${hex(1)}`;
    const variant = (0x80 | ((random[2] ?? 0) & 0x3f)).toString(16) + hex(3);
    const node = hex(4) + hex(5) + hex(6) + hex(7) + hex(8) + hex(9);
    return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}-${node}`;
  };
}
