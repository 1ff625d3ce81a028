/** Logos of brands: facts beside the brand, bytes where they are asked for. */
import type { BrandId } from "../../../domain/ids.ts";
import type { Logo, LogoFacts } from "../../../domain/settings/logo.ts";
import type { SettingsTx } from "../../../ports/settings/settings-tx.ts";
import type { Queryable } from "../pool.ts";
import type { Rings } from "../rings.ts";

/** As a column of a statement that reads `brand`: null where there is none. */
export const LOGO_FACTS = `(select jsonb_build_object('hash', hash, 'type', type, 'width', width, 'height', height)
  from brand_logo where brand_id = brand.id) as logo`;

const LOGO = "hash, type, width, height, bytes";

export function brandLogos(db: Queryable, rings: Rings): Pick<SettingsTx, "saveLogo" | "loadLogo"> {
  return {
    async saveLogo(id, logo) {
      if (logo === null) await db.query("delete from brand_logo where brand_id = $1", [id]);
      else
        await db.query(
          `insert into brand_logo (brand_id, bytes, type, width, height) values ($1, $2, $3, $4, $5)
           on conflict (brand_id) do update set bytes = excluded.bytes, type = excluded.type, width = excluded.width,
             height = excluded.height`,
          [id, Buffer.from(logo.bytes), logo.type, logo.width, logo.height],
        );
      rings.settings();
    },
    async loadLogo(id: BrandId) {
      const found = await db.query<Logo>(`select ${LOGO} from brand_logo where brand_id = $1`, [id]);
      return found.rows[0] ?? null;
    },
  };
}

/** Whoever's it is: its address names its content. */
export async function findLogo(db: Queryable, hash: LogoFacts["hash"]): Promise<Logo | null> {
  const found = await db.query<Logo>(`select ${LOGO} from brand_logo where hash = $1 limit 1`, [hash]);
  return found.rows[0] ?? null;
}
