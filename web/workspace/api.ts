/** The one place where the workspace meets the server's HTTP door: requests go out here, answers are parsed here. */
import type { Static, TSchema } from "typebox";
import { Check, Clean } from "typebox/value";
import { RefusalBody } from "../../contract/shared.ts";

export type Details = Readonly<Record<string, string | number | boolean>>;

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

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Request {
  readonly method: Method;
  /** Below the site's root, with its query: `/api/agent/me`. */
  readonly path: string;
  readonly body?: unknown;
  /** The page may be going away: let the request outlive it. */
  readonly keepalive?: boolean;
}

/** Sends a request whose answer is read. */
export async function ask<T extends TSchema>(answer: T, request: Request): Promise<Static<T>> {
  const response = await send(request);
  const parsed = parse(answer, await readJson(response));
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

/** The request that says who is signed in. */
export const WHO_AM_I = "/api/agent/me";

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
  const refusal = await refusalIn(response);
  // The question who is signed in hears its own answer: told of it, it would be asked for ever.
  if (refusal.code === "signed-out" && request.path !== WHO_AM_I) for (const listener of signedOutListeners) listener();
  throw refusal;
}

async function refusalIn(response: Response): Promise<Refused> {
  const body = parse(RefusalBody, await readJson(response));
  if (body !== null) return new Refused(body.code, response.status, body.message, body.details);
  const code = response.status === 401 ? "signed-out" : "server-trouble";
  return new Refused(code, response.status, `HTTP ${response.status}`);
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
