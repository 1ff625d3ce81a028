/** The one place where the workspace meets the server's HTTP door: requests go out here, answers are parsed here. */
import type { Static, TSchema } from "typebox";
import { Check, Clean } from "typebox/value";
import { addressOf, type Place } from "../../contract/address.ts";
import { accountApi } from "../../contract/people/account.ts";
import type { AnswerOf, BodyOf, Method, NoOctets, ParamsOf, QueryOf, Route } from "../../contract/route.ts";
import { RefusalBody } from "../../contract/shared.ts";

type Details = Readonly<Record<string, string | number | boolean>>;

/**
 * An expected "no". `code` is the contract's, or one of our own: `offline` (no answer came), `answer-unreadable`
 * (an answer of another shape than ours: the page is older than the server), `server-trouble` (5xx without a code).
 */
export class Refused extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Details;

  constructor(code: string, status: number, message: string, details: Details = {}) {
    super(message);
    this.name = "Refused";
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

interface Request {
  readonly method: Method;
  /** Below the site's root, with its query: `/api/agent/me`. */
  readonly path: string;
  readonly body?: unknown;
  /** The page may be going away: let the request outlive it. */
  readonly keepalive?: boolean;
}

/** A part that a route has must be given; one that it has not cannot be. */
type Part<Name extends string, T> = [keyof T] extends [never]
  ? unknown
  : object extends T
    ? { readonly [N in Name]?: T }
    : { readonly [N in Name]: T };

type Asking<R extends Route> = Part<"params", ParamsOf<R>> &
  Part<"query", QueryOf<R>> &
  (R["body"] extends null ? unknown : { readonly body: BodyOf<R> }) &
  Pick<Request, "keepalive">;

/** Asks a route of the contract; its answer, null where it has none. Throws `Refused`. */
export function call<R extends Route & { readonly answer: TSchema | null }>(
  route: R & NoOctets<R["answer"]> & NoOctets<R["body"]>,
  ...asking: object extends Asking<R> ? [asking?: Asking<R>] : [asking: Asking<R>]
): Promise<AnswerOf<R>>;
export async function call(
  { method, path, answer }: Route & { readonly answer: TSchema | null },
  { body, keepalive = false, ...place }: Place & Omit<Request, "method" | "path"> = {},
): Promise<unknown> {
  const request = { method, path: addressOf({ path }, place), body, keepalive };
  if (answer !== null) return ask(answer, request);
  await tell(request);
  return null;
}

/** Sends a request whose answer is read. */
export async function ask<T extends TSchema>(answer: T, request: Request): Promise<Static<T>> {
  const response = await send(request);
  const parsed = parse(answer, readJson(await response.text()));
  if (parsed === null) throw new Refused("answer-unreadable", response.status, `${request.method} ${request.path}`);
  return parsed;
}

/** Sends a request whose answer says no more than that it was done. */
export async function tell(request: Request): Promise<void> {
  await send(request);
}

/** What came over the wire as the contract's type; null: it has another shape. What a newer server added is dropped. */
export function parse<T extends TSchema>(schema: T, value: unknown): Static<T> | null {
  const known = Clean(schema, value);
  return Check(schema, known) ? known : null;
}

const signedOutListeners = new Set<() => void>();

/** Hears of every request that was refused because the session is over. Returns the way to stop hearing. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

export const refusalOf = (error: unknown): Refused =>
  error instanceof Refused ? error : new Refused("server-trouble", 0, String(error));

async function send(request: Request): Promise<Response> {
  const headers = new Headers({ accept: "application/json" });
  const init: RequestInit = { method: request.method, headers, credentials: "same-origin" };
  if (request.method !== "GET") {
    headers.set("x-ariane-request", "1");
    headers.set("content-type", "application/json");
    init.body = JSON.stringify(request.body ?? {});
  }
  if (request.keepalive === true) init.keepalive = true;
  const response = await fetch(request.path, init).catch((error: unknown) => {
    throw new Refused("offline", 0, String(error));
  });
  if (response.ok) return response;
  throw refusalIn({ path: request.path, status: response.status, body: await response.text() });
}

/** An answer that is a "no". */
interface BadAnswer {
  readonly path: string;
  readonly status: number;
  readonly body: string;
}

/** Why it was a "no"; where the session is over, whoever listens hears of it. */
export function refusalIn({ path, status, body }: BadAnswer): Refused {
  const said = parse(RefusalBody, readJson(body));
  const bare = status === 401 ? "signed-out" : "server-trouble";
  const refusal = new Refused(said?.code ?? bare, status, said?.message ?? `HTTP ${status}`, said?.details);
  // The question who is signed in hears its own answer: told of it, it would be asked for ever.
  if (refusal.code === "signed-out" && path !== accountApi.me.path)
    for (const listener of signedOutListeners) listener();
  return refusal;
}

/** What JSON says; null: it is none, or says null. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
