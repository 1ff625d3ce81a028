import { brandId, endUserId, type Instant, sessionId } from "../../../domain/ids.ts";
import type { WidgetPrincipal } from "../../../domain/sessions/session.ts";
import type { Queryable } from "../pool.ts";

/** Whose browser session a token opens; null: unknown, expired or revoked. Asked at every request of a widget. */
export async function findSession(db: Queryable, tokenHash: Uint8Array, now: Instant): Promise<WidgetPrincipal | null> {
  const found = await db.query<{
    id: string;
    end_user_id: string;
    brand_id: string;
    by_link: boolean;
    signed: boolean;
  }>({
    name: "session-by-token",
    text: `select id, end_user_id, brand_id, link is not null as by_link, signed_by is not null as signed
           from widget_session
           where token_hash = $1 and revoked_at is null and expires_at > $2`,
    values: [Buffer.from(tokenHash), now],
  });
  const [row] = found.rows;
  if (row === undefined) return null;
  return {
    sessionId: sessionId(row.id),
    endUserId: endUserId(row.end_user_id),
    brandId: brandId(row.brand_id),
    asOf: now,
    isByLink: row.by_link,
    isSigned: row.signed,
  };
}
