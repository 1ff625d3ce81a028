/** Routes of the contract, served by reference: path, checks and status are the route's, the answer is the handler's. */
import { constants } from "node:zlib";
import type { FastifyCompressOptions } from "@fastify/compress";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { Convert } from "typebox/value";
import type { AnswerOf, BodyOf, NoOctets, Octets, ParamsOf, QueryOf, Route, Who } from "../../../contract/route.ts";
import type { Actor } from "../../domain/audit/audit.ts";
import { networkOf } from "../../domain/network.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import type { Store } from "../../ports/store.ts";
import type { Principals } from "../edge/principals.ts";
import { refused, sendRefusal } from "../edge/refusals.ts";
import type { App } from "./server.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What the contract says of the route; absent: a page, or a file of one. */
    readonly contract?: Route;
  }
}

/** Where routes are served, and who tells who is asking. */
export interface Door {
  readonly app: App;
  readonly principals: Principals;
}

interface Principal extends Record<Who, unknown> {
  readonly anyone: null;
  readonly "own-page": null;
  readonly visitor: WidgetPrincipal;
  readonly agent: AgentIdentity;
  readonly admin: AgentIdentity;
  readonly provider: null;
}

/** A request that is in order. `request` and `reply` are for what no schema says: headers and cookies. */
interface Asked<R extends Route> {
  readonly who: Principal[R["who"]];
  readonly params: ParamsOf<R>;
  readonly query: QueryOf<R>;
  /** Null also of octets: the handler reads those from the request (`edge/bodies.ts`). */
  readonly body: R["body"] extends Octets ? null : BodyOf<R>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** What a use-case is given, so that what it does is whoever asks's doing: for all that the security log tells. */
  acting<D extends { readonly store: Store }>(deps: D): D;
}

type AskedOfAny = Readonly<Record<"who" | "params" | "query" | "body", unknown>> &
  Pick<Asked<Route>, "request" | "reply" | "acting">;

/** What a route without an answer hands back is not sent. */
type Said<R extends Route> = R["answer"] extends null ? unknown : AnswerOf<R>;

/** Asked before anything of a body is read, once it is known who asks; throws the refusal. */
type Admit<R extends Route> = (asking: Pick<Asked<R>, "who" | "request">) => Promise<void>;
type AdmitAny = (asking: Pick<AskedOfAny, "who" | "request">) => Promise<void>;

/** Serves what may be refused. */
export function serve<R extends Route & { readonly answer: TSchema | null }>(
  door: Door,
  route: R & NoOctets<R["answer"]>,
  handle: (asked: Asked<R>) => Promise<Result<Said<R>, Refusal>>,
  admit?: Admit<R>,
): void;
export function serve(door: Door, route: Route, handle: HandleAny, admit?: AdmitAny): void {
  register(door, route, answering(route, handle), admit);
}

type HandleAny = (asked: AskedOfAny) => Promise<Result<unknown, Refusal>>;

/** Serves what can only be shown. Null: there is no such thing, or not for whoever asks. */
export function show<R extends Route & { readonly answer: TSchema }>(
  door: Door,
  route: R & NoOctets<R["answer"]>,
  handle: (asked: Asked<R>) => Promise<AnswerOf<R> | null>,
): void;
export function show(door: Door, route: Route, handle: (asked: AskedOfAny) => Promise<unknown>): void {
  const showing = answering(route, async (asked) => {
    const shown = await handle(asked);
    return shown === null ? refuse("not-found", "There is nothing by this name that you may see.") : ok(shown);
  });
  register(door, route, showing);
}

/** Serves octets: the handler sends them, with the headers that say what they are. */
export function serveOctets<R extends Route & { readonly answer: Octets }>(
  door: Door,
  route: R,
  handle: (asked: Asked<R>) => Promise<FastifyReply>,
): void;
export function serveOctets(door: Door, route: Route, handle: (asked: AskedOfAny) => Promise<FastifyReply>): void {
  register(door, route, handle);
}

const answering =
  (route: Route, handle: HandleAny) =>
  async (asked: AskedOfAny): Promise<FastifyReply> => {
    const answer = await handle(asked);
    if (!answer.ok) return sendRefusal(asked.reply, answer.error);
    return asked.reply.code(route.status).send(route.answer === null ? undefined : answer.value);
  };

function register(
  { app, principals }: Door,
  route: Route,
  handle: (asked: AskedOfAny) => Promise<FastifyReply>,
  admit?: AdmitAny,
): void {
  const read = reader(route);
  const asking = new WeakMap<FastifyRequest, Principal[Who]>();
  app.route({
    method: route.method,
    url: route.path,
    config: { contract: route },
    compress: mayBeCompressed(route) ? COMPRESSION : false,
    // Nothing of a body is read before it is known who asks, and whether they may.
    async onRequest(request) {
      const who = await PRINCIPALS[route.who](principals, request);
      await admit?.({ who, request });
      asking.set(request, who);
    },
    async handler(request, reply) {
      const who = asking.get(request) ?? null;
      const acting: AskedOfAny["acting"] = (deps) => ({ ...deps, store: deps.store.by(actorOf(who, request)) });
      return handle({ ...read(request), who, request, reply, acting });
    },
  });
}

/** What is asked for by another method hands out tokens, and is short. Octets are compressed already, or not ours to. */
const mayBeCompressed = ({ method, answer, holdsSecret }: Route): boolean =>
  method === "GET" && answer !== null && !("kind" in answer) && !holdsSecret;

const COMPRESSION: FastifyCompressOptions = {
  // The first of these that a browser takes.
  encodings: ["br", "gzip"],
  // Less fits one packet as it is.
  threshold: 1024,
  // The strongest takes a hundred times as long: a list of 50 conversations would wait for it, and all others too.
  brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
};

const PRINCIPALS: { readonly [W in Who]: (of: Principals, request: FastifyRequest) => Promise<Principal[W]> } = {
  anyone: async () => null,
  "own-page": async (of, request) => of.ownPage(request),
  visitor: (of, request) => of.widget(request),
  agent: (of, request) => of.agent(request),
  admin: (of, request) => of.admin(request),
  // Who signs a whole request is told by its bytes: the handler's.
  provider: async () => null,
};

function actorOf(who: Principal[Who], request: FastifyRequest): Actor {
  const network = networkOf(request.ip);
  return who !== null && "role" in who ? { id: who.id, name: who.name, network } : { id: null, name: null, network };
}

type Parts = Pick<AskedOfAny, "params" | "query" | "body">;

/** What a request holds, checked; throws request-invalid. Addresses are text: numbers in them are read as such. */
function reader({ params, query, body }: Route): (request: FastifyRequest) => Parts {
  const readParams = checked("params", params);
  const readQuery = checked("querystring", query);
  const readBody = body === null || "kind" in body ? () => null : checked("body", body);
  return (request) => ({
    params: readParams(Convert(params, request.params)),
    query: readQuery(Convert(query, request.query)),
    body: readBody(request.body),
  });
}

function checked(part: string, schema: TSchema): (given: unknown) => unknown {
  const check = Compile(schema);
  return (given) => {
    if (check.Check(given)) return given;
    const faults = check.Errors(given).map(({ instancePath, message }) => `${part}${instancePath} ${message}`);
    throw refused("request-invalid", faults.join(", "));
  };
}
