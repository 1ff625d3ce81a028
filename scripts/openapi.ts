/** What `docs/openapi.json` says: every route of ours as OpenAPI 3.1, out of the contract (ADR 0021). */
import type { TSchema } from "typebox";
import { type Octets, REFUSED_BY_DOOR, type Route, type Who } from "../contract/route.ts";
import { ROUTES } from "../contract/routes.ts";
import { RefusalBody } from "../contract/shared.ts";
import type { RefusalCode } from "../src/domain/refusal.ts";
import { statusOf } from "../src/transport/edge/refusals.ts";

type Json = Readonly<Record<string, unknown>>;

/** The whole document, in the order of the contract. */
export function openApi(): Json {
  const paths: Record<string, Json> = {};
  for (const route of ROUTES) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Ariane",
      version: "0",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      description: "What the widget and the workspace ask of the server. Shapes stand where they are used.",
    },
    paths,
    components: { schemas: { Refusal: RefusalBody }, securitySchemes: SCHEMES },
  };
}

const SCHEMES: Json = {
  visitor: { type: "http", scheme: "bearer", description: "A browser session of the widget." },
  agent: { type: "apiKey", in: "cookie", name: "ariane_agent", description: "The session of a team member." },
};

const SECURITY: Readonly<Record<Who, readonly Json[]>> = {
  anyone: [],
  "own-page": [],
  visitor: [{ visitor: [] }],
  agent: [{ agent: [] }],
  admin: [{ agent: [] }],
  // Signed as a whole: no scheme of OpenAPI says so.
  provider: [],
};

function operation(route: Route): Json {
  return {
    operationId: nameOf(route),
    tags: [route.path.split("/")[2] ?? "root"],
    "x-who": route.who,
    ...(SECURITY[route.who].length === 0 ? {} : { security: SECURITY[route.who] }),
    parameters: [...parameters("path", route.params), ...parameters("query", route.query)],
    ...(route.body === null ? {} : { requestBody: { required: true, content: content(route.body) } }),
    responses: { [route.status]: said(route.answer), ...refusals([...REFUSED_BY_DOOR[route.who], ...route.refusals]) },
  };
}

/** `POST /api/agent/blocked/:id/lift` → `post-agent-blocked-id-lift`. */
const nameOf = ({ method, path }: Route): string =>
  `${method.toLowerCase()}${path.replace(/^\/api/, "").replaceAll(/\/:?/g, "-")}`;

const parameters = (place: "path" | "query", { properties, required }: Route["params"]): readonly Json[] =>
  Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: place === "path" || (required?.includes(name) ?? false),
    schema,
  }));

const content = (part: TSchema | Octets): Json =>
  "kind" in part && part.kind === "octets" ? { [part.type]: {} } : { "application/json": { schema: part } };

const said = (answer: Route["answer"]): Json =>
  answer === null ? { description: "Done." } : { description: "As asked.", content: content(answer) };

/** The one shape that stands by itself: inline it would be told a thousand times. */
const REFUSAL: Json = { "application/json": { schema: { $ref: "#/components/schemas/Refusal" } } };

/** One answer a status; which codes it stands for. */
function refusals(codes: readonly RefusalCode[]): Json {
  const byStatus = Map.groupBy([...new Set(codes)].toSorted(), statusOf);
  return Object.fromEntries(
    Array.from(byStatus, ([status, some]) => [
      String(status),
      { description: `Refused: ${some.join(", ")}.`, content: REFUSAL },
    ]),
  );
}
