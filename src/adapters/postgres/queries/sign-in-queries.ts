import type { SignInView } from "../../../../contract/health/health.ts";
import type { GrantTroubleKind, OAuthDoor } from "../../../domain/mail-settings/grant-trouble.ts";
import type { Pool } from "../pool.ts";

/** A door that signs in by OAuth, and what its grant is kept under. */
export interface GrantedDoor {
  readonly door: OAuthDoor;
  readonly grantId: string;
}

interface GrantRow {
  readonly id: string;
  readonly tried_at: number;
  readonly trouble: GrantTroubleKind | null;
  readonly said: string | null;
  readonly troubled_since: number | null;
}

/** How sign-in goes at each of these doors, as the last try of any process left it. */
export async function loadSignIns(pool: Pool, doors: readonly GrantedDoor[]): Promise<readonly SignInView[]> {
  if (doors.length === 0) return [];
  const found = await pool.query<GrantRow>(
    "select id, tried_at, trouble, said, troubled_since from oauth_grant where id = any($1)",
    [doors.map(({ grantId }) => grantId)],
  );
  const byId = new Map(found.rows.map((row) => [row.id, row]));
  return doors.map(({ door, grantId }) => {
    const row = byId.get(grantId);
    const trouble =
      row === undefined || row.trouble === null
        ? null
        : { kind: row.trouble, said: row.said ?? "", since: row.troubled_since ?? row.tried_at };
    return { door, triedAt: row?.tried_at ?? null, trouble };
  });
}
