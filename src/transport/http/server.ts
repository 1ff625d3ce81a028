/** The HTTP server: what all routes share. Each door is a plugin of its own. */
import compress from "@fastify/compress";
import cookie from "@fastify/cookie";
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from "@fastify/type-provider-typebox";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { DatabaseTrouble } from "../../ports/database-trouble.ts";
import { describeError, type Log } from "../edge/log.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { ALLOWED_NUMBERS } from "../../domain/settings/allowed.ts";
import { type Allowances, allowancesOf } from "../edge/allowances.ts";
import { createBodyShares, readWhole } from "../edge/bodies.ts";
import { isOurHost } from "../edge/hosts.ts";
import { Refused, sayWhenToComeBack, sendRefusal, unavailable } from "../edge/refusals.ts";
import { createShares, type Shares } from "../edge/shares.ts";

/** A message is at most 10,000 characters of up to 4 bytes; a trigger with its texts is the largest body there is. */
const MAX_BODY_BYTES = 256 * 1024;
/** Slow senders tie up a socket. A file of 25 MB over 1 Mbit/s, as a telephone has it on a train, takes 210 s. */
const REQUEST_TIMEOUT_MS = 300_000;

/**
 * A year, as browsers' lists ask for. Without `includeSubDomains`, decided: below `help.acme.example` there may be hosts of
 * the company that speak plain HTTP, we cannot know, and browsers would shut them out for a year with no way back. What it
 * would guard, cookies that such a host plants or reads, `__Host-` guards already. The operator's proxy may send more.
 */
const HTTPS_ONLY_SECONDS = 31_536_000;

export type App = FastifyInstance;

interface ServerOptions {
  readonly log: Log;
  readonly trustedProxies: readonly string[];
  /** Origin under which browsers reach us. */
  readonly publicUrl: () => string;
  /** Shown the server before it has routes. Tests see by it what is registered and answered; production has none. */
  readonly witness?: (app: App) => void;
  /** What bodies hold of memory, where other doors hold of it too. */
  readonly bodies?: Shares;
  readonly allowances?: Pick<Allowances, "requests">;
  /** From now on no line is kept for another request. */
  readonly isStopping?: () => boolean;
}

/** Types follow from the schemas of `contract/`; bodies are checked as they are, nothing is coerced or dropped. */
export function createServer(options: ServerOptions): App {
  const app = fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: options.trustedProxies.length === 0 ? false : [...options.trustedProxies],
    // What is under way ends (`closeHttp`); the framework's own 503 says nothing of when to come back.
    forceCloseConnections: "idle",
    return503OnClosing: false,
  });
  options.witness?.(app);
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  app.register(cookie);
  // Each route says whether (`serve.ts`).
  app.register(compress, { global: false });
  app.addHook("onRequest", (request, _reply, done) => {
    const url = options.publicUrl();
    const isKnown = ANY_NAME.has(request.url) || isOurHost(request.headers.host, url);
    done(isKnown ? undefined : new Refused(hostUnknown(url)));
  });
  limitRequests(app, options.allowances ?? allowancesOf(ALLOWED_NUMBERS));
  readJson(app, options.bodies ?? createBodyShares());
  app.addHook("preValidation", (request, _reply, done) => {
    done(refusalOf(request.body) ?? refusalOf(request.query));
  });
  sayHeaders(app, options);
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof Refused) return sendRefusal(reply, error.refusal);
    if (error instanceof DatabaseTrouble) {
      options.log("error", "request-not-served", describeError(error));
      return sendRefusal(reply, unavailable(error));
    }
    const fault = asFault(error);
    if (fault.status < 500) {
      // Too large, of another type, not JSON: the framework's status says more than ours.
      return reply.code(fault.status).send({ code: "request-invalid", message: fault.message } satisfies Refusal);
    }
    options.log("error", "request-failed", {
      method: request.method,
      route: request.routeOptions.url ?? "",
      ...describeError(error),
    });
    return reply.code(500).send({ code: "internal", message: "Something broke on our side; it has been logged." });
  });
  app.setNotFoundHandler((_request, reply) =>
    sendRefusal(reply, { code: "not-found", message: "There is nothing at this address." }),
  );
  return app;
}

/** What every answer says of itself. */
function sayHeaders(app: App, options: ServerOptions): void {
  app.addHook("onSend", (request, reply, payload, done) => {
    // Whoever is refused need not send the rest, and we do not read it.
    if (isUnderWay(request) || options.isStopping?.() === true) reply.header("connection", "close");
    reply.header("x-content-type-options", "nosniff");
    reply.header("referrer-policy", "no-referrer");
    if (options.publicUrl().startsWith("https:"))
      reply.header("strict-transport-security", `max-age=${HTTPS_ONLY_SECONDS}`);
    sayWhenToComeBack(reply);
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
    // Data is no page: nothing in it runs, and nobody frames it.
    if (isJson(reply) && !reply.hasHeader("content-security-policy"))
      reply.header("content-security-policy", DATA_POLICY);
    done(null, payload);
  });
}

/** A request is over in a moment, or it is a large file. */
const CROWD_PASSES_IN_SECONDS = 5;
const TOO_MANY_AT_ONCE = new Refused({
  code: "rate-limited",
  message: "Too many requests at once: wait a little and try again.",
  details: { retryAfterSeconds: CROWD_PASSES_IN_SECONDS },
});

/** How many are under way at the same moment: behind a proxy, too, nobody takes all the places. */
function limitRequests(app: App, { requests: most }: Pick<Allowances, "requests">): void {
  const requests = createShares(most);
  app.addHook("onRequest", (request, reply, done) => {
    const holding = requests.open(request.ip);
    if (!holding.take(1)) return done(TOO_MANY_AT_ONCE);
    reply.raw.once("close", () => holding.end());
    return done();
  });
}

function readJson(app: App, bodies: Shares): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser("application/json", (request, _payload, done) => {
    readWhole(bodies, request, MAX_BODY_BYTES).then((body) => parse(request, body.toString("utf8"), done), done);
  });
}

/** Part of its body has not come yet. */
const isUnderWay = ({ raw }: FastifyRequest): boolean =>
  !raw.complete && (raw.headers["transfer-encoding"] !== undefined || Number(raw.headers["content-length"] ?? 0) > 0);

/** A route table with the types of its schemas. */
export const typed = (
  app: App,
): FastifyInstance<
  FastifyInstance["server"],
  Parameters<FastifyInstance["routing"]>[0],
  Parameters<FastifyInstance["routing"]>[1],
  FastifyInstance["log"],
  TypeBoxTypeProvider
> => app.withTypeProvider<TypeBoxTypeProvider>();

/** Asked by machines inside the network, by whatever name: they say nothing about anybody. */
const ANY_NAME: ReadonlySet<string> = new Set(["/healthz", "/readyz"]);

const hostUnknown = (publicUrl: string): Refusal => ({
  code: "host-unknown",
  message: `This server answers for ${publicUrl}. Set ARIANE_PUBLIC_URL to the address that browsers use, and have the proxy pass on Host.`,
});

const DATA_POLICY = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";
const isJson = (reply: FastifyReply): boolean => String(reply.getHeader("content-type")).startsWith("application/json");

/** Our deepest body is a trigger with its texts, six levels; more than this is sent to exhaust whoever walks it. */
const MAX_DEPTH = 32;
const NUL_REFUSED = new Refused({ code: "request-invalid", message: "Text may not hold the character U+0000." });
const DEPTH_REFUSED = new Refused({ code: "request-invalid", message: `Nothing is nested deeper than ${MAX_DEPTH}.` });

/** PostgreSQL keeps no U+0000 in a text: what holds one is refused here, not by the database. */
function refusalOf(value: unknown, depth = 0): Refused | undefined {
  if (typeof value === "string") return value.includes("\0") ? NUL_REFUSED : undefined;
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return undefined;
  if (depth === MAX_DEPTH) return DEPTH_REFUSED;
  for (const part of Object.values(value)) {
    const refusal = refusalOf(part, depth + 1);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function asFault(error: unknown): { readonly status: number; readonly message: string } {
  if (!(error instanceof Error)) return { status: 500, message: String(error) };
  const status = "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : 500;
  return { status, message: error.message };
}
