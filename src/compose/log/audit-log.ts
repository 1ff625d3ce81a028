/** What of the security log an operator is alerted of: a line each, with ids (docs/operations.md). */
import type { Audited } from "../../adapters/postgres/audit/audit-tx.ts";
import type { AuditKind } from "../../domain/audit/audit.ts";
import type { Log } from "../../transport/edge/log.ts";

const ALERTING: ReadonlySet<AuditKind> = new Set<AuditKind>([
  "sign-in-failed",
  "refused",
  "first-admin-made",
  "demo-ended",
  "member-added",
  "role-changed",
  "reset-link-made",
  "reset-used",
  "log-exported",
]);

/** Called after each commit with what it told the security log. */
export const alertOperator =
  (log: Log) =>
  ({ actor, event: { kind, subject } }: Audited): void => {
    // The subject's name may be an address: ids only.
    if (ALERTING.has(kind)) log("warn", `security-${kind}`, { by: actor.id, subject: subject?.id ?? null });
  };
