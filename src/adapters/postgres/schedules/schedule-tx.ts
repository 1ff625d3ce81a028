/** Schedules, and who has chosen which. */
import { type BrandId, brandId, scheduleId } from "../../../domain/ids.ts";
import type { HoursChoice, OpeningTimes, Schedule } from "../../../domain/schedules/schedule.ts";
import type { ScheduleTx } from "../../../ports/schedules/schedule-tx.ts";
import type { Queryable } from "../pool.ts";
import type { Rings } from "../rings.ts";

export function scheduleTx(db: Queryable, rings: Rings): ScheduleTx {
  return {
    async loadSchedules() {
      const found = await db.query<Schedule>(
        `select id, name, time_zone as "timeZone", week, holidays, version from schedule order by name, id`,
      );
      return found.rows;
    },
    async saveSchedule({ id, name, timeZone, week, holidays, version }) {
      await db.query(
        `insert into schedule (id, name, time_zone, week, holidays, version) values ($1, $2, $3, $4, $5, $6)
         on conflict (id) do update set name = excluded.name, time_zone = excluded.time_zone, week = excluded.week,
           holidays = excluded.holidays, version = excluded.version`,
        [id, name, timeZone, JSON.stringify(week), JSON.stringify(holidays), version],
      );
      rings.settings();
    },
    async deleteSchedule(id) {
      await db.query("delete from schedule where id = $1", [id]);
      rings.settings();
    },
    async loadChoices() {
      const account = await db.query<{ id: string | null }>("select schedule_id as id from account");
      const brands = await db.query<{ id: string; name: string; own: boolean; schedule: string | null }>(
        `select id, name, own_hours as own, schedule_id as schedule from brand order by is_default desc, name`,
      );
      const chosen = account.rows[0]?.id ?? null;
      return {
        account: chosen === null ? null : scheduleId(chosen),
        brands: brands.rows.map(({ id, name, own, schedule }) => ({
          id: brandId(id),
          name,
          hours: choiceOf(own, schedule),
        })),
      };
    },
    async chooseForAccount(id) {
      await db.query("update account set schedule_id = $1", [id]);
      rings.settings();
    },
    async chooseForBrand(id, choice) {
      await db.query("update brand set own_hours = $2, schedule_id = $3 where id = $1", [
        id,
        choice.kind !== "account",
        choice.kind === "schedule" ? choice.id : null,
      ]);
      rings.settings();
    },
    loadTimesOf: (id) => loadTimesOf(db, id),
  };
}

function choiceOf(isOwn: boolean, schedule: string | null): HoursChoice {
  if (!isOwn) return { kind: "account" };
  return schedule === null ? { kind: "always" } : { kind: "schedule", id: scheduleId(schedule) };
}

/** As `ScheduleTx` has it, for whoever only reads. */
export async function loadTimesOf(db: Queryable, id: BrandId): Promise<OpeningTimes | null> {
  const found = await db.query<OpeningTimes>({
    name: "times-of-brand",
    text: `select schedule.time_zone as "timeZone", schedule.week, schedule.holidays
           from brand, account, schedule
           where brand.id = $1
             and schedule.id = case when brand.own_hours then brand.schedule_id else account.schedule_id end`,
    values: [id],
  });
  return found.rows[0] ?? null;
}
