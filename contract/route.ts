/** How a request of the wire is described: once, here; served and called by reference. */
import { Type, type Static, type TObject, type TProperties, type TSchema } from "typebox";
import type { RefusalCode } from "../src/domain/refusal.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Who may ask. `anyone`; `own-page`: nobody in particular, from a page of this installation; `visitor`: a browser session
 * of the widget, by bearer token; `agent`: a team member, by cookie; `admin`: one whose role is admin; `provider`: who
 * knows the webhook's secret.
 */
export type Who = "anyone" | "own-page" | "visitor" | "agent" | "admin" | "provider";

/** Octets instead of JSON: a file on its way in or out. */
export interface Octets {
  readonly kind: "octets";
  /** The type that is sent or asked for; `*` + `/*`: the file's own. */
  readonly type: string;
}
export const octets = (type: string): Octets => Object.freeze({ kind: "octets", type });

type NamesIn<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** One request of the wire. A part that is null is not there: `answer` null is 204. */
export interface Route<
  Path extends string = string,
  W extends Who = Who,
  Params extends TProperties = TProperties,
  Query extends TProperties = TProperties,
  Body extends TSchema | Octets | null = TSchema | Octets | null,
  Answer extends TSchema | Octets | null = TSchema | Octets | null,
  M extends Method = Method,
> {
  readonly method: M;
  /** From the root, its parameters by name: `/api/agent/blocked/:id/lift`. */
  readonly path: Path;
  readonly who: W;
  readonly params: TObject<Params>;
  readonly query: TObject<Query>;
  readonly body: Body;
  readonly answer: Answer;
  /** The status of a "yes". */
  readonly status: 200 | 201 | 204;
  /** What it may refuse besides what everything at its door refuses (`REFUSED_BY_DOOR`). */
  readonly refusals: readonly RefusalCode[];
  /**
   * The answer holds a secret beside what a stranger may choose: it is never compressed, or its length would tell
   * (the BREACH attack, 2013).
   */
  readonly holdsSecret: boolean;
}

interface Parts<Path, W, Params, Query, Body, Answer, M> {
  readonly method: M;
  readonly path: Path;
  readonly who: W;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly answer?: Answer;
  /** 201 where something was made; else 200, and 204 without an answer. */
  readonly status?: 201;
  readonly refusals?: readonly RefusalCode[];
  /** Not given: it does not. */
  readonly holdsSecret?: true;
}

/** Every parameter of the path has its schema, and no other: what is missing says so in the error. */
type Complete<Path extends string, Params> = [NamesIn<Path>, keyof Params] extends [keyof Params, NamesIn<Path>]
  ? unknown
  : { readonly params: Readonly<Record<NamesIn<Path>, TSchema>> };

type None = { readonly [Name in never]: TSchema };

export function route<
  const Path extends string,
  const W extends Who,
  Params extends TProperties = None,
  Query extends TProperties = None,
  Body extends TSchema | Octets | null = null,
  Answer extends TSchema | Octets | null = null,
  const M extends Method = Method,
>(
  parts: Parts<Path, W, Params, Query, Body, Answer, M> & Complete<Path, Params>,
): Route<Path, W, Params, Query, Body, Answer, M>;
export function route(
  parts: Parts<string, Who, TProperties, TProperties, TSchema | Octets | null, TSchema | Octets | null, Method>,
): Route {
  const { params = {}, query = {}, body = null, answer = null, refusals = [], holdsSecret = false, ...rest } = parts;
  const status = parts.status ?? (answer === null ? 204 : 200);
  return Object.freeze({
    ...rest,
    params: Type.Object(params),
    query: Type.Object(query),
    body,
    answer,
    status,
    refusals: Object.freeze(refusals),
    holdsSecret,
  });
}

/** Beside a route in a signature, of its body or answer: bars those whose is octets, which is read and sent elsewhere. */
export type NoOctets<Part> = Part extends Octets ? never : unknown;

type Carried<Part> = Part extends Octets ? Uint8Array : Part extends TSchema ? Static<Part> : null;

export type ParamsOf<R extends Route> = Static<R["params"]>;
export type QueryOf<R extends Route> = Static<R["query"]>;
export type BodyOf<R extends Route> = Carried<R["body"]>;
export type AnswerOf<R extends Route> = Carried<R["answer"]>;

/** What everything at a door may refuse, whatever is asked there. */
export const REFUSED_BY_DOOR: Readonly<Record<Who, readonly RefusalCode[]>> = {
  anyone: ["host-unknown", "request-invalid", "rate-limited", "too-busy", "unavailable"],
  "own-page": ["host-unknown", "request-invalid", "rate-limited", "too-busy", "unavailable", "origin-not-allowed"],
  visitor: [
    "host-unknown",
    "request-invalid",
    "rate-limited",
    "too-busy",
    "unavailable",
    "origin-not-allowed",
    "session-unknown",
  ],
  agent: [
    "host-unknown",
    "request-invalid",
    "rate-limited",
    "too-busy",
    "unavailable",
    "origin-not-allowed",
    "signed-out",
  ],
  admin: [
    "host-unknown",
    "request-invalid",
    "rate-limited",
    "too-busy",
    "unavailable",
    "origin-not-allowed",
    "signed-out",
    "not-allowed",
  ],
  provider: ["host-unknown", "request-invalid", "rate-limited", "too-busy", "unavailable", "signature-invalid"],
};
