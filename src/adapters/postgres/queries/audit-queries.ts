import type { AuditEntry } from "../../../../contract/audit/security-log.ts";
import type { AuditQueries } from "../../../ports/queries/audit-queries.ts";
import type { Pool } from "../pool.ts";

interface Row extends Omit<AuditEntry, "changes"> {
  readonly was: Readonly<Record<string, unknown>> | null;
  readonly became: Readonly<Record<string, unknown>> | null;
}

export function auditQueries(pool: Pool): AuditQueries {
  return {
    async list(_admin, { kind, person, from, to }, { before, most }) {
      const found = await pool.query<Row>(
        `select id, at, kind, actor_name as actor, subject, was, became, network from audit_event
         where ($1::text is null or kind = $1)
           and ($2::text is null or actor_id::text = $2 or subject_id = $2)
           and ($3::bigint is null or at >= $3) and ($4::bigint is null or at < $4)
           and ($5::bigint is null or (at, id) < ($5, $6::bigint))
         order by at desc, id desc limit $7`,
        [kind, person, from, to, before?.at, before?.id, most],
      );
      return found.rows.map(({ was, became, ...row }) => ({ ...row, changes: changesOf(was ?? {}, became ?? {}) }));
    },
  };
}

function changesOf(was: NonNullable<Row["was"]>, became: NonNullable<Row["became"]>): AuditEntry["changes"] {
  const fields = new Set([...Object.keys(was), ...Object.keys(became)]);
  return [...fields].map((field) => ({ field, from: asText(was[field]), to: asText(became[field]) }));
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
