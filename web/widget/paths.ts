/** The contract's paths as the widget writes them: plain strings, since it carries no schema, that the compiler compares. */
import type { Route } from "../../contract/route.ts";

type Filled<Path extends string> = Path extends `${infer Before}:${string}/${infer After}`
  ? `${Before}${string}/${Filled<After>}`
  : Path extends `${infer Before}:${string}`
    ? `${Before}${string}`
    : Path;

/** Where a route is asked, from the server's own address on, with its parameters filled in. */
export type PathOf<R extends Route> = R["path"] extends `/${infer Path}` ? Filled<Path> : never;

/** The same below `api/widget/`. */
export type WidgetPathOf<R extends Route> = PathOf<R> extends `api/widget/${infer Path}` ? Path : never;
