/**
 * Every route of the contract, asked by everyone who might ask, at a running server. What each is told follows from
 * the route's `who` and its refusals alone: a new route is tried the day it is there.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Route } from "../../contract/route.ts";
import { ROUTES } from "../../contract/routes.ts";
import { widgetSessionApi } from "../../contract/sessions/widget-sessions.ts";
import { exampleOf } from "./access/examples.ts";
import { type AccessHouse, openAccessHouse } from "./access/house.ts";
import { FOR_WHO_THEY_ARE, type Principal, PRINCIPALS, refusalsFor } from "./access/principals.ts";

let house: AccessHouse;
beforeAll(async () => {
  house = await openAccessHouse();
});
afterAll(() => house.close());

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

/** Those who may, or who may not. */
const askers = (route: Route, may: boolean): readonly Principal[] =>
  PRINCIPALS.filter((who) => (refusalsFor(route, who).length === 0) === may);

const tried = (may: boolean, routes: readonly Route[] = ROUTES) =>
  routes.filter((route) => askers(route, may).length > 0).map((route) => [nameOf(route), route] as const);

const ask = (route: Route, who: Principal) => house.ask(route, who, exampleOf(route, house.facts));

// First: nothing of what the others ask about has been changed yet.
describe("who may not is refused as the contract says, and nothing changes", () => {
  test.each(tried(false))("%s", async (_name, route) => {
    const before = await house.digest();
    for (const who of askers(route, false)) {
      const { code, status } = await ask(route, who);
      expect(refusalsFor(route, who), `to ${who}`).toContain(code);
      expect([401, 403, 404], `to ${who}`).toContain(status);
    }
    expect(await house.digest()).toBe(before);
  });
});

/** What takes things away comes last, and the end of Marie's session at the very end. */
const rank = (route: Route): number => (route === widgetSessionApi.end ? 2 : route.method === "DELETE" ? 1 : 0);
const inOrder = ROUTES.toSorted((one, other) => rank(one) - rank(other));

describe("who may is not refused for who they are", () => {
  test.each(
    tried(true, inOrder).flatMap(([name, route]) => askers(route, true).map((who) => [name, who, route] as const)),
  )("%s by %s", async (_name, who, route) => {
    const before = await house.digest();
    const said = await ask(route, who);
    expect([...FOR_WHO_THEY_ARE, "internal", "request-invalid"]).not.toContain(said.code);
    // What is hers is there for her.
    const isHers = who === "marie" && route.who === "visitor";
    expect(isHers ? said.code : null).toBeNull();
    // A "no" of any kind leaves everything as it was, and so does reading.
    const changesNothing = said.code !== null || route.method === "GET";
    expect(changesNothing ? await house.digest() : before).toBe(before);
    // Which page asked is told to none but those that may carry the widget.
    expect(said.cors).toBeNull();
  });
});
