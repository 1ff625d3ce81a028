import { expect, test } from "vitest";
import { lacksDefault, textFault, withText } from "./local-text.ts";

test("an emptied text goes, and with the last one the shipped text comes back", () => {
  expect(withText(null, "fr", "Bonjour")).toEqual({ fr: "Bonjour" });
  expect(withText({ en: "Hello", fr: "Bonjour" }, "fr", "")).toEqual({ en: "Hello" });
  expect(withText({ en: "Hello" }, "en", "")).toBeNull();
});

test("a text of one's own needs the default language, the shipped one nothing", () => {
  expect(lacksDefault(null, "en")).toBe(false);
  expect(lacksDefault({ fr: "Bonjour" }, "en")).toBe(true);
  expect(lacksDefault({ en: " ", fr: "Bonjour" }, "en")).toBe(true);
});

test("a wait is at most a minute", () => {
  expect(textFault({ type: "wait", for: 60_000 }, "en")).toBe(false);
  expect(textFault({ type: "wait", for: 60_001 }, "en")).toBe(true);
  expect(textFault({ type: "wait", for: Number.NaN }, "en")).toBe(true);
});
