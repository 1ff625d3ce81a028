/** Every route of the wire. A new area adds its own here. */
import { blockedApi } from "./blocked.ts";
import type { Route } from "./route.ts";

export const ROUTES: readonly Route[] = [blockedApi].flatMap((area) => Object.values<Route>(area));
