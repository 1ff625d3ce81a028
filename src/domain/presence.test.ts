import { expect, test } from "vitest";
import { instant } from "./ids.ts";
import { foldPresence } from "./presence.ts";

const at = (seconds: number) => instant(seconds * 1000);

test("of two tabs or devices, one closed: connected", () => {
  expect(foldPresence([at(120)], at(90), at(100))).toEqual({ kind: "connected" });
  expect(foldPresence([at(80), at(120)], null, at(100))).toEqual({ kind: "connected" });
});

test("the last of them closed: gone since then", () => {
  expect(foldPresence([], at(90), at(100))).toEqual({ kind: "gone", since: at(90) });
});

test("a socket that vanished is gone since its lease lapsed", () => {
  expect(foldPresence([at(70), at(100)], at(90), at(100))).toEqual({ kind: "gone", since: at(100) });
  expect(foldPresence([at(70)], at(90), at(100))).toEqual({ kind: "gone", since: at(90) });
});

test("never connected has no departure", () => {
  expect(foldPresence([], null, at(100))).toEqual({ kind: "gone", since: null });
});
