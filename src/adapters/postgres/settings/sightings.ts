/** Where widgets were asked for. */
import type { BrandId } from "../../../domain/ids.ts";
import { type Sighting, SIGHTINGS_AT_MOST } from "../../../domain/settings/sighting.ts";
import type { SettingsTx } from "../../../ports/settings/settings-tx.ts";
import type { Queryable } from "../pool.ts";

export const sightings = (db: Queryable): Pick<SettingsTx, "noteSighting"> => ({
  async noteSighting({ brandId, origin, at, isRefused }) {
    await db.query({
      name: "note-sighting",
      text: `insert into widget_sighting (brand_id, origin, at, refused) select id, $2, $3, $4 from brand where id = $1
             on conflict (brand_id, origin) do update set at = excluded.at, refused = excluded.refused`,
      values: [brandId, origin, at, isRefused],
    });
    await db.query({
      name: "forget-sightings",
      text: `delete from widget_sighting where brand_id = $1 and origin in (
               select origin from widget_sighting where brand_id = $1 and refused = $2
               order by at desc, origin offset ${SIGHTINGS_AT_MOST})`,
      values: [brandId, isRefused],
    });
  },
});

/** The newest first. */
export async function loadSightings(
  db: Queryable,
): Promise<ReadonlyMap<BrandId, readonly Omit<Sighting, "brandId">[]>> {
  const found = await db.query<Sighting>(
    `select brand_id as "brandId", origin, at, refused as "isRefused" from widget_sighting order by at desc, origin`,
  );
  return Map.groupBy(found.rows, ({ brandId }) => brandId);
}
