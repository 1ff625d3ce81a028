import { type Actor, type AuditEvent, cappedText, recorded } from "../../../domain/audit/audit.ts";
import type { AuditTx } from "../../../ports/audit/audit-tx.ts";
import type { TxConnection } from "../tx/tx-connection.ts";

/** What was recorded, and by whom. */
export interface Audited {
  readonly actor: Actor;
  readonly event: AuditEvent;
}

/** `kept`: where what is recorded is noted down, for after the commit. */
export function auditTx(db: TxConnection, actor: Actor, kept: Audited[]): AuditTx {
  return {
    async record(event) {
      const { at, kind, subject, was, became, by } = event;
      const who = { ...actor, ...by };
      kept.push({ actor: who, event });
      await db.send(
        `insert into audit_event (at, actor_id, actor_name, kind, subject_id, subject, was, became, network)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          at,
          who.id,
          who.name,
          kind,
          subject?.id,
          subject === null ? null : cappedText(subject.name),
          asJson(was),
          asJson(became),
          who.network,
        ],
      );
    },
  };
}

const asJson = (facts: AuditEvent["was"]): string | null =>
  facts === undefined ? null : JSON.stringify(recorded(facts));
