import { expect, test } from "vitest";
import { brandId } from "../ids.ts";
import { withOneDefaultEach } from "./support-addresses.ts";

const address = (name: string, brand: string, isDefault = false) => ({ name, brandId: brandId(brand), isDefault });
const defaultsOf = (rows: readonly ReturnType<typeof address>[]) =>
  withOneDefaultEach(rows).flatMap((row) => (row.isDefault ? [row.name] : []));

test("a brand's first address is its default", () => {
  expect(defaultsOf([address("help", "shop")])).toEqual(["help"]);
});

test("a second address leaves the default as it is", () => {
  expect(defaultsOf([address("new", "shop"), address("help", "shop", true)])).toEqual(["help"]);
});

test("where the default has gone, the first that is left takes its place", () => {
  expect(defaultsOf([address("one", "shop"), address("two", "shop")])).toEqual(["one"]);
});

test("of two defaults in one brand the first stays", () => {
  expect(defaultsOf([address("one", "shop", true), address("two", "shop", true)])).toEqual(["one"]);
});

test("each brand has its own", () => {
  expect(defaultsOf([address("one", "shop", true), address("two", "club")])).toEqual(["one", "two"]);
});
