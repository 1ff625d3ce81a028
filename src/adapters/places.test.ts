import { expect, test } from "vitest";
import { createPlaces } from "./places.ts";

test("so much at once, and the rest in the order in which it came", async () => {
  const places = createPlaces(2);
  const gates = Array.from({ length: 5 }, () => Promise.withResolvers<null>());
  const begun: number[] = [];
  const done = gates.map(({ promise }, n) =>
    places.hold(() => {
      begun.push(n);
      return promise;
    }),
  );
  expect(begun).toEqual([0, 1]);
  gates[1]?.resolve(null);
  await done[1];
  expect(begun).toEqual([0, 1, 2]);
  for (const { resolve } of gates) resolve(null);
  await Promise.all(done);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});

test("what fails gives its place back", async () => {
  const places = createPlaces(1);
  const failed = places.hold(() => Promise.reject(new Error("broken")));
  const next = places.hold(() => Promise.resolve("done"));
  await expect(failed).rejects.toThrow("broken");
  expect(await next).toBe("done");
});

test("how many there are is asked at each turn: fewer begin, and more again", async () => {
  let most = 3;
  const places = createPlaces(() => most);
  const gates = Array.from({ length: 7 }, () => Promise.withResolvers<null>());
  const begun: number[] = [];
  const done = gates.map(({ promise }, n) =>
    places.hold(() => {
      begun.push(n);
      return promise;
    }),
  );
  most = 1;
  for (const n of [0, 1]) {
    gates[n]?.resolve(null);
    await done[n];
  }
  expect(begun).toEqual([0, 1, 2]);
  gates[2]?.resolve(null);
  await done[2];
  expect(begun).toEqual([0, 1, 2, 3]);
  most = 3;
  gates[3]?.resolve(null);
  await done[3];
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
  for (const { resolve } of gates) resolve(null);
  await Promise.all(done);
});

test("who waits is let in when there are more places, though nobody comes or ends; and before whoever comes then", async () => {
  let most = 1;
  const places = createPlaces(() => most, 1);
  const gate = Promise.withResolvers<null>();
  const first = places.hold(() => gate.promise);
  const begun: string[] = [];
  const second = places.hold(async () => void begun.push("second"));
  most = 2;
  const third = places.hold(async () => void begun.push("third"));
  await Promise.all([second, third]);
  expect(begun).toEqual(["second", "third"]);

  most = 1;
  const fourth = places.hold(() => Promise.resolve("done"));
  most = 2;
  expect(await fourth).toBe("done");
  gate.resolve(null);
  await first;
});
