import type { AuditEvent } from "../../domain/audit/audit.ts";

/** The security log, from within the transaction that does what is told. */
export interface AuditTx {
  /** By whoever the store was asked for (`Store.by`). Kept, and told to the operator, if the transaction commits. */
  record(event: AuditEvent): Promise<void>;
}
