/** How mail is signed, proved and worded. */
import type { DkimKey } from "../../domain/dkim.ts";
import { instant } from "../../domain/ids.ts";
import type { MailSettingsTx, SealedKey } from "../../ports/mail-settings-tx.ts";
import type { Queryable } from "./pool.ts";

export function mailSettingsTx(db: Queryable): MailSettingsTx {
  return { ...dkimKeys(db) };
}

interface DkimRow {
  readonly domain: string;
  readonly selector: string;
  readonly public_key: string;
  readonly state: DkimKey["state"];
  readonly made_at: number;
}

function dkimKeys(db: Queryable): Pick<MailSettingsTx, "loadDkimKeys" | "saveDkimKey" | "setDkimState"> {
  return {
    async loadDkimKeys(domain) {
      const found = await db.query<DkimRow>(
        "select domain, selector, public_key, state, made_at from dkim_key where domain = $1 order by made_at desc",
        [domain],
      );
      return found.rows.map((row) => ({
        domain: row.domain,
        selector: row.selector,
        publicKey: row.public_key,
        state: row.state,
        madeAt: instant(row.made_at),
      }));
    },
    async saveDkimKey(key, sealed) {
      await db.query(
        `insert into dkim_key (domain, selector, private_key, wrapped, public_key, state, made_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (domain, selector) do update set private_key = excluded.private_key, wrapped = excluded.wrapped,
           public_key = excluded.public_key, state = excluded.state, made_at = excluded.made_at`,
        [key.domain, key.selector, Buffer.from(sealed.bytes), sealed.wrapped, key.publicKey, key.state, key.madeAt],
      );
    },
    async setDkimState({ domain, selector }, state) {
      await db.query("update dkim_key set state = $3 where domain = $1 and selector = $2", [domain, selector, state]);
    },
  };
}

/** The keys that sign now, sealed as they are kept. */
export async function loadSigningDkimKeys(
  db: Queryable,
): Promise<readonly (SealedKey & { readonly domain: string; readonly selector: string })[]> {
  const found = await db.query<{ domain: string; selector: string; private_key: Buffer; wrapped: boolean }>({
    name: "signing-dkim-keys",
    text: "select domain, selector, private_key, wrapped from dkim_key where state = 'active'",
  });
  return found.rows.map(({ domain, selector, private_key: bytes, wrapped }) => ({ domain, selector, bytes, wrapped }));
}
