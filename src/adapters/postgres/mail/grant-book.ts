/** What is kept of the grants by which we sign in at mail servers. */
import type { GrantBook, GrantPage, Vault } from "../../../ports/mail/access-tokens.ts";
import type { Clock } from "../../../ports/system.ts";
import type { Pool, Queryable } from "../pool.ts";

/** Any number of its own; a grant's id makes the second half of the lock's name. */
const GRANT_LOCK = 719_003;
/** Providers forget a grant that nobody used for half a year, and most of them sooner. */
const FORGOTTEN_AFTER_MS = 200 * 86_400_000;

interface Deps {
  readonly pool: Pool;
  readonly vault: Vault;
  readonly clock: Clock;
}

export function grantBook({ pool, vault, clock }: Deps): GrantBook {
  return {
    async inTurn(id, renew) {
      const client = await pool.connect();
      let isBroken = true;
      try {
        // A lock of the connection, outside any transaction: the talk with the provider happens under it, and it ends
        // with this process whatever becomes of that.
        await client.query("select pg_advisory_lock($1, hashtext($2))", [GRANT_LOCK, id]);
        const renewed = await renew(pageOf(client, id, { vault, clock }));
        await client.query("select pg_advisory_unlock($1, hashtext($2))", [GRANT_LOCK, id]);
        isBroken = false;
        return renewed;
      } finally {
        client.release(isBroken);
      }
    },
  };
}

function pageOf(db: Queryable, id: string, { vault, clock }: Omit<Deps, "pool">): GrantPage {
  return {
    async loadRefreshToken() {
      const found = await db.query<{ refresh_token: Buffer | null; wrapped: boolean }>(
        "select refresh_token, wrapped from oauth_grant where id = $1",
        [id],
      );
      const [row] = found.rows;
      if (row === undefined || row.refresh_token === null) return null;
      return vault.open({ bytes: row.refresh_token, wrapped: row.wrapped });
    },
    async keep(refreshToken) {
      const sealed = refreshToken === null ? null : vault.seal(refreshToken);
      const now = clock.now();
      await db.query(
        `insert into oauth_grant (id, refresh_token, wrapped, tried_at) values ($1, $2, $3, $4)
         on conflict (id) do update set tried_at = excluded.tried_at, trouble = null, said = null, troubled_since = null,
           refresh_token = coalesce(excluded.refresh_token, oauth_grant.refresh_token),
           wrapped = case when excluded.refresh_token is null then oauth_grant.wrapped else excluded.wrapped end`,
        [id, sealed === null ? null : Buffer.from(sealed.bytes), sealed?.wrapped ?? false, now],
      );
      await db.query("delete from oauth_grant where tried_at < $1", [now - FORGOTTEN_AFTER_MS]);
    },
    async note({ kind, said }) {
      await db.query(
        `insert into oauth_grant (id, wrapped, tried_at, trouble, said, troubled_since) values ($1, false, $2, $3, $4, $2)
         on conflict (id) do update set tried_at = excluded.tried_at, trouble = excluded.trouble, said = excluded.said,
           troubled_since = coalesce(oauth_grant.troubled_since, excluded.troubled_since)`,
        [id, clock.now(), kind, said],
      );
    },
  };
}
