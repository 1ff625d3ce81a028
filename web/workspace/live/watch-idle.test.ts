import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchIdle } from "./watch-idle.ts";

const MINUTE = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("ten minutes without a touch are idle, the next touch ends it, and each is told once", () => {
  const page = new EventTarget();
  const told: boolean[] = [];
  const stop = watchIdle(page, (isIdle) => told.push(isIdle));
  vi.advanceTimersByTime(9 * MINUTE);
  page.dispatchEvent(new Event("pointermove"));
  vi.advanceTimersByTime(9 * MINUTE);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(2 * MINUTE);
  expect(told).toEqual([true]);
  page.dispatchEvent(new Event("keydown"));
  page.dispatchEvent(new Event("keydown"));
  expect(told).toEqual([true, false]);
  stop();
  vi.advanceTimersByTime(20 * MINUTE);
  expect(told).toEqual([true, false]);
});
