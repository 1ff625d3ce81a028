/** Account › Security log. */
import type { AuditEntry } from "../../../contract/audit/security-log.ts";
import type { AuditKind } from "../../domain/audit/audit.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";

/** Absent: bars nothing. */
interface AuditFilter {
  readonly kind?: AuditKind | undefined;
  /** Who did it, or whom it was done to. */
  readonly person?: string | undefined;
  readonly from?: number | undefined;
  /** Before this. */
  readonly to?: number | undefined;
}

export interface AuditQueries {
  /** Newest first, so many at most, older than the event `before`. */
  list(
    admin: AgentIdentity,
    filter: AuditFilter,
    page: { readonly before: Pick<AuditEntry, "at" | "id"> | null; readonly most: number },
  ): Promise<readonly AuditEntry[]>;
}
