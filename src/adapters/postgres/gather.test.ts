import { expect, test } from "vitest";
import { gather } from "./gather.ts";

/** Doubles numbers, and keeps which were asked together; each answer waits for `release`. */
function doubling(most: number) {
  const asked: (readonly number[])[] = [];
  const gates: PromiseWithResolvers<void>[] = [];
  const ask = gather(async (numbers: readonly number[]) => {
    asked.push(numbers);
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    await gate.promise;
    if (numbers.includes(0)) throw new Error("not zero");
    return numbers.map((number) => number * 2);
  }, most);
  const release = async (): Promise<void> => {
    await Promise.resolve();
    gates.shift()?.resolve();
  };
  return { ask, asked, release };
}

test("what is asked in one turn goes together, what comes meanwhile with the next, and each gets its own answer", async () => {
  const { ask, asked, release } = doubling(10);
  const first = [ask(1), ask(2)];
  await Promise.resolve();
  const second = [ask(3), ask(4)];
  await release();
  expect(await Promise.all(first)).toEqual([2, 4]);
  await release();
  expect(await Promise.all(second)).toEqual([6, 8]);
  expect(asked).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test("no more than so many go together", async () => {
  const { ask, asked, release } = doubling(2);
  const all = [ask(1), ask(2), ask(3)];
  await release();
  await Promise.all(all.slice(0, 2));
  await release();
  expect(await Promise.all(all)).toEqual([2, 4, 6]);
  expect(asked).toEqual([[1, 2], [3]]);
});

test("a failure is told to those who asked together, and the next are asked all the same", async () => {
  const { ask, release } = doubling(10);
  const failing = [ask(0), ask(1)].map((answer) => answer.catch((error: unknown) => String(error)));
  await release();
  expect(await Promise.all(failing)).toEqual(["Error: not zero", "Error: not zero"]);
  const next = ask(5);
  await release();
  expect(await next).toBe(10);
});
