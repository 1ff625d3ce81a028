/** Windows of requests. Under a flood many ask at once, mostly for the same few windows: then one statement counts them all. */
import { type Instant, instant } from "../../../domain/ids.ts";
import type { RateLimiter } from "../../../ports/rate-limiter.ts";
import { gather } from "../gather.ts";
import type { Pool } from "../pool.ts";
import { UNHURRIED } from "../unhurried.ts";

/** Takings that are counted in one statement. */
const TOGETHER = 64;

interface Taking {
  readonly key: string;
  readonly limit: { readonly most: number; readonly within: number };
  readonly now: Instant;
}

export function rateLimiter(pool: Pool): RateLimiter {
  const take = gather((takings: readonly Taking[]) => takeAll(pool, takings), TOGETHER);
  return {
    take: (key, limit, now) => take({ key, limit, now }),
    async giveBack(key) {
      await pool.query("update rate_window set used = used - 1 where key = $1 and used > 0", [key]);
    },
  };
}

async function takeAll(pool: Pool, takings: readonly Taking[]): Promise<readonly (Instant | null)[]> {
  const windows = [...Map.groupBy(takings, ({ key }) => key).values()];
  const firsts = windows.flatMap(([first]) => first ?? []);
  const taken = await pool.query<{ key: string; used: number; opened_at: number }>({
    name: "take-rates",
    // A crash forgives the asking of its last moment. By key, so that no two of these statements wait for each other.
    text: `with unhurried as (${UNHURRIED}), asked as (
             select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::int[]) as asked (key, now, within, times))
           insert into rate_window as existing (key, opened_at, used)
             select key, now, times from asked, unhurried order by key
           on conflict (key) do update set (used, opened_at) = (
             select case when existing.opened_at <= now - within then times else existing.used + times end,
               case when existing.opened_at <= now - within then now else existing.opened_at end
             from asked where asked.key = existing.key)
           returning key, used, opened_at`,
    values: [
      firsts.map(({ key }) => key),
      firsts.map(({ now }) => now),
      firsts.map(({ limit }) => limit.within),
      windows.map(({ length }) => length),
    ],
  });
  const left = new Map(windows.flatMap((asked) => asked.slice(0, 1).map(({ key }) => [key, asked.length])));
  const counted = new Map(taken.rows.map((row) => [row.key, row]));
  return takings.map(({ key, limit: { most, within } }) => {
    const window = counted.get(key);
    if (window === undefined) throw new Error("a window of requests was not counted");
    // Whoever asked first has the first of the places that all of them took.
    const after = (left.get(key) ?? 1) - 1;
    left.set(key, after);
    return window.used - after <= most ? null : instant(window.opened_at + within);
  });
}
