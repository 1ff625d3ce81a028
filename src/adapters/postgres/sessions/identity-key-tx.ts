/** The keys that prove who somebody is. */
import type { IdentityKeyTx } from "../../../ports/sessions/identity-keys.ts";
import { USE_NOTED_EVERY } from "../../../domain/sessions/session.ts";
import { brandId, type BrandId, identityKeyId, instant, type SessionId } from "../../../domain/ids.ts";
import type { IdentityAlgorithm, IdentityKey } from "../../../domain/sessions/identity-key.ts";
import { IDENTITY_REFUSALS_AT_MOST, type IdentityRefusal } from "../../../domain/sessions/signed-identity.ts";
import type { Queryable } from "../pool.ts";
import type { Rings } from "../rings.ts";
import type { TxConnection } from "../tx/tx-connection.ts";

interface KeyRow {
  readonly id: string;
  readonly brand_id: string;
  readonly kid: string;
  readonly algorithm: IdentityAlgorithm;
  readonly made_at: number;
  readonly last_used_at: number | null;
}

export function identityKeyTx(db: TxConnection, rings: Rings): IdentityKeyTx {
  return {
    loadActive: (brand) => loadActiveIdentityKeys(db, brand),
    async find(brand, kid) {
      const found = await db.query<{ id: string; algorithm: IdentityAlgorithm; material: Buffer; wrapped: boolean }>({
        name: "identity-key-by-kid",
        text: `select id, algorithm, material, wrapped from identity_key
               where brand_id = $1 and kid = $2 and ended_at is null for key share`,
        values: [brand, kid],
      });
      const [row] = found.rows;
      if (row === undefined) return null;
      const { algorithm, material, wrapped } = row;
      return { id: identityKeyId(row.id), algorithm, material: { bytes: material, wrapped } };
    },
    async insert({ id, brandId: brand, kid, algorithm, material, madeAt }) {
      await db.send(
        `insert into identity_key (id, brand_id, kid, algorithm, material, wrapped, made_at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [id, brand, kid, algorithm, Buffer.from(material.bytes), material.wrapped, madeAt],
      );
    },
    async end(id, now) {
      // Locks out whoever signs somebody in by it at this moment: they come wholly before, and end with it, or find no key.
      await db.query("select 1 from identity_key where id = $1 for update", [id]);
      await db.send("update identity_key set ended_at = $2, material = '' where id = $1", [id, now]);
      const ended = await db.query<{ id: SessionId }>(
        "update widget_session set revoked_at = $2 where signed_by = $1 and revoked_at is null returning id",
        [id, now],
      );
      for (const session of ended.rows) rings.sessionEnded(session.id);
    },
    async noteRefusal(brand, { kid, reason, at }) {
      await db.send(
        `insert into identity_refusal (brand_id, kid, reason, at) values ($1, $2, $3, $4)
         on conflict (brand_id, kid, reason) do update set at = excluded.at
           where identity_refusal.at <= excluded.at - $5::bigint`,
        [brand, kid ?? "", reason, at, USE_NOTED_EVERY],
      );
      await db.send(
        `delete from identity_refusal where brand_id = $1 and (kid, reason) in (
           select kid, reason from identity_refusal where brand_id = $1
           order by exists (select from identity_key
             where identity_key.brand_id = $1 and identity_key.kid = identity_refusal.kid and ended_at is null) desc,
             at desc, kid, reason offset ${IDENTITY_REFUSALS_AT_MOST})`,
        [brand],
      );
    },
    async noteUse(id, now) {
      await db.send(
        "update identity_key set last_used_at = $2 where id = $1 and (last_used_at is null or last_used_at <= $2 - $3::bigint)",
        [id, now, USE_NOTED_EVERY],
      );
    },
  };
}

/** Of a brand, the newest first. */
export async function loadIdentityRefusals(db: Queryable, brand: BrandId): Promise<readonly IdentityRefusal[]> {
  const found = await db.query<IdentityRefusal>(
    `select nullif(kid, '') as kid, reason, at from identity_refusal where brand_id = $1 order by at desc, kid, reason`,
    [brand],
  );
  return found.rows;
}

/** Of a brand, the newest first. */
export async function loadActiveIdentityKeys(db: Queryable, brand: BrandId): Promise<readonly IdentityKey[]> {
  const found = await db.query<KeyRow>(
    `select id, brand_id, kid, algorithm, made_at, last_used_at from identity_key
     where brand_id = $1 and ended_at is null order by made_at desc, id desc`,
    [brand],
  );
  return found.rows.map((row) => ({
    id: identityKeyId(row.id),
    brandId: brandId(row.brand_id),
    kid: row.kid,
    algorithm: row.algorithm,
    madeAt: instant(row.made_at),
    lastUsedAt: row.last_used_at === null ? null : instant(row.last_used_at),
  }));
}
