import { expect, test } from "vitest";
import { createAddresses } from "./addresses.ts";

const asked = (peer: string, forwarded?: string) => ({
  headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
  socket: { remoteAddress: peer },
});
const addresses = createAddresses(["127.0.0.1", "10.0.0.0/8", "2001:db8::/32"]);

test.each([
  ["a stranger's own word counts for nothing", "198.51.100.7", "203.0.113.1", "198.51.100.7"],
  ["a proxy says who asked", "127.0.0.1", "198.51.100.7", "198.51.100.7"],
  ["a row of proxies is followed", "127.0.0.1", "198.51.100.7, 10.1.2.3", "198.51.100.7"],
  ["what a stranger wrote before the proxies is not", "10.1.2.3", "203.0.113.1, 198.51.100.7", "198.51.100.7"],
  ["a proxy of IPv6", "2001:db8::1", "2001:db9::7", "2001:db9::7"],
  ["an IPv4 proxy on a socket of both", "::ffff:127.0.0.1", "198.51.100.7", "198.51.100.7"],
  ["a proxy that says nothing is itself", "127.0.0.1", undefined, "127.0.0.1"],
])("%s", (_what, peer, forwarded, address) => {
  expect(addresses.of(asked(peer, forwarded))).toBe(address);
});
