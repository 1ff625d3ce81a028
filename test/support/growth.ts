/** How work grows with its input: a ratio, in processor time of this process alone, so that a busy machine changes nothing. */
import process from "node:process";

/** Below this a measurement is noise: a thread that starts, a heap that grows. Work that is not linear passes it by far. */
const LEAST_MICROSECONDS = 50_000;
const TIMES = 10;
/** Ten times the input, linear: about 10. Quadratic: 100. Backtracking: never back. */
export const LINEAR = 40;

/** By how much the work grows when the input does tenfold, up to `size`. */
export async function growthOf(work: (size: number) => unknown, size: number): Promise<number> {
  const small = await microseconds(() => work(Math.ceil(size / TIMES)));
  const large = await microseconds(() => work(size));
  return large / Math.max(small, LEAST_MICROSECONDS);
}

async function microseconds(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
