/** Where a route is asked. */
import type { Route } from "./route.ts";

/** The parts of a request that its address holds. */
export interface Place {
  readonly params?: Readonly<Record<string, string | number>>;
  /** What is undefined is left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
}

/** Where a route is asked: its path with these parameters, and the query. */
export function addressOf(asked: Pick<Route, "path">, { params = {}, query = {} }: Place): string {
  const path = asked.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const asking = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) asking.set(name, String(value));
  return asking.size === 0 ? path : `${path}?${asking.toString()}`;
}
