import { expect, test } from "vitest";
import { addressOf } from "./address.ts";
import { route } from "./route.ts";
import { Uuid } from "./shared.ts";

const lift = route({ method: "POST", path: "/api/blocked/:id/lift", who: "agent", params: { id: Uuid } });

test("an address is the path with its parameters, and the query without what is not given", () => {
  expect(addressOf(lift, { params: { id: "7" } })).toBe("/api/blocked/7/lift");
  expect(addressOf(lift, { params: { id: "7" }, query: { before: undefined } })).toBe("/api/blocked/7/lift");
  expect(addressOf(lift, { params: { id: "7" }, query: { view: "all", after: 3 } })).toBe(
    "/api/blocked/7/lift?view=all&after=3",
  );
});

test("no parameter leaves its place in the path", () => {
  expect(addressOf(lift, { params: { id: "a/../b?c=d" } })).toBe("/api/blocked/a%2F..%2Fb%3Fc%3Dd/lift");
});

test("what a route leaves out is nothing: no body, an answer that is 204, no refusal of its own", () => {
  expect(lift).toMatchObject({ body: null, answer: null, status: 204, refusals: [] });
});
