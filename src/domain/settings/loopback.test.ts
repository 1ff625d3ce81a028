import { expect, test } from "vitest";
import { isLoopback } from "./loopback.ts";

test.each([
  ["localhost", true],
  ["127.8.9.10", true],
  ["::1", true],
  ["[::1]", true],
  ["0.0.0.0", false],
  ["127.0.0.1.evil.example", false],
  ["localhost.evil.example", false],
  ["::", false],
  ["192.168.0.1", false],
  ["chat.example.com", false],
])("%s leads to this machine only: %s", (name, isIt) => {
  expect(isLoopback(name)).toBe(isIt);
});
