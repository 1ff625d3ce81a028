import { expect, test } from "vitest";
import { difference, recorded } from "./audit.ts";

test("only what differs is told, what lies deeper by its path", () => {
  const before = { name: "Acme", delays: { goneAfter: 1, settleFor: 2 }, locales: ["en"], at: 1 };
  expect(difference(before, { name: "Acme", delays: { goneAfter: 3, settleFor: 2 }, locales: ["en"] })).toEqual({
    was: { "delays.goneAfter": 1 },
    became: { "delays.goneAfter": 3 },
  });
  expect(difference({}, { greeting: null })).toBeNull();
  expect(difference(before, before)).toBeNull();
});

test.each(["password", "passwordHash", "clientSecret", "keys.private", "linkToken"])("%s is masked", (field) => {
  expect(recorded({ [field]: "open sesame", name: "Ada" })).toEqual({ [field]: "•••", name: "Ada" });
});

test("a secret that is not there is told to be absent", () => {
  expect(recorded({ password: null })).toEqual({ password: null });
});

test("a long text is cut", () => {
  expect(String(recorded({ greeting: "x".repeat(10_000) })["greeting"]).length).toBe(320);
});
