/** Health of the admin center: what goes well and what does not. */
import { Type, type Static } from "typebox";
import { DELIVERY_STATES, SUPPRESSED_BECAUSE } from "../../src/domain/continuity/delivery.ts";
import { DATABASE_TROUBLES } from "../../src/domain/health/database-troubles.ts";
import { GRANT_TROUBLES } from "../../src/domain/mail-settings/grant-trouble.ts";
import { route } from "../route.ts";
import { exact, InstantMs, list, MAX_ADDRESS_CHARS, nullable, Uuid } from "../shared.ts";

/** Sign-in by OAuth at a mail server. */
export const SignInView = exact({
  door: Type.Union([Type.Literal("smtp"), Type.Literal("imap")]),
  /** Null: nobody has tried yet. */
  triedAt: nullable(InstantMs),
  /** Null: the last try gave an access token, or there was none. */
  trouble: nullable(exact({ kind: Type.Enum(GRANT_TROUBLES), said: Type.String(), since: InstantMs })),
});
export type SignInView = Static<typeof SignInView>;

export const Health = exact({
  /** The last trouble that the database was in, in the last 24 hours, as the process that answers met it. */
  database: nullable(exact({ kind: Type.Enum(DATABASE_TROUBLES), said: Type.String(), at: InstantMs })),
  /** Since when, in the last 24 hours, so many new conversations came that strangers were told to wait. Null: never. */
  brakedAt: nullable(InstantMs),
  /** Without one no mail leaves this installation. */
  hasRelay: Type.Boolean(),
  /** The doors that sign in by OAuth; those that do not are not listed. */
  signIns: list(SignInView),
  /** Replies posted in the last 7 days and what became of them. One that was mailed and then read counts in both. */
  week: exact({
    waited: Type.Integer(),
    readOnSite: Type.Integer(),
    mailed: Type.Integer(),
    answeredByMail: Type.Integer(),
    bounced: Type.Integer(),
  }),
  /** By how many milliseconds the clock of a machine is ahead of the time that counts (the widest); negative: behind. Null: all are right. */
  clockAhead: nullable(Type.Integer()),
  /** The relay does not take mail, for a reason of its own, and is tried every few seconds. Null: it takes it. */
  relay: nullable(
    exact({
      since: InstantMs,
      lastAt: InstantMs,
      /** In its own words. */
      said: Type.String(),
      /** Mails that wait for it. */
      waiting: Type.Integer(),
    }),
  ),
  /** Domains that asked us to slow down and get no mail at present, the longest pause first; 100 at most. */
  slowed: list(
    exact({
      domain: Type.String(),
      until: InstantMs,
      /** How often in a row it asked. */
      step: Type.Integer(),
      /** In its own words. */
      said: Type.String(),
      /** Mails that wait. */
      waiting: Type.Integer(),
    }),
  ),
  /** Newest death first, 100 at most. */
  deadJobs: list(
    exact({
      id: Uuid,
      /** Of this version or of an older one. */
      kind: Type.String(),
      diedAt: InstantMs,
      error: Type.String(),
      attempts: Type.Integer(),
    }),
  ),
  /** How many mails of the last 24 hours, and of those still under way, are in which state; without those of none. */
  dayByState: list(exact({ state: Type.Enum(DELIVERY_STATES), count: Type.Integer() })),
  /** The newest of them: 50 at most of each state. */
  deliveries: list(
    exact({
      id: Uuid,
      conversationId: Uuid,
      to: Type.String(),
      state: Type.Enum(DELIVERY_STATES),
      createdAt: InstantMs,
      lastReply: nullable(Type.String()),
    }),
  ),
});
export type Health = Static<typeof Health>;

/** An address that is mailed no more. */
export const Suppression = exact({
  address: Type.String(),
  because: Type.Enum(SUPPRESSED_BECAUSE),
  /** In the mail system's words. */
  detail: nullable(Type.String()),
  at: InstantMs,
});
export type Suppression = Static<typeof Suppression>;

export const Suppressions = exact({
  /** All that were looked for, shown or not. */
  total: Type.Integer(),
  /** The newest 100. */
  suppressions: list(Suppression),
});
export type Suppressions = Static<typeof Suppressions>;

export const healthApi = {
  read: route({ method: "GET", path: "/api/admin/health", who: "admin", answer: Health }),
  /** Runs a dead job again. */
  retryJob: route({
    method: "POST",
    path: "/api/admin/health/jobs/:id/retry",
    who: "admin",
    params: { id: Uuid },
    refusals: ["not-found"],
  }),
  /** Mails a slowed domain now. */
  tryDomain: route({
    method: "POST",
    path: "/api/admin/health/slowed/try",
    who: "admin",
    body: exact({ domain: Type.String({ minLength: 1, maxLength: MAX_ADDRESS_CHARS }) }),
    refusals: ["not-found"],
  }),
  /** Tries the relay, and every mail that waits for it, now. */
  tryRelay: route({ method: "POST", path: "/api/admin/health/relay/try", who: "admin", refusals: ["not-found"] }),
  /** Those whose address holds the text; empty: all. Not GET: addresses stay out of access logs. */
  findSuppressions: route({
    method: "POST",
    path: "/api/admin/health/suppressions/find",
    who: "admin",
    body: exact({ find: Type.String({ maxLength: MAX_ADDRESS_CHARS }) }),
    answer: Suppressions,
  }),
  /** The address may be mailed again. */
  liftSuppression: route({
    method: "POST",
    path: "/api/admin/health/suppressions/lift",
    who: "admin",
    body: exact({ address: Type.String({ minLength: 1, maxLength: MAX_ADDRESS_CHARS }) }),
    refusals: ["not-found"],
  }),
};
