import { expect, test } from "vitest";
import { ROUTES } from "./routes.ts";

const nameOf = ({ method, path }: { readonly method: string; readonly path: string }): string => `${method} ${path}`;

test("no two routes answer the same request", () => {
  // A parameter takes whatever stands in its place.
  const shapes = ROUTES.map((route) => nameOf(route).replaceAll(/:\w+/g, ":"));
  expect(shapes.filter((shape, at) => shapes.indexOf(shape) !== at)).toEqual([]);
});

test.each(ROUTES.map((route) => [nameOf(route), route] as const))("%s describes what its path names", (_, route) => {
  const named = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
  expect(Object.keys(route.params.properties)).toEqual(named);
});

test.each(ROUTES.map((route) => [nameOf(route), route] as const))("%s is read without a body", (_, route) => {
  expect(route.method === "GET" ? route.body : null).toBeNull();
});

/** What is asked at the agents' door by whoever is not signed in. */
const BEFORE_SIGN_IN = [
  "GET /api/agent/setup",
  "POST /api/agent/first-admin",
  "POST /api/agent/sign-in",
  "POST /api/agent/forgot-password",
  "POST /api/agent/password-reset",
  "POST /api/agent/new-password",
];
/** Also where the session is over already. */
const AT_SIGN_OUT = "POST /api/agent/sign-out";

test.each(ROUTES.map((route) => [nameOf(route), route] as const))("%s is for whom its door is", (name, route) => {
  const door = route.path.split("/")[2];
  const isOpen = BEFORE_SIGN_IN.includes(name) || name === AT_SIGN_OUT;
  const whoever = { admin: ["admin"], agent: isOpen ? ["anyone", "own-page"] : ["agent"] };
  const expected = door === "admin" || door === "agent" ? whoever[door] : ["anyone", "visitor", "provider"];
  expect(expected).toContain(route.who);
});
