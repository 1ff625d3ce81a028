import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { DatabaseTrouble } from "../ports/database-trouble.ts";
import { heedBugs } from "./bugs.ts";

function given() {
  const told: string[] = [];
  const process = new EventEmitter();
  const ends = { times: 0 };
  heedBugs(
    process,
    (_level, event, fields) => void told.push(`${event}: ${String(fields?.["error"])}`),
    () => void (ends.times += 1),
  );
  return { process, told, ends };
}

test.each(["uncaughtException", "unhandledRejection"])("%s is told, and ends the process in order, once", (event) => {
  const { process, told, ends } = given();
  process.emit(event, new Error("a bug"));
  process.emit(event, new Error("another, on the way out"));
  expect(told).toEqual(["bug-not-caught: Error: a bug", "bug-not-caught: Error: another, on the way out"]);
  expect(ends.times).toBe(1);
});

test("trouble of the database that nobody caught is told, and no more", () => {
  const { process, told, ends } = given();
  const said = { sentence: "It is not reached.", said: "ECONNREFUSED" };
  process.emit("unhandledRejection", new DatabaseTrouble("away", said, null));
  expect(told).toEqual(["trouble-not-caught: It is not reached. (ECONNREFUSED)"]);
  expect(ends.times).toBe(0);
});
