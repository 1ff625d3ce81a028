/** Account › Security log of the admin center. */
import { Type, type Static } from "typebox";
import { AUDIT_KINDS } from "../../src/domain/audit/audit.ts";
import { octets, route } from "../route.ts";
import { exact, InstantMs, list, nullable, Uuid, words } from "../shared.ts";

/** One field that was changed, as text; null: nothing. */
const AuditChange = exact({ field: Type.String(), from: nullable(Type.String()), to: nullable(Type.String()) });

export const AuditEntry = exact({
  id: Type.Integer(),
  at: InstantMs,
  kind: words<(typeof AUDIT_KINDS)[number]>()(AUDIT_KINDS),
  /** As they were called then; null: nobody who is signed in, or the server itself. */
  actor: nullable(Type.String()),
  /** To whom or what. */
  subject: nullable(Type.String()),
  changes: list(AuditChange),
  network: nullable(Type.String()),
});
export type AuditEntry = Static<typeof AuditEntry>;

/** Every kind that may be asked for. */
export const LISTED_KINDS: readonly AuditEntry["kind"][] = AUDIT_KINDS;

/** What is absent bars nothing. `person`: whoever did it, or whom it was done to; `from` and before `to`. */
const FILTERS = {
  kind: Type.Optional(Type.Enum([...AUDIT_KINDS])),
  person: Type.Optional(Uuid),
  from: Type.Optional(InstantMs),
  to: Type.Optional(InstantMs),
};

/** Where the page before ended: `at` and `id` of its last event. */
const CURSOR = "^[0-9]{1,16}-[0-9]{1,16}$";

export const securityLogApi = {
  /** Newest first. `next`: null where there is nothing older. */
  list: route({
    method: "GET",
    path: "/api/admin/account/security-log",
    who: "admin",
    query: { ...FILTERS, before: Type.Optional(Type.String({ pattern: CURSOR })) },
    answer: exact({ events: list(AuditEntry), next: nullable(Type.String({ pattern: CURSOR })) }),
  }),
  /** The same, as a table to download; the newest 50,000. */
  download: route({
    method: "GET",
    path: "/api/admin/account/security-log.csv",
    who: "admin",
    query: FILTERS,
    answer: octets("text/csv"),
  }),
};
