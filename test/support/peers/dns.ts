/** A DNS of our own, for machines without one. */
import type { Dns } from "../../../src/adapters/system/dns.ts";

/** `example.com TXT` → the texts; what is not there does not exist. */
export type Zone = Readonly<Record<string, readonly string[]>>;

export const dnsOf = (zone: Zone): Dns => ({
  resolve(name, type) {
    const found = zone[`${name.toLowerCase()} ${type}`];
    if (found === undefined) return Promise.reject(Object.assign(new Error("not found"), { code: "ENOTFOUND" }));
    return Promise.resolve(found.map((text) => [text]));
  },
  mailDomains: { takesMail: () => Promise.resolve("unknown") },
});

/** Mail from this machine in the name of example.com is proved by SPF; in the name of anybody else by nothing. */
export const EXAMPLE_SENDS_FROM_HERE: Zone = { "example.com TXT": ["v=spf1 ip4:127.0.0.1 -all"] };
