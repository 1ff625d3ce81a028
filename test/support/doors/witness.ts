/** Holds every answer of a server to the contract, whichever test asked for it: its fields, its status, its refusals. */
import { type TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { REFUSED_BY_DOOR, type Route } from "../../../contract/route.ts";
import { RefusalBody } from "../../../contract/shared.ts";
import { REFUSAL_CODES } from "../../../src/domain/refusal.ts";
import { statusOf } from "../../../src/transport/edge/refusals.ts";
import type { App } from "../../../src/transport/http/server.ts";

/** What was said against the contract since a test last looked; `witness-setup.ts` looks after each. */
export const faults: string[] = [];

/** Given to a server as its `witness`. `report` hears each fault: kept for the test, unless told otherwise. */
export const witness =
  (report: (fault: string) => void = (fault) => void faults.push(fault)) =>
  (app: App): void => {
    app.addHook("onSend", async (request, reply, payload) => {
      const { contract } = request.routeOptions.config;
      if (contract === undefined || request.method === "HEAD") return payload;
      const isAskedAnew = request.headers["if-none-match"] !== undefined;
      for (const fault of faultsOf(contract, { status: reply.statusCode, payload, isAskedAnew })) {
        report(`${contract.method} ${contract.path}: ${fault}`);
      }
      return payload;
    });
  };

interface Answered {
  readonly status: number;
  /** As it goes out: text where it is JSON. */
  readonly payload: unknown;
  /** Whoever asks has kept it, and asks whether that still holds (RFC 9110 §13.1.2). */
  readonly isAskedAnew?: boolean;
}

/** What in an answer is not as its route says. */
export function faultsOf(route: Route, answered: Answered): readonly string[] {
  const { status, payload, isAskedAnew = false } = answered;
  const sendsOctets = route.answer !== null && "kind" in route.answer;
  if (status === 304 && sendsOctets && isAskedAnew) return isNothing(payload) ? [] : ["sends what was kept"];
  if (status >= 400) return refusalFaults(route, answered);
  if (status !== route.status) return [`answers ${status} instead of ${route.status}`];
  if (route.answer === null) return isNothing(payload) ? [] : ["says something where it has no answer"];
  if ("kind" in route.answer) return isNothing(payload) ? ["sends nothing"] : [];
  return schemaFaults(route.answer, payload);
}

function refusalFaults(route: Route, { status, payload }: Answered): readonly string[] {
  const shape = schemaFaults(RefusalBody, payload);
  if (shape.length > 0) return shape;
  const { code }: { readonly code: string } = JSON.parse(String(payload));
  // A fault of ours is none of the contract's.
  if (code === "internal") return status === 500 ? [] : [`answers ${status} to a fault of ours`];
  const known = REFUSAL_CODES.find((each) => each === code);
  if (known === undefined) return [`refuses ${code}, which nobody knows`];
  // What cannot be read at all, the framework refuses: 413, 415 and the like.
  const isAsTold = known === "request-invalid" ? status < 500 : status === statusOf(known);
  const isListed = route.refusals.includes(known) || REFUSED_BY_DOOR[route.who].includes(known);
  return [
    ...(isAsTold ? [] : [`refuses ${code} with ${status}`]),
    ...(isListed ? [] : [`refuses ${code}, which is not in its list`]),
  ];
}

const isNothing = (payload: unknown): boolean => payload === undefined || payload === null || payload === "";

const checks = new Map<TSchema, ReturnType<typeof Compile>>();

function schemaFaults(schema: TSchema, payload: unknown): readonly string[] {
  if (typeof payload !== "string") return ["is no text"];
  const check = checks.get(schema) ?? Compile(strict(schema));
  checks.set(schema, check);
  const body: unknown = JSON.parse(payload);
  if (check.Check(body)) return [];
  return check
    .Errors(body)
    .map(({ instancePath, message }) => `${instancePath} ${message} in ${payload.slice(0, 300)}`);
}

/** Without the room that a schema leaves to servers newer than a page: no field and no word that it does not name. */
function strict(schema: TSchema): TSchema {
  return JSON.parse(JSON.stringify(schema), (_key, part: unknown) => {
    if (typeof part !== "object" || part === null) return part;
    if ("type" in part && part.type === "object" && "properties" in part)
      return { ...part, additionalProperties: false };
    return "x-extensible-enum" in part ? { ...part, enum: part["x-extensible-enum"] } : part;
  });
}
