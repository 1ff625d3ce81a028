import { expect, test } from "vitest";
import { isOurHost } from "./hosts.ts";

const PUBLIC = "https://chat.example.com";

test.each([
  ["chat.example.com", true],
  ["CHAT.example.com", true],
  ["chat.example.com:443", true],
  ["chat.example.com:8443", false],
  ["localhost", true],
  ["localhost:3000", true],
  ["127.0.0.1:3000", true],
  ["[::1]:3000", true],
  ["evil.example", false],
  ["evil.example:3000", false],
  ["chat.example.com.evil.example", false],
  ["localhost.evil.example", false],
  ["127.0.0.1.evil.example", false],
  ["10.0.0.7:3000", false],
  ["", false],
  ["@", false],
  [undefined, false],
])("Host: %s under https://chat.example.com is ours: %s", (host, isOurs) => {
  expect(isOurHost(host, PUBLIC)).toBe(isOurs);
});

test("a public URL with a port of its own is answered for with that port alone", () => {
  expect(isOurHost("chat.example.com:8443", "https://chat.example.com:8443")).toBe(true);
  expect(isOurHost("chat.example.com", "https://chat.example.com:8443")).toBe(false);
});
