import { setTimeout as pause } from "node:timers/promises";

/** A condition that has not come true by now never will; far above what a busy machine needs. */
const DEADLINE_MS = 45_000;
const ASK_EVERY_MS = 10;

/** Asks again and again until the answer is neither null nor false, and gives it back. Throws, saying what was awaited. */
export async function until<T>(what: string, ask: () => T | Promise<T>): Promise<Exclude<T, null | false>> {
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await pause(ASK_EVERY_MS);
  }
}

const isThere = <T>(answer: T): answer is Exclude<T, null | false> => answer !== null && answer !== false;
