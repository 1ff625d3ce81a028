/** Logos and photos: facts beside their owner, bytes where they are asked for, once each content. */
import type { Picture, PictureFacts } from "../../../domain/attachments/picture.ts";
import type { PictureOwner, PictureTx } from "../../../ports/attachments/picture-tx.ts";
import type { Queryable } from "../pool.ts";
import type { Rings } from "../rings.ts";

/** As a column of a statement that reads `brand`: null where there is none. */
export const LOGO_FACTS = `(select jsonb_build_object('hash', hash, 'type', type, 'width', width, 'height', height)
  from picture where hash = brand.logo) as logo`;

export function pictureTx(db: Queryable, rings: Rings): PictureTx {
  return {
    async save(owner, picture) {
      const next = picture === null ? null : await keep(db, picture);
      const before = await give(db, owner, next);
      if (before !== null && before !== next) await forget(db, before);
      rings.settings();
      return next;
    },
    load: (hash) => findPicture(db, hash),
  };
}

/** Whoever's it is: its address names its content. */
export async function findPicture(db: Queryable, hash: PictureFacts["hash"]): Promise<Picture | null> {
  const found = await db.query<Picture>({
    name: "picture",
    text: "select hash, type, width, height, bytes from picture where hash = $1",
    values: [hash],
  });
  return found.rows[0] ?? null;
}

async function keep(db: Queryable, { bytes, type, width, height }: Omit<Picture, "hash">): Promise<string> {
  const found = await db.query<{ hash: string }>(
    `insert into picture (bytes, type, width, height) values ($1, $2, $3, $4)
     on conflict (hash) do update set type = excluded.type returning hash`,
    [Buffer.from(bytes), type, width, height],
  );
  const [row] = found.rows;
  if (row === undefined) throw new Error("a picture was kept and has no hash");
  return row.hash;
}

/** Answers which one they had. */
async function give(db: Queryable, owner: PictureOwner, hash: string | null): Promise<string | null> {
  const found = await db.query<{ before: string | null }>(
    owner.kind === "logo"
      ? `update brand set logo = $2 from (select id, logo as before from brand where id = $1) as old
         where brand.id = old.id returning before`
      : `update agent set photo = $2 from (select id, photo as before from agent where id = $1) as old
         where agent.id = old.id returning before`,
    [owner.kind === "logo" ? owner.brandId : owner.agentId, hash],
  );
  return found.rows[0]?.before ?? null;
}

const forget = (db: Queryable, hash: string) =>
  db.query(
    `delete from picture where hash = $1
       and not exists (select from brand where logo = $1) and not exists (select from agent where photo = $1)`,
    [hash],
  );
