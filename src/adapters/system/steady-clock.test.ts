import { expect, test } from "vitest";
import { createSteadyClock } from "./steady-clock.ts";

const HOUR = 3_600_000;
const NOON = 1_700_000_000_000;

/** A machine whose clock anybody may set, and the time that passes. */
function given() {
  const machine = { wall: NOON, passed: 1_000 };
  const clock = createSteadyClock(
    () => machine.wall,
    () => machine.passed,
  );
  const passes = (ms: number): void => {
    machine.wall += ms;
    machine.passed += ms;
  };
  return { machine, clock, passes };
}

test("a machine's clock that is set moves nothing, forward or back, and shows", () => {
  const { machine, clock, passes } = given();
  clock.follow(0);
  machine.wall += 2 * HOUR;
  passes(1_000);
  expect([clock.now(), clock.machineAheadMs()]).toEqual([NOON + 1_000, 2 * HOUR]);
  machine.wall -= 4 * HOUR;
  expect([clock.now(), clock.machineAheadMs()]).toEqual([NOON + 1_000, -2 * HOUR]);
});

test("the database's clock sets it at the start, whatever the machine's says", () => {
  const { clock } = given();
  expect(clock.follow(2 * HOUR)).toBe("followed");
  expect(clock.now()).toBe(NOON - 2 * HOUR);
});

test("it follows a drift little by little, and never goes back", () => {
  const { clock, passes } = given();
  clock.follow(0);
  expect(clock.now()).toBe(NOON);
  expect(clock.follow(1_000)).toBe("followed");
  expect(clock.now()).toBe(NOON);
  passes(1_000);
  expect(clock.now()).toBe(NOON + 750);
  clock.follow(-1_000);
  expect(clock.now()).toBe(NOON + 1_000);
});

test("it leaps forward with the database's clock, and not back", () => {
  const { clock } = given();
  clock.follow(0);
  expect([clock.follow(-2 * HOUR), clock.now()]).toEqual(["jumped", NOON + 2 * HOUR]);
  expect([clock.follow(2 * HOUR), clock.now()]).toEqual(["went-back", NOON + 2 * HOUR]);
});
