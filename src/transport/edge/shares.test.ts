import { expect, test } from "vitest";
import { createShares } from "./shares.ts";

const shares = () => createShares({ all: 10, network: 4, wider: 6 });

test("one network holds its share and no more, whoever asks there", () => {
  const given = shares();
  expect(given.open("198.51.100.7").take(4)).toBe(true);
  expect(given.open("::ffff:198.51.100.7").take(1)).toBe(false);
  expect(given.open("198.51.100.8").take(1)).toBe(true);
});

test("the wider network holds no more than its own share", () => {
  const given = shares();
  expect(given.open("2001:db8:1:1::1").take(4)).toBe(true);
  expect(given.open("2001:db8:1:2::1").take(3)).toBe(false);
  expect(given.open("2001:db8:1:2::1").take(2)).toBe(true);
  expect(given.open("2001:db8:2:1::1").take(4)).toBe(true);
});

test("all together hold no more than there is", () => {
  const given = shares();
  for (const address of ["192.0.2.1", "198.51.100.1"]) expect(given.open(address).take(4)).toBe(true);
  expect(given.open("203.0.113.1").take(3)).toBe(false);
  expect(given.held()).toBe(8);
});

test("what is given back is there for others, and only once", () => {
  const given = shares();
  const first = given.open("198.51.100.7");
  expect(first.take(4)).toBe(true);
  first.give(3);
  expect(given.open("198.51.100.7").take(3)).toBe(true);
  first.end();
  first.end();
  first.give(2);
  expect(given.held()).toBe(3);
  expect(given.open("198.51.100.7").take(1)).toBe(true);
});
