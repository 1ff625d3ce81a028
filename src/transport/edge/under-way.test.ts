import { expect, test } from "vitest";
import { trackWork } from "./under-way.ts";

test("stopping waits for what is under way, and for what that begins", async () => {
  const done: string[] = [];
  const work = trackWork((error) => done.push(String(error)));
  const gate = Promise.withResolvers<void>();
  const askRule = async (): Promise<void> => void done.push("asked the rule");
  const leave = async (): Promise<void> => {
    await gate.promise;
    done.push("left");
    void work.begin(askRule());
  };
  void work.begin(leave());
  const stopped = work.ended().then(() => done.push("stopped"));
  gate.resolve();
  await stopped;
  expect(done).toEqual(["left", "asked the rule", "stopped"]);
});

test("what fails is told once, and stops nobody", async () => {
  const told: unknown[] = [];
  const work = trackWork((error) => told.push(error));
  const failure = new Error("the line broke");
  await work.begin(Promise.reject(failure));
  await work.ended();
  expect(told).toEqual([failure]);
});
