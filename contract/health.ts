/** Health of the admin center. HTTP under /api/admin/health. */
import { Type, type Static } from "typebox";
import { exact, InstantMs, MAX_ADDRESS_CHARS, nullable, Uuid } from "./shared.ts";

/**
 * GET / — what goes well and what does not. POST /jobs/:id/retry runs a dead job again · POST /slowed/try (`SlowedDomain`)
 * mails a slowed domain now. Refusal: not-found.
 */
export const Health = exact({
  signIns: Type.Array(
    exact({
      door: Type.Union([Type.Literal("smtp"), Type.Literal("imap")]),
      triedAt: nullable(InstantMs),
      trouble: nullable(exact({ kind: Type.String(), said: Type.String(), since: InstantMs })),
    }),
  ),
  week: exact({
    waited: Type.Integer(),
    readOnSite: Type.Integer(),
    mailed: Type.Integer(),
    answeredByMail: Type.Integer(),
    bounced: Type.Integer(),
  }),
  slowed: Type.Array(
    exact({
      domain: Type.String(),
      until: InstantMs,
      step: Type.Integer(),
      said: Type.String(),
      waiting: Type.Integer(),
    }),
  ),
  deadJobs: Type.Array(
    exact({ id: Uuid, kind: Type.String(), diedAt: InstantMs, error: Type.String(), attempts: Type.Integer() }),
  ),
  dayByState: Type.Array(exact({ state: Type.String(), count: Type.Integer() })),
  deliveries: Type.Array(
    exact({
      id: Uuid,
      conversationId: Uuid,
      to: Type.String(),
      state: Type.String(),
      createdAt: InstantMs,
      lastReply: nullable(Type.String()),
    }),
  ),
});
export type Health = Static<typeof Health>;

export const SlowedDomain = exact({ domain: Type.String({ minLength: 1, maxLength: MAX_ADDRESS_CHARS }) });

/** POST /suppressions/find — those whose address holds the text; empty: all. Not GET: addresses stay out of access logs. */
export const FindSuppressions = exact({ find: Type.String({ maxLength: MAX_ADDRESS_CHARS }) });
export const Suppressions = exact({
  total: Type.Integer(),
  suppressions: Type.Array(
    exact({ address: Type.String(), because: Type.String(), detail: nullable(Type.String()), at: InstantMs }),
  ),
});
export type Suppressions = Static<typeof Suppressions>;

/** POST /suppressions/lift — the address may be mailed again. Refusal: not-found. */
export const LiftSuppression = exact({ address: Type.String({ minLength: 1, maxLength: MAX_ADDRESS_CHARS }) });
