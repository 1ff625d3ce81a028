import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { toJson } from "./json.ts";

const [ofArray, ofObject] = [Array.prototype, Object.prototype];
afterEach(() => {
  Reflect.deleteProperty(ofArray, "toJSON");
  Reflect.deleteProperty(ofObject, "toJSON");
});

test("it writes what JSON.stringify writes", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => toJson(value) === JSON.stringify(value)));
  expect(toJson({ a: undefined, b: [undefined], c: null })).toBe('{"b":[null],"c":null}');
});

test("a page that has given arrays or objects a toJSON of its own changes nothing", () => {
  const value = { languages: ["fr", "en"], outbox: [{ text: "é", attachments: [] }] };
  const expected = JSON.stringify(value);
  for (const prototype of [ofArray, ofObject]) {
    Object.defineProperty(prototype, "toJSON", { configurable: true, value: () => "[broken]" });
    expect(toJson(value)).toBe(expected);
  }
});
