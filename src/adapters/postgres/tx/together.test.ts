import { expect, test } from "vitest";
import { DatabaseTrouble } from "../../../ports/database-trouble.ts";
import { shareTransactions } from "./together.ts";

/** Transactions that keep which works they had; `commits` says how each of them ends. */
function transactions(commits: () => Promise<void> = () => Promise.resolve()) {
  const begun: string[][] = [];
  const together = shareTransactions<string[]>(async (works) => {
    const had: string[] = [];
    begun.push(had);
    const result = await works(() => had);
    await commits();
    return result;
  });
  const work = (about: string, name = about): Promise<string> =>
    together(about, async (had) => {
      had.push(name);
      if (name.includes("fails")) throw new Error(`${name}!`);
      return `${name} done`;
    });
  return { begun, work };
}

const settled = async (works: readonly Promise<string>[]): Promise<readonly string[]> =>
  (await Promise.allSettled(works)).map((each) => (each.status === "fulfilled" ? each.value : String(each.reason)));

test("works that come at once share a transaction, in the order of what they are about", async () => {
  const { begun, work } = transactions();
  expect(await settled([work("b"), work("a"), work("c")])).toEqual(["b done", "a done", "c done"]);
  expect(begun).toEqual([["a", "b", "c"]]);
});

test("what comes while one is under way goes together in the next", async () => {
  const gate = Promise.withResolvers<void>();
  const { begun, work } = transactions(() => gate.promise);
  const first = work("a");
  await new Promise((resolve) => void setImmediate(() => setImmediate(resolve)));
  const others = [work("b"), work("c")];
  gate.resolve();
  await settled([first, ...others]);
  expect(begun).toEqual([["a"], ["b", "c"]]);
});

test("two works about the same thing never share one, and the first goes first", async () => {
  const { begun, work } = transactions();
  await settled([work("a", "a1"), work("a", "a2"), work("b"), work("a", "a3")]);
  expect(begun).toEqual([["a1", "b"], ["a2"], ["a3"]]);
});

test("one that fails fails alone: its neighbours are done, each in a transaction of its own", async () => {
  const { begun, work } = transactions();
  expect(await settled([work("a"), work("b", "b fails"), work("c")])).toEqual(["a done", "Error: b fails!", "c done"]);
  expect(begun).toEqual([["a", "b fails", "c"], ["a"], ["b fails"], ["c"]]);
});

test("nobody hears of a result before the commit, and a database in trouble is told to all without another try", async () => {
  const trouble = new DatabaseTrouble("away", { sentence: "It is away.", said: "gone" }, new Error("gone"));
  const { begun, work } = transactions(() => Promise.reject(trouble));
  expect(await settled([work("a"), work("b")])).toEqual([String(trouble), String(trouble)]);
  expect(begun).toEqual([["a", "b"]]);
});

test("no more than sixteen share one", async () => {
  const { begun, work } = transactions();
  await settled(Array.from({ length: 20 }, (_, n) => work(`${n}`)));
  expect(begun.map(({ length }) => length)).toEqual([16, 4]);
});

test("one that takes long holds up nobody else", async () => {
  const { promise: never, resolve: end } = Promise.withResolvers<void>();
  const ends = [never, Promise.resolve()];
  const { begun, work } = transactions(() => ends.shift() ?? Promise.resolve());
  const slow = work("a");
  await new Promise((resolve) => void setImmediate(() => setImmediate(resolve)));
  expect(await work("b")).toBe("b done");
  expect(begun).toEqual([["a"], ["b"]]);
  end();
  expect(await slow).toBe("a done");
});

test("a transaction is over only when all its works have ended, also where one has failed before", async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const told: string[] = [];
  const together = shareTransactions<null>(async (works) => {
    try {
      return await works(() => null);
    } finally {
      told.push("over");
    }
  });
  const slow = together("a", async () => {
    await gate;
    told.push("slow");
  });
  const failing = together("b", () => Promise.reject(new Error("b fails")));
  const both = Promise.allSettled([slow, failing]);
  await new Promise((resolve) => void setImmediate(() => setImmediate(resolve)));
  open();
  await both;
  // Both once together, then each alone.
  expect(told.slice(0, 2)).toEqual(["slow", "over"]);
});
