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
