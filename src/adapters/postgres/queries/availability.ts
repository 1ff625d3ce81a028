/** Who is there for an end user: read in four statements at once. */
import type { Availability } from "../../../../contract/people/availability.ts";
import { hasWayOut, type WayOutFacts } from "../../../domain/continuity/way-out.ts";
import type { BrandId, Instant } from "../../../domain/ids.ts";
import { accountStatus, expectedWait } from "../../../domain/people/availability.ts";
import { photoPath } from "../../../domain/people/photo.ts";
import { type Faces, type Showable, shownAuthor } from "../../../domain/people/shown-author.ts";
import { hoursAt } from "../../../domain/schedules/hours.ts";
import { SHOWN_PRESENCE } from "../people/shown-presence.ts";
import type { Pool } from "../pool.ts";
import { loadTimesOf } from "../schedules/schedule-tx.ts";

const DAY = 24 * 60 * 60_000;
/** *This hour* of another day: so long before and after this moment. */
const HALF_AN_HOUR = 30 * 60_000;
/** As many names as fit beside each other on a phone. */
const NAMES_AT_MOST = 3;

/** Null: there is no such brand. */
export async function loadAvailability(
  pool: Pool,
  hasRelay: boolean,
  ...[brand, now]: [BrandId, Instant]
): Promise<Availability | null> {
  const [way, team, waits, times] = await Promise.all([
    loadWay(pool, brand),
    loadTeam(pool),
    loadWaits(pool, brand, now),
    loadTimesOf(pool, brand),
  ]);
  if (way === null) return null;
  const hours = times && hoursAt(times, now);
  const isOpen = hours?.isOpen ?? true;
  const shown = team
    .filter(({ presence }) => isOpen && presence === "online")
    .slice(0, NAMES_AT_MOST)
    .map((member) => shownAuthor(member, way.faces))
    .flatMap(({ name, photo }) => (name === null ? [] : [{ name, photo: photo === null ? null : photoPath(photo) }]));
  return {
    status: accountStatus(
      team.map(({ presence }) => presence),
      isOpen,
    ),
    team: shown.map(({ name }) => name),
    faces: shown,
    wait: isOpen ? expectedWait(waits) : null,
    hours,
    byMail: hasWayOut({ ...way, hasRelay, lastChannel: null }),
  };
}

type Way = Omit<WayOutFacts, "hasRelay" | "lastChannel"> & { readonly faces: Faces };

/** What decides whether a reply would leave by mail, and who is shown. */
async function loadWay(pool: Pool, brand: BrandId): Promise<Way | null> {
  const found = await pool.query<Way>({
    name: "availability-way",
    text: `select continuity_on as "continuityOn", prerequisite_lost_at as "prerequisiteLostAt",
             exists (select from relay_trouble) as "hasTrouble", look->>'faces' as faces
           from brand, account where brand.id = $1`,
    values: [brand],
  });
  return found.rows[0] ?? null;
}

/** Everybody who could reply, in an order that says nothing about them. */
async function loadTeam(pool: Pool) {
  const found = await pool.query<Showable & { readonly presence: "online" | "away" | "offline" }>({
    name: "availability-team",
    text: `select name, public_name as "publicName", photo, ${SHOWN_PRESENCE} as presence from agent where active and chat_access order by id`,
  });
  return found.rows;
}

/** Of each of the last seven days the hour around this moment: seven short stretches of an index. */
async function loadWaits(pool: Pool, brand: BrandId, now: Instant) {
  const found = await pool.query<{
    readonly samples: number;
    readonly medianMs: number | null;
    readonly queued: number;
  }>({
    name: "availability-waits",
    text: `select count(*) as samples,
             percentile_cont(0.5) within group (order by served_at - created_at) as "medianMs",
             (select count(*) from conversation where queued_at is not null) as queued
           from generate_series(1, 7) as day join conversation
             on served_at is not null and origin = 'messaging' and brand_id = $1
               and created_at between $2::bigint - day * ${DAY} - ${HALF_AN_HOUR} and $2::bigint - day * ${DAY} + ${HALF_AN_HOUR}`,
    values: [brand, now],
  });
  const [row] = found.rows;
  if (row === undefined) throw new Error("an aggregate without a row");
  return row;
}
